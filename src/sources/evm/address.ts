// What is an address, and what is said of one that is none. The only file here that checks with viem's help before a client is
// loaded: the bundle gives it the one file of viem that it needs (scripts/lean-packages.ts).

import { isAddress } from 'viem/utils';

export const addressFault = 'an address is 0x and 40 hexadecimal digits';

const checksumFault =
  'the capitals of this address do not fit its checksum: a digit is wrong, or write all letters small';

/** What is wrong with the text as an address; null when nothing is. */
export function faultOfAddress(text: string): string | null {
  if (!/^0x[0-9a-f]{40}$/i.test(text)) return addressFault;
  return isAddress(text) ? null : checksumFault;
}
