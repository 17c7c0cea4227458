// What a scenario file may say. The meaning of references between its parts is checked in `scenario-check.ts`.

import * as z from 'zod';
import { parseAmount } from '../domain/amount.ts';
import { parseDuration } from '../domain/duration.ts';
import { parseOffset } from './offset.ts';

const durationField = z.string().transform((text, context) => {
  const duration = parseDuration(text);
  if (duration !== null && duration > 0) return duration;
  context.addIssue({ code: 'custom', message: `"${text}" is no duration: write 250ms, 10s, 5m or 1h30m` });
  return z.NEVER;
});

const offsetField = z.string().transform((text, context) => {
  const offset = parseOffset(text);
  if (offset !== null) return offset;
  context.addIssue({ code: 'custom', message: `"${text}" is no launch time: write T-10m, T-0 or T+1h5m` });
  return z.NEVER;
});

const decimalField = z.union([z.number(), z.string()]).transform((value, context) => {
  const amount = parseAmount(String(value));
  if (amount !== null) return amount;
  context.addIssue({ code: 'custom', message: `"${value}" is no decimal number` });
  return z.NEVER;
});

const zeroAmount = { numerator: 0n, denominator: 1n };
const trackName = z.string().min(1);
const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/, { error: 'an address is 0x and 40 hex digits' });
const variable = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]*$/, { error: 'a variable is written in capitals: SGE_API_URL' });

const trackSchema = z.strictObject({
  digits: z.int().min(0).max(18).default(0),
  noise: decimalField.default(zeroAmount),
  max: decimalField.nullable().default(null),
  points: z
    .array(
      z.strictObject({
        at: offsetField,
        value: decimalField,
        move: z.enum(['ramp', 'step']).default('ramp'),
      }),
    )
    .min(1, { error: 'a track needs at least one point' }),
});

const routeSchema = z.strictObject({
  status: z.int().min(200).max(599).default(200),
  type: z.string().default('application/json'),
  /** Real milliseconds until the answer. */
  delay: trackName.optional(),
  /** `{{track}}` stands for the track's value. */
  body: z.string().default('{"status":"ok"}'),
  /** Further header fields; `{{track}}` stands for the track's value. */
  headers: z.record(z.string(), z.string()).default({}),
  /** The origins whose pages a browser lets in: a preflight of theirs is answered so, any other is not. */
  letsIn: z.array(z.string()).optional(),
});

const httpService = z.strictObject({
  kind: z.literal('http'),
  env: variable,
  routes: z.record(z.string().startsWith('/'), routeSchema),
});

const redisKey = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('list'), length: trackName, oldest: trackName.optional() }),
  z.strictObject({ type: z.literal('zset'), length: trackName, oldest: trackName.optional() }),
  z.strictObject({
    type: z.literal('stream'),
    length: trackName,
    oldest: trackName.optional(),
    groups: z.record(z.string(), z.strictObject({ lag: trackName, pending: trackName })).default({}),
  }),
]);

const redisService = z.strictObject({
  kind: z.literal('redis'),
  env: variable,
  /** Bytes; `memory` is the share of it in use, in percent. */
  maxMemory: z.int().positive().default(1_073_741_824),
  memory: trackName.optional(),
  /** Further INFO fields: a track's value, or a word that stays. */
  info: z.record(z.string(), z.union([trackName, z.strictObject({ word: z.string() })])).default({}),
  keys: z.record(z.string(), redisKey).default({}),
});

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const contractAnswer = z.union([
  z.strictObject({ track: trackName, decimals: z.int().min(0).max(36).default(0) }),
  z.strictObject({ value: z.union([scalar, z.array(scalar)]) }),
  z.strictObject({ reverts: z.string() }),
]);

