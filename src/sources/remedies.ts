// What somebody can do about failures that several kinds of source have: the same words everywhere.

import { remedy } from '../domain/gap.ts';

export const lookLessOften = remedy('Look less often: give the source a longer interval.');
export const correctQuery = remedy('Correct the query in the profile.');
export const giveCredentials = remedy('Give the source credentials, by its headers.');
export const renewCredentials = remedy('Renew the credentials that the source sends.');
export const allowReading = remedy('Give these credentials the right to read this.');
export const givePassword = remedy("Put the user's password into the url.");
export const correctLogin = remedy('Correct the user or the password in the url.');
export const nameDatabase = remedy('Name a database in the url that exists.');
export const correctFile = remedy('Name a PEM file that this user can read.');
export const moreLabels = remedy('Name more labels, or say how to aggregate the series.');
export const aggregate = remedy('Aggregate the series in the query, as in sum(…).');
export const trustUnframed = remedy('Write `unframed: trust` if such a body is always whole.');
