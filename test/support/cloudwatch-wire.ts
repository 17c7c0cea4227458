// CloudWatch's protocol (awsJson 1.0, query-compatible) from the schemas that the SDK itself ships: every request and
// every answer is checked member by member, and the signature of each request is computed again.

import { createHash, createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import * as sdk from '@aws-sdk/client-cloudwatch';
import { JsonCodec2 } from '@aws-sdk/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';

/** An error as the service answers with it. `shape` is the name in the schemas, `code` the one of the old query protocol. */
export class ServiceError extends Error {
  readonly shape: string;
  readonly code: string;
  readonly status: number;

  constructor(shape: string, message: string, parts: { code?: string; status?: number } = {}) {
    super(message);
    const [code, status] = modelledError(shape);
    this.shape = shape;
    this.code = parts.code ?? code ?? shape;
    this.status = parts.status ?? status ?? 400;
  }
}

export interface Operation {
  readonly name: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
}

/** All operations of the SDK's client, by name. The arrays are `[9, namespace, name, traits, input, output]`. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  Object.values(sdk)
    .filter((value): value is typeof sdk.GetMetricData$ => Array.isArray(value) && value[0] === 9)
    .map((schema) => [
      schema[2],
      { name: schema[2], input: NormalizedSchema.of(schema[4]), output: NormalizedSchema.of(schema[5]) },
    ]),
);

const codec = new JsonCodec2({ timestampFormat: { useTrait: true, default: 7 }, jsonName: false });

/** Checks what came over the wire, and reads it as the SDK's own types have it. */
export async function readInput({ input }: Operation, json: string): Promise<unknown> {
  let wire: unknown;
  try {
    wire = JSON.parse(json);
  } catch {
    throw new ServiceError('SerializationException', 'the body is not JSON');
  }
  check(input, wire, '$', 'wire');
  return codec.createDeserializer().read(input, json);
}

/** Checks an answer against its schema, strictly: a server that sends what AWS cannot send proves nothing. */
export function writeOutput({ name, output }: Operation, answer: unknown): Uint8Array {
  check(output, answer, `${name}Output`, 'object');
  const serializer = codec.createSerializer();
  serializer.write(output, answer);
  return serializer.flush();
}

/** Unknown members, missing required members and wrong types are errors. `wire`: timestamps are epoch seconds. */
function check(schema: NormalizedSchema, value: unknown, path: string, form: 'wire' | 'object'): void {
  if (value === undefined || value === null) return;
  const want = (expected: string, holds: boolean): void => {
    if (!holds)
      throw new ServiceError(
        'ValidationException',
        `${path}: expected ${expected}, got ${JSON.stringify(value).slice(0, 60)}`,
      );
  };
  if (schema.isStructSchema()) {
    want('a structure', isRecord(value));
    if (isRecord(value)) checkStructure(schema, value, path, form);
  } else if (schema.isListSchema()) {
    want('a list', Array.isArray(value));
    if (Array.isArray(value))
      for (const [index, item] of value.entries())
        check(schema.getValueSchema(), item, `${path}[${index}]`, form);
  } else if (schema.isMapSchema()) {
    want('a map', isRecord(value));
    if (isRecord(value))
      for (const [key, item] of Object.entries(value))
        check(schema.getValueSchema(), item, `${path}.${key}`, form);
  } else if (schema.isTimestampSchema())
    if (form === 'wire') want('epoch seconds', typeof value === 'number');
    else want('a Date', value instanceof Date);
  else if (schema.isNumericSchema())
    want(
      'a number',
      typeof value === 'number' || value === 'NaN' || value === 'Infinity' || value === '-Infinity',
    );
  else if (schema.isBooleanSchema()) want('a boolean', typeof value === 'boolean');
  else if (schema.isStringSchema()) want('a string', typeof value === 'string');
}

function checkStructure(
  schema: NormalizedSchema,
  value: Record<string, unknown>,
  path: string,
  form: 'wire' | 'object',
): void {
  const raw: unknown = schema.getSchema();
  const required = Array.isArray(raw) ? Number(raw[6] ?? 0) : 0;
  const known = [...schema.structIterator()];
  for (const [index, [member, memberSchema]] of known.entries()) {
    if (index < required && (value[member] === undefined || value[member] === null))
      throw new ServiceError('MissingRequiredParameterException', `${path}.${member} is required`);
    check(memberSchema, value[member], `${path}.${member}`, form);
  }
  for (const key of Object.keys(value))
    if (key !== '__type' && !known.some(([member]) => member === key))
      throw new ServiceError('ValidationException', `${path}.${key}: unknown member`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A modelled error's legacy code and status stand in its `awsQueryError` trait. */
function modelledError(shape: string): [code?: string, status?: number] {
  const schema = Object.entries(sdk).find(([name]) => name === `${shape}$`)?.[1];
  if (!Array.isArray(schema)) return [];
  const trait: unknown = NormalizedSchema.of(schema as never).getMergedTraits()['awsQueryError'];
  return Array.isArray(trait) ? [String(trait[0]), Number(trait[1])] : [];
}

/** One pair of keys that the server knows. */
export interface Credential {
  readonly secret: string;
  readonly sessionToken?: string;
  expired?: boolean;
}

const authorizationPattern =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/monitoring\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;

/** Signature version 4, computed again as AWS's documentation describes it. Path and query are fixed: `POST /`. */
export function verifySignature(
  headers: IncomingHttpHeaders,
  body: Buffer,
  credentials: ReadonlyMap<string, Credential>,
  region: string,
): void {
  const match = authorizationPattern.exec(headers.authorization ?? '');
  if (!match)
    throw new ServiceError('MissingAuthenticationTokenException', 'Missing Authentication Token', {
      code: 'MissingAuthenticationToken',
      status: 403,
    });
  const [, id = '', day = '', signedRegion = '', signedHeaders = '', signature] = match;
  const credential = credentials.get(id);
  const token = headers['x-amz-security-token'];
  if (!credential || (token ?? undefined) !== credential.sessionToken || signedRegion !== region)
    throw new ServiceError(
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
      {
        code: 'InvalidClientTokenId',
        status: 403,
      },
    );
  const lines = signedHeaders
    .split(';')
    .map((name) => `${name}:${String(headers[name]).trim().replace(/\s+/g, ' ')}`);
  const canonical = ['POST', '/', '', ...lines, '', signedHeaders, sha256(body)].join('\n');
  const scope = `${day}/${signedRegion}/monitoring/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', String(headers['x-amz-date']), scope, sha256(canonical)].join('\n');
  const key = [day, signedRegion, 'monitoring', 'aws4_request'].reduce<string | Buffer>(
    (key, part) => hmac(key, part),
    `AWS4${credential.secret}`,
  );
  if (hmac(key, text).toString('hex') !== signature)
    throw new ServiceError(
      'InvalidSignatureException',
      'The request signature we calculated does not match the signature you provided.',
      { code: 'SignatureDoesNotMatch', status: 403 },
    );
  if (credential.expired === true)
    throw new ServiceError('ExpiredTokenException', 'The security token included in the request is expired', {
      code: 'ExpiredToken',
      status: 403,
    });
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}
