// What several reads of a chain have in common: an address, and how many decimals an integer has.

import { isAddress } from 'viem/utils';
import * as z from 'zod';
import { checksumFault } from './abi-value.ts';

export const addressField = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, { error: 'an address is 0x and 40 hexadecimal digits' })
  .refine((text) => !/^0x[0-9a-fA-F]{40}$/.test(text) || isAddress(text), { error: checksumFault })
  .meta({ description: 'An address: with the capitals of its checksum (EIP-55), or all in small letters.' });

export const decimalsField = z.int().min(0).max(77);
