// What a redirect asks for, and whether we do it: only what asks is repeated, and nobody leads us to where only we can go.

import type { Answer } from '../../domain/answer.ts';
import { gap, remedy, type Gap } from '../../domain/gap.ts';
import { shownUrl } from '../fields.ts';
import type { AddressGuard } from '../http-connector.ts';
import { leadsNearer, zoneOf, type Zone } from '../zones.ts';
import type { Request } from './connection.ts';
import { strangerHeaders } from './headers.ts';
import type { HttpOptions } from './options.ts';

/** The hosts to which redirects may lead wherever they are: those that the source names. Null where none is followed. */
export function namedHosts({ redirects, url, steps }: HttpOptions): ReadonlySet<string> | null {
  if (redirects === 'refuse') return null;
  const urls = steps?.map((step) => step.url) ?? [url ?? ''];
  const own = urls.flatMap((one) => (URL.canParse(one) ? new URL(one).hostname : []));
  return new Set(redirects === 'follow' ? own : [...own, ...redirects]);
}

/** The place that a redirect leads to is nearer than where it came from. */
export class NearerAddress extends Error {
  override readonly name = 'NearerAddress';
  readonly gap: Gap;

  constructor(problem: Gap) {
    super(problem.message);
    this.gap = problem;
  }
}

const nameHost = remedy('Name the host in `redirects` if it is yours.');

/** @param from how near the place is that answered with the redirect. */
export function guardAgainst(from: Zone, status: number, url: URL): AddressGuard {
  return (address) => {
    const to = zoneOf(address);
    if (!leadsNearer(from, to)) return null;
    const where = `it is a ${to} address, and comes from a ${from} one`;
    const message = `${status} to ${shownUrl(url.href)} is not followed: ${where}; name the host in \`redirects\` if it is yours`;
    return new NearerAddress(gap('http_status', message, nameHost));
  };
}

/** The request that a redirect asks for, or why it is not made. */
export function nextRequest(request: Request, status: number, location: string): Answer<Request> {
  if (!URL.canParse(location, request.url))
    return { gap: gap('http_status', `${status} with a Location that is no URL`) };
  const url = new URL(location, request.url);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return { gap: gap('http_status', `${status} to another protocol (${url.protocol}) is not followed`) };
  if (request.url.protocol === 'https:' && url.protocol === 'http:')
    return {
      gap: gap('http_status', `${status} from https to http (${shownUrl(url.href)}) is not followed`),
    };
  const { method } = request;
  const onlyAsks = method === 'GET' || method === 'HEAD';
  if (!onlyAsks && status !== 303)
    return {
      gap: gap(
        'http_status',
        `${status} to a ${method} is not followed: only GET and HEAD are, and a 303 by GET`,
      ),
    };
  const isSame = url.origin === request.url.origin;
  if (!isSame && request.body !== null && status !== 303)
    return {
      gap: gap(
        'http_status',
        `${status} to another origin would carry the request's body there: not followed`,
      ),
    };
  return {
    value: {
      url,
      method: method === 'HEAD' ? 'HEAD' : 'GET',
      headers: isSame ? request.headers : strangerHeaders(),
      body: status === 303 ? null : request.body,
    },
  };
}
