// What several reads of a chain have in common: an address, and how many decimals an integer has.

import * as z from 'zod';
import { addressFault, faultOfAddress } from './address.ts';

export const addressField = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, { error: addressFault })
  .superRefine((text, context) => {
    const message = faultOfAddress(text);
    if (message !== null && message !== addressFault) context.addIssue({ code: 'custom', message });
  })
  .meta({ description: 'An address: with the capitals of its checksum (EIP-55), or all in small letters.' });

export const decimalsField = z.int().min(0).max(77);
