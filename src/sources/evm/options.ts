// What a profile may say of a chain: its RPCs, and what can be read from it.

import * as z from 'zod';
import { durationField, urlField } from '../fields.ts';
import { addressField, decimalsField } from './address-field.ts';
import { contractRead } from './contract-read.ts';

/** Most RPCs of one source: each gets its share of the time of one poll. */
const rpcsMax = 8;

const rpcField = urlField(['http', 'https']);

export const evmOptions = z.strictObject({
  rpc: z.union([rpcField, z.array(rpcField).min(1).max(rpcsMax)]).meta({
    description: 'The URL of an RPC, or a list of them in order of preference. Keep keys in ${ENV}.',
  }),
  chain: z.int().min(1).meta({ description: "The chain's id, which every RPC must confirm: 1, 8453." }),
  maxHeadAge: durationField.prefault('60s').meta({
    description: 'How old the newest block may be. With an older one an RPC gives no reading at all.',
  }),
});

const evmFacts = ['block', 'head-age', 'rpc-index', 'up'] as const;

export const evmRead = z
  .union(
    [
      z.enum(evmFacts),
      z.strictObject({ balance: addressField }),
      z.strictObject({
        erc20: addressField,
        holder: addressField,
        decimals: decimalsField.meta({ description: "The token's decimals: 6 for USDC, 18 for most." }),
      }),
      z.strictObject({ nonce: addressField, at: z.enum(['latest', 'pending']).default('latest') }),
      contractRead,
      z.strictObject({
        hasCode: addressField.meta({ description: 'Whether a contract is deployed there: true or false.' }),
      }),
      z.strictObject({
        codeHash: addressField.meta({ description: 'The keccak-256 of the code there, as 0x text.' }),
      }),
    ],
    {
      error:
        'write one of { balance: ADDRESS }, { erc20: TOKEN, holder: ADDRESS, decimals: N }, ' +
        '{ nonce: ADDRESS, at: latest|pending }, { call: "function paused() view returns (bool)", to: ADDRESS, args: [] }, ' +
        `{ hasCode: ADDRESS }, { codeHash: ADDRESS }, ${evmFacts.join(', ')}`,
    },
  )
  .meta({ description: 'What to read from the chain.' });

export type EvmOptions = z.output<typeof evmOptions>;
export type EvmRead = z.output<typeof evmRead>;

/** The RPCs in order of preference. */
export function rpcUrls({ rpc }: EvmOptions): readonly string[] {
  return typeof rpc === 'string' ? [rpc] : rpc;
}

/** Host and port: an RPC's path and query often are its key, so neither is ever shown. */
export function rpcHost(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '(no URL)';
}
