// What is typed while the program loads: kept in its order, given to whoever listens next; Ctrl-C and Ctrl-Z at once.
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { takeKeys } from '../../../src/ui/terminal/early-keys.ts';

function keyboard() {
  const raw: boolean[] = [];
  const stream = Object.assign(new PassThrough(), {
    raw,
    refs: 0,
    setRawMode: (mode: boolean) => void raw.push(mode),
    unref: () => void stream.refs--,
  });
  return stream;
}

function take(stream: ReturnType<typeof keyboard>, stops = true) {
  const asked: string[] = [];
  const keys = takeKeys(stream, {
    interrupt: () => void asked.push('interrupt'),
    stop: () => {
      asked.push('stop');
      return stops;
    },
  });
  return { asked, keys };
}

/** What the next one that listens reads. */
const left = (stream: ReturnType<typeof keyboard>): string => {
  stream.setEncoding('utf8');
  return String(stream.read() ?? '');
};

test('what was typed is read by the wall, whole, and once', async () => {
  const stream = keyboard();
  const { asked, keys } = take(stream);
  stream.write('d');
  // A character in two pieces.
  stream.write(Buffer.from('é').subarray(0, 1));
  stream.write(Buffer.from('é').subarray(1));
  stream.write('\u001B[B');
  await expect.poll(() => stream.readableLength).toBe(0);
  keys.handOver();
  expect([left(stream), asked, stream.raw]).toEqual(['dé\u001B[B', [], [true]]);
  expect([stream.listenerCount('readable'), stream.listenerCount('error')]).toEqual([0, 0]);
});

test.each([
  ['Ctrl-C', 'a\u0003b', true, 'ab', ['interrupt']],
  ['Ctrl-Z', 'a\u001Ab', true, 'ab', ['stop']],
  ['Ctrl-Z that the wall is to have', 'a\u001Ab', false, 'a\u001Ab', ['stop']],
])('%s', async (_, text, stops, expected, asks) => {
  const stream = keyboard();
  const { asked, keys } = take(stream, stops);
  stream.write(text);
  await expect.poll(() => asked).toEqual(asks);
  keys.handOver();
  expect(left(stream)).toBe(expected);
});

test('without a wall the keyboard is as it was, and nobody waits for it', async () => {
  const stream = keyboard();
  const { keys } = take(stream);
  stream.write('q');
  await expect.poll(() => stream.readableLength).toBe(0);
  keys.release();
  expect([stream.raw, stream.refs, stream.isPaused(), left(stream)]).toEqual([[true, false], -1, true, 'q']);
});

test('holds no more than anybody types; the rest waits where it is', async () => {
  const stream = keyboard();
  const { keys } = take(stream);
  const pieces = Array.from({ length: 12 }, () => 'x'.repeat(1_000));
  for (const piece of pieces) stream.write(piece);
  await expect.poll(() => stream.readableLength + stream.writableLength).toBeLessThan(12_000);
  keys.handOver();
  let read = 0;
  stream.on('data', (chunk: Buffer) => (read += chunk.length));
  await expect.poll(() => read).toBe(12_000);
});
