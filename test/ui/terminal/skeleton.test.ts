// When the skeleton is drawn, what it writes, and how the screen is left or handed over.
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, test } from 'vitest';
import {
  leaveSkeleton,
  showSkeleton,
  wallSubject,
  type SkeletonTerminal,
} from '../../../src/ui/terminal/skeleton.ts';

/** A keyboard on which nothing is typed unless a test does; `raw` is what its terminal was told. */
function typed() {
  const raw: boolean[] = [];
  return Object.assign(new PassThrough(), {
    raw,
    setRawMode: (mode: boolean) => void raw.push(mode),
    unref: () => undefined,
  });
}

function terminal(change: Partial<SkeletonTerminal> = {}) {
  const written: string[] = [];
  return {
    written,
    isTerminal: true,
    environment: { TERM: 'xterm-256color' },
    write: (text: string) => {
      written.push(text);
    },
    keyboard: () => typed(),
    stopGroup: () => undefined,
    outputs: () => [],
    ...change,
  };
}

afterEach(leaveSkeleton);

test.each([
  [[], ''],
  [['sge/production'], 'sge/production'],
  [['watch'], ''],
  [['watch', 'sge/staging', '--t0', 'now'], 'sge/staging'],
  [['drill', '--speed', '20'], 'drill'],
  [['replay'], 'replay'],
  [['watch', 'test'], 'test'],
  [['a\u001b[2Jb'], 'a [2Jb'],
  [['watch', 'sge/staging', '--json'], null],
  [['check', 'sge/production'], null],
  [['--home', 'x', 'check', 'sge/production'], null],
  [['profiles'], null],
  [['drill', '--help'], null],
])('%j is a wall about %j', (args, subject) => {
  expect(wallSubject(args)).toBe(subject);
});

describe('the skeleton', () => {
  test('enters the alternate screen and is left once', () => {
    const screen = terminal();
    showSkeleton(['sge/production'], screen);
    expect(screen.written).toEqual([
      '\u001b[?1049h\u001b[?25l\u001b[H\u001b[2J LAUNCHWALL  sge/production\r\n ◌ unknown  nothing has been read yet',
    ]);
    leaveSkeleton();
    leaveSkeleton();
    expect(screen.written.slice(1)).toEqual(['\u001b[?25h\u001b[?1049l']);
  });

  test.each([
    ['no terminal', { isTerminal: false }],
    ['a dumb terminal', { environment: { TERM: 'dumb' } }],
  ])('is not drawn on %s', (_, change) => {
    const screen = terminal(change);
    showSkeleton([], screen);
    leaveSkeleton();
    expect(screen.written).toEqual([]);
  });

  test('is done without when the terminal takes nothing', () => {
    const write = () => {
      throw new Error('EAGAIN');
    };
    expect(() => showSkeleton([], terminal({ write }))).not.toThrow();
  });

  test('takes the keys before it draws, and gives them back', () => {
    const order: string[] = [];
    const keyboard = Object.assign(typed(), {
      setRawMode: (mode: boolean) => void order.push(`raw ${mode}`),
    });
    showSkeleton([], terminal({ keyboard: () => keyboard, write: (text) => void order.push(text) }));
    leaveSkeleton();
    expect(order).toEqual(['raw true', expect.anything(), '\u001b[?25h\u001b[?1049l', 'raw false']);
    expect([keyboard.listenerCount('readable'), keyboard.isPaused()]).toEqual([0, true]);
  });

  test('is left before a stop, and not where the program itself knows what to do then', async () => {
    const order: string[] = [];
    const screen = (keyboard: ReturnType<typeof typed>) =>
      terminal({
        keyboard: () => keyboard,
        write: (text) => void order.push(text),
        stopGroup: () => void order.push('stop'),
      });
    const first = typed();
    showSkeleton([], screen(first));
    first.write('a\u001A');
    await expect.poll(() => order.at(-1)).toBe('stop');
    expect(order.slice(-2)).toEqual(['\u001b[?25h\u001b[?1049l', 'stop']);
    const ours = (): void => undefined;
    process.on('SIGTSTP', ours);
    const second = typed();
    order.length = 0;
    showSkeleton([], screen(second));
    second.write('b\u001A');
    second.end();
    await expect.poll(() => second.readableLength).toBe(0);
    process.off('SIGTSTP', ours);
    expect(order).not.toContain('stop');
  });

  test('leaves no listener behind', () => {
    const count = () =>
      ['exit', 'uncaughtExceptionMonitor', 'SIGINT', 'SIGTSTP'].map((name) => process.listenerCount(name));
    const before = count();
    showSkeleton([], terminal());
    expect(count()).toEqual(before.map((listeners) => listeners + 1));
    leaveSkeleton();
    expect(count()).toEqual(before);
  });
});

describe('what is written next', () => {
  const enter = '\u001b[?1049h';

  function stream() {
    const chunks: string[] = [];
    const write = (chunk: string | Uint8Array): boolean => chunks.push(String(chunk)) > 0;
    return { chunks, write, original: write };
  }

  test('by Ink: the skeleton is erased in the write that draws the first frame', () => {
    const stdout = stream();
    const screen = terminal({ outputs: () => [stdout] });
    showSkeleton([], screen);
    for (const chunk of [
      '\u001b[?7l',
      enter,
      '\u001b[?25l',
      '\u001b[?2026h',
      'frame',
      '\u001b[?2026l',
      'next',
    ])
      stdout.write(chunk);
    expect(stdout.chunks).toEqual([
      '\u001b[?7l',
      '',
      '\u001b[?25l',
      '\u001b[?2026h',
      '\u001b[H\u001b[2Jframe',
      '\u001b[?2026l',
      'next',
    ]);
    leaveSkeleton();
    expect(screen.written).toHaveLength(1);
  });

  test('by anybody else: the normal screen is there before it is written', () => {
    const order: string[] = [];
    const stderr = { write: (chunk: string | Uint8Array) => order.push(`stderr ${String(chunk)}`) > 0 };
    const screen = terminal({ write: (text) => void order.push(text), outputs: () => [stream(), stderr] });
    showSkeleton([], screen);
    stderr.write('no such profile\n');
    stderr.write('more\n');
    expect(order.slice(1)).toEqual(['\u001b[?25h\u001b[?1049l', 'stderr no such profile\n', 'stderr more\n']);
  });

  test('after Ink has it: passed on as it is', () => {
    const stdout = stream();
    const stderr = stream();
    showSkeleton([], terminal({ outputs: () => [stdout, stderr] }));
    for (const chunk of [enter, 'frame']) stdout.write(chunk);
    stderr.write('a warning');
    stdout.write(enter);
    expect(stderr.chunks).toEqual(['a warning']);
    expect(stdout.chunks.at(-1)).toBe(enter);
  });

  test('below a function that was put over it', () => {
    const stdout = stream();
    showSkeleton([], terminal({ outputs: () => [stdout] }));
    const below = stdout.write;
    const over = (chunk: string | Uint8Array): boolean => below(`${String(chunk)}!`);
    stdout.write = over;
    stdout.write('x');
    stdout.write('y');
    expect(stdout.write).toBe(over);
    expect(stdout.chunks).toEqual(['x!', 'y!']);
  });
});
