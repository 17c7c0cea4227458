// Starting and closing the wall.
import { PassThrough } from 'node:stream';
import type { ReadStream, WriteStream } from 'node:tty';
import { Terminal } from '@xterm/headless';
import { expect, test } from 'vitest';
import { runWall } from '../../src/ui/render.tsx';
import { metricState, wallBoard, wallControls, wallSnapshot } from '../support/wall-fixture.ts';

/** A terminal of its own with the streams that a program has on it. */
function terminalStreams(columns = 80, rows = 24) {
  const terminal = new Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true });
  const output = new PassThrough();
  const written: string[] = [];
  output.on('data', (chunk: Buffer) => {
    written.push(chunk.toString());
    terminal.write(chunk);
  });
  const stdout = Object.assign(output, { isTTY: true, columns, rows }) as unknown as WriteStream;
  const input = new PassThrough();
  const stdin = Object.assign(input, {
    isTTY: true,
    setRawMode: () => input,
    ref: () => input,
    unref: () => input,
  }) as unknown as ReadStream;
  const line = (y: number): string =>
    terminal.buffer.active.getLine(terminal.buffer.active.baseY + y)?.translateToString(true) ?? '';
  const screen = (): string => Array.from({ length: rows }, (_, y) => line(y)).join('\n');
  return {
    terminal,
    line,
    stdin,
    stdout,
    written,
    press: (keys: string) => input.write(keys),
    async until(text: string): Promise<void> {
      for (let turn = 0; !screen().includes(text); turn++) {
        if (turn > 20_000) throw new Error(`"${text}" was not on the screen:\n${screen()}`);
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    async drained(): Promise<void> {
      await new Promise((resolve) => setImmediate(resolve));
      await new Promise<void>((resolve) => terminal.write('', resolve));
    },
  };
}

test('q leaves the alternate screen, wraps rows again, and asks for the end', async () => {
  const streams = terminalStreams();
  const controls = wallControls();
  const wall = runWall(controls, { ...streams, colours: true });
  await streams.until('Ledger balance');
  expect(streams.terminal.buffer.active.type).toBe('alternate');
  expect(streams.terminal.modes.wraparoundMode).toBe(false);
  streams.press('q');
  await wall;
  await streams.drained();
  expect(streams.terminal.buffer.active.type).toBe('normal');
  expect(streams.terminal.modes.wraparoundMode).toBe(true);
  expect(controls.asked).toEqual(['quit']);
});

test('a signal from outside closes it', async () => {
  const streams = terminalStreams();
  const abort = new AbortController();
  const wall = runWall(wallControls(), { ...streams, colours: false, signal: abort.signal });
  await streams.until('Ledger balance');
  abort.abort();
  await expect(wall).resolves.toBeUndefined();
  await streams.drained();
  expect(streams.terminal.buffer.active.type).toBe('normal');
});

test('one that was stopped before it began draws nothing', async () => {
  const streams = terminalStreams();
  await runWall(wallControls(), { ...streams, colours: true, signal: AbortSignal.abort() });
  expect(streams.written).toEqual([]);
});

test('text that the terminal measures otherwise than Ink cannot push rows down', async () => {
  const streams = terminalStreams(120, 36);
  const titles = [
    'नमस्ते',
    'Z\u0301\u1AB0\u{1E000}algo',
    '👩‍👩‍👧‍👦 family',
    '1\uFE0F\u20E3',
    '각',
    'ﾊﾞﾝｸ',
    '🇨🇭',
    '\u{1FAE8}',
  ];
  const metrics = titles.map((title, index) =>
    metricState({ id: `m${index}`, title, group: title, reason: title }),
  );
  const first = wallSnapshot({ board: wallBoard({ metrics }) });
  const wall = runWall(wallControls({ first }), { ...streams, colours: true });
  await streams.until('q quit');
  expect(streams.line(0)).toContain('PRODUCTION');
  expect(streams.line(35)).toContain('q quit');
  streams.press('q');
  await wall;
});

test('a fault outside of the panels is thrown after the alternate screen was left', async () => {
  const streams = terminalStreams();
  const controls = wallControls();
  const wall = runWall(controls, { ...streams, colours: true });
  await streams.until('Ledger balance');
  // A board that contradicts its type: what only a bug of ours could publish.
  controls.wall.set(wallSnapshot({ board: { ...wallBoard(), metrics: null as never } }));
  await expect(wall).rejects.toThrow('null');
  await streams.drained();
  expect(streams.terminal.buffer.active.type).toBe('normal');
  expect(streams.terminal.modes.wraparoundMode).toBe(true);
});
