// The Redis protocol, version 2: requests out of a byte stream that may be cut anywhere, and replies into it.

/** A command with its arguments, as text. */
export type RedisCommand = readonly string[];

export type Reply =
  | null
  | number
  | string
  | readonly Reply[]
  | { readonly simple: string }
  | { readonly error: string };

export const ok: Reply = { simple: 'OK' };

const argumentsMax = 1_024;
const bulkBytesMax = 65_536;
const inlineBytesMax = 65_536;
/** Bytes of unfinished requests that are kept for one connection. */
export const pendingBytesMax = 1_048_576;

const crlf = Buffer.from('\r\n');

/** What was read so far; `error` ends the connection, as a real server does. */
interface Parsed {
  readonly commands: readonly RedisCommand[];
  readonly error: string | null;
}

export interface RespReader {
  push(chunk: Buffer): Parsed;
}

export function createRespReader(): RespReader {
  let pending: Buffer = Buffer.alloc(0);
  return {
    push(chunk) {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      const commands: RedisCommand[] = [];
      let position = 0;
      for (;;) {
        const step = readCommand(pending, position);
        if (step === 'incomplete') break;
        if (typeof step === 'string') return { commands, error: step };
        if (step.command.length > 0) commands.push(step.command);
        position = step.end;
      }
      // A copy, so that the tail does not keep the whole chunk alive.
      pending = Buffer.from(pending.subarray(position));
      if (pending.length > pendingBytesMax) return { commands, error: 'ERR Protocol error: too big request' };
      return { commands, error: null };
    },
  };
}

type Step = 'incomplete' | `ERR ${string}` | { readonly command: RedisCommand; readonly end: number };

function readCommand(bytes: Buffer, from: number): Step {
  const head = readLine(bytes, from);
  if (head === null)
    return bytes.length - from > inlineBytesMax ? 'ERR Protocol error: too big inline request' : 'incomplete';
  if (!head.line.startsWith('*'))
    return { command: head.line.split(/\s+/).filter((word) => word !== ''), end: head.end };
  const count = wholeNumber(head.line.slice(1));
  if (count === null || count > argumentsMax) return 'ERR Protocol error: invalid multibulk length';
  const command: string[] = [];
  let position = head.end;
  for (let index = 0; index < count; index++) {
    const size = readLine(bytes, position);
    if (size === null) return 'incomplete';
    if (!size.line.startsWith('$')) return `ERR Protocol error: expected '$', got '${size.line.slice(0, 1)}'`;
    const length = wholeNumber(size.line.slice(1));
    if (length === null || length > bulkBytesMax) return 'ERR Protocol error: invalid bulk length';
    const end = size.end + length;
    if (bytes.length < end + crlf.length) return 'incomplete';
    command.push(bytes.toString('utf8', size.end, end));
    position = end + crlf.length;
  }
  return { command, end: position };
}

function readLine(bytes: Buffer, from: number): { readonly line: string; readonly end: number } | null {
  const end = bytes.indexOf(crlf, from);
  return end < 0 ? null : { line: bytes.toString('utf8', from, end), end: end + crlf.length };
}

function wholeNumber(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

export function encodeReply(reply: Reply): string {
  if (reply === null) return '$-1\r\n';
  if (typeof reply === 'number') return `:${reply}\r\n`;
  if (typeof reply === 'string') return `$${Buffer.byteLength(reply)}\r\n${reply}\r\n`;
  if ('simple' in reply) return `+${reply.simple}\r\n`;
  if ('error' in reply) return `-${reply.error.replace(/[\r\n]+/g, ' ')}\r\n`;
  return `*${reply.length}\r\n${reply.map(encodeReply).join('')}`;
}
