// Small contracts, assembled by hand: there is no compiler here. Each answers its functions with fixed data, with what its
// storage holds for exactly this question, or refuses.
//
// As Solidity, one with `fixed` for getOwners(), `stored` for allowance(address,address) and `refuses` for seize():
//   fallback() external {
//     if (msg.sig == 0xa0e67e2b) return OWNERS;
//     if (msg.sig == 0xdd62ed3e) return sload(keccak256(msg.data));
//     if (msg.sig == SEIZE) revert(REASON);
//     revert();
//   }

import { encodeFunctionData, keccak256, parseAbiItem, toFunctionSelector, type AbiFunction } from 'viem';
import { until, type Anvil } from './services.ts';

type Answer =
  | { readonly fixed: string }
  | { readonly refuses: string }
  /** What `store` put there for the same arguments; zero before. */
  | 'stored'
  /** An instruction that there is not (0xfe). */
  | 'breaks';

export interface Contract {
  readonly address: string;
  /** What the function answers from the next block on, for these arguments. */
  store(line: string, args: readonly unknown[], word: bigint): Promise<void>;
}

const sender = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';

/** Deploys a contract by a transaction, and waits for its block. */
export async function deploy(anvil: Anvil, answers: Readonly<Record<string, Answer>>): Promise<Contract> {
  const hash = await anvil.rpc('eth_sendTransaction', {
    from: sender,
    gas: '0x4c4b40',
    data: creation(runtime(answers)),
  });
  const receipt = await until(
    async () =>
      (await anvil.rpc('eth_getTransactionReceipt', hash)) as {
        contractAddress: string;
        status: string;
      } | null,
    'the contract to be deployed',
  );
  if (receipt.status !== '0x1') throw new Error('the contract refused to be deployed');
  const address = receipt.contractAddress;
  return {
    address,
    async store(line, args, word) {
      const slot = keccak256(encodeFunctionData({ abi: [functionOf(line)], args: [...args] }));
      await anvil.rpc('anvil_setStorageAt', address, slot, `0x${padded(word)}`);
      await anvil.rpc('anvil_mine', '0x1');
    },
  };
}

/** 32 bytes in hexadecimal digits, without 0x. */
export function padded(value: bigint): string {
  return value.toString(16).padStart(64, '0');
}

function functionOf(line: string): AbiFunction {
  const item = parseAbiItem(line);
  if (item.type !== 'function') throw new Error(`no function: ${line}`);
  return item;
}

/** `PUSH2 length, DUP1, PUSH1 offset, PUSH1 0, CODECOPY, PUSH1 0, RETURN`, then the code itself. */
function creation(code: string): string {
  return `0x61${hex2(code.length / 2)}80600c6000396000f3${code}`;
}

/** The choice, then what each function does, then what they answer with: data among code would hide a JUMPDEST behind it. */
function runtime(answers: Readonly<Record<string, Answer>>): string {
  const cases = Object.entries(answers);
  // PUSH1 0, CALLDATALOAD, PUSH1 0xe0, SHR; a case is DUP1, PUSH4, EQ, PUSH2, JUMPI; the end PUSH1 0, PUSH1 0, REVERT.
  let bodyAt = 6 + cases.length * 11 + 5;
  let dataAt = bodyAt + cases.reduce((sum, [, answer]) => sum + bodyOf(answer, 0).length / 2, 0);
  let head = '60003560e01c';
  let bodies = '';
  let data = '';
  for (const [line, answer] of cases) {
    head += `8063${toFunctionSelector(functionOf(line)).slice(2)}1461${hex2(bodyAt)}57`;
    const body = bodyOf(answer, dataAt);
    bodies += body;
    bodyAt += body.length / 2;
    data += dataOf(answer);
    dataAt += dataOf(answer).length / 2;
  }
  return `${head}60006000fd${bodies}${data}`;
}

/** Begins with JUMPDEST. */
function bodyOf(answer: Answer, dataAt: number): string {
  if (answer === 'breaks') return '5bfe';
  // CALLDATACOPY all of it, SLOAD its KECCAK256, MSTORE, RETURN 32 bytes.
  if (answer === 'stored') return '5b366000600037366000205460005260206000f3';
  const length = hex2(dataOf(answer).length / 2);
  // PUSH2 length, PUSH2 offset, PUSH1 0, CODECOPY, PUSH2 length, PUSH1 0, RETURN or REVERT
  return `5b61${length}61${hex2(dataAt)}60003961${length}6000${'fixed' in answer ? 'f3' : 'fd'}`;
}

function dataOf(answer: Answer): string {
  if (typeof answer === 'string') return '';
  return ('fixed' in answer ? answer.fixed : answer.refuses).replace(/^0x/, '');
}

function hex2(value: number): string {
  return value.toString(16).padStart(4, '0');
}
