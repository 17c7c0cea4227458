// `launchwall schema [profile|board]`: the JSON Schemas, for editors and for whoever reads the boards.

import { LaunchwallError } from '../../domain/errors.ts';
import { profileJsonSchema } from '../../profile/json-schema.ts';
import { boardJsonSchema } from '../../report/board-schema.ts';
import { result, type Context } from '../context.ts';

export function schema(subject: string | undefined, context: Context): number {
  const schemas = { profile: profileJsonSchema, board: boardJsonSchema };
  const wanted = subject ?? 'profile';
  if (wanted !== 'profile' && wanted !== 'board')
    throw new LaunchwallError('usage', `there is no schema "${wanted}": write profile or board`);
  result(context, JSON.stringify(schemas[wanted](), null, 2));
  return 0;
}