const evmService = z.strictObject({
  kind: z.literal('evm'),
  env: variable,
  chain: z.int().positive(),
  blockTime: durationField.default(12_000),
  /** In ETH. */
  balances: z.record(address, trackName).default({}),
  nonces: z.record(address, z.strictObject({ latest: trackName, pending: trackName.optional() })).default({}),
  /** ERC-20: the contract's address, its decimals, and in whole tokens what each holder has. */
  tokens: z
    .record(
      address,
      z.strictObject({ decimals: z.int().min(0).max(36), holders: z.record(address, trackName) }),
    )
    .default({}),
  /** By the contract's address and the function's ABI line. */
  contracts: z.record(address, z.record(z.string(), contractAnswer)).default({}),
});

const cloudwatchService = z.strictObject({
  kind: z.literal('cloudwatch'),
  env: variable,
  /** Data younger than this are not there yet. */
  publishDelay: durationField.default(30_000),
  metrics: z
    .array(
      z.strictObject({
        namespace: z.string().min(1),
        metric: z.string().min(1),
        dimensions: z.record(z.string(), z.string()).default({}),
        value: trackName,
      }),
    )
    .default([]),
  alarms: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        composite: z.boolean().default(false),
        value: trackName,
        /** In ALARM while the track is above this. */
        above: z.number(),
        /** In INSUFFICIENT_DATA while this track is above zero. */
        noData: trackName.optional(),
        /** Whether its actions are enabled. */
        actions: z.boolean().default(true),
      }),
    )
    .default([]),
  /** How many widgets each dashboard has. */
  dashboards: z.record(z.string(), trackName).default({}),
});

const serviceSchema = z.discriminatedUnion(
  'kind',
  [httpService, redisService, evmService, cloudwatchService],
  { error: 'a service is of kind http, redis, evm or cloudwatch' },
);

/** How each kind of service can fail. */
export const faultModes = {
  http: ['refuse', 'hang', 'reset', 'html', 'error', 'half', 'garbage'],
  redis: ['refuse', 'hang', 'reset', 'garbage', 'noauth', 'loading', 'wrong-type'],
  evm: ['refuse', 'hang', 'reset', 'html', 'error', 'half', 'garbage', 'wrong-chain', 'stale-head'],
  cloudwatch: ['refuse', 'hang', 'reset', 'html', 'error', 'half', 'garbage', 'throttle', 'expired'],
} as const;

const modes = [...new Set(Object.values(faultModes).flat())];

export const scenarioSchema = z.strictObject({
  title: z.string().min(1),
  /** The profile that watches this launch: a name, or a path from the scenario's folder that begins with a dot. */
  profile: z.string().min(1),
  /** From the start of the drill to its end, in launch time. */
  duration: durationField,
  /** From the start of the drill to T-0, in launch time. */
  t0: durationField,
  seed: z.int().min(0).max(4_294_967_295).default(1),
  /** Launch seconds in one real second. */
  speed: z.number().positive().max(1_000).default(20),
  /** Variables for the profile beside those of the services. */
  env: z.record(variable, z.string()).default({}),
  tracks: z.record(z.string(), trackSchema),
  services: z.record(z.string(), serviceSchema),
  faults: z
    .record(
      z.string(),
      z.strictObject({ title: z.string().min(1), service: z.string(), mode: z.enum(modes) }),
    )
    .default({}),
  events: z
    .array(
      z.strictObject({
        at: offsetField,
        say: z.string().min(1).optional(),
        on: z.array(z.string()).default([]),
        off: z.array(z.string()).default([]),
      }),
    )
    .default([]),
});

export type Scenario = z.output<typeof scenarioSchema>;
export type Service = Scenario['services'][string];
export type HttpService = z.output<typeof httpService>;
export type RedisService = z.output<typeof redisService>;
export type RedisKey = z.output<typeof redisKey>;
export type EvmService = z.output<typeof evmService>;
export type ContractAnswer = z.output<typeof contractAnswer>;
export type CloudWatchService = z.output<typeof cloudwatchService>;
export type FaultMode = (typeof modes)[number];
