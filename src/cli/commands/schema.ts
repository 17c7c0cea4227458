// `launchwall schema [profile|board]`: the JSON Schemas, for editors and for whoever reads the boards.

import { LaunchwallError } from '../../domain/errors.ts';
import { profileJsonSchema } from '../../profile/schema/json-schema.ts';
import { boardJsonSchema } from '../../report/board-schema.ts';
import { resultText, type Context } from '../context.ts';

export function schema(subject: string | undefined, context: Context): number {
  // The profile's is text already: the very bytes of schema/profile.schema.json.
  const schemas = {
    profile: () => profileJsonSchema().trimEnd(),
    board: () => JSON.stringify(boardJsonSchema(), null, 2),
  };
  const wanted = subject ?? 'profile';
  if (wanted !== 'profile' && wanted !== 'board')
    throw new LaunchwallError('usage', `there is no schema "${wanted}": write profile or board`);
  resultText(context, schemas[wanted]());
  return 0;
}
