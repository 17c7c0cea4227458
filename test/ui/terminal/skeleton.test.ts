// When the skeleton is drawn, what it writes, and how the screen is left or handed over.
import { afterEach, describe, expect, test } from 'vitest';
import {
  handOverSkeleton,
  leaveSkeleton,
  showSkeleton,
  wallSubject,
  type SkeletonTerminal,
} from '../../../src/ui/terminal/skeleton.ts';

function terminal(change: Partial<SkeletonTerminal> = {}) {
  const written: string[] = [];
  return {
    written,
    isTerminal: true,
    environment: { TERM: 'xterm-256color' },
    write: (text: string) => {
      written.push(text);
    },
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
  [['replay', 'records/launch.db'], 'records/launch.db'],
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
    ['CI', { environment: { CI: 'true' } }],
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

  test('leaves no listener behind', () => {
    const count = () =>
      ['exit', 'uncaughtExceptionMonitor', 'SIGINT'].map((name) => process.listenerCount(name));
    const before = count();
    showSkeleton([], terminal());
    expect(count()).toEqual(before.map((listeners) => listeners + 1));
    leaveSkeleton();
    expect(count()).toEqual(before);
  });
});

describe('handing over', () => {
  function stream() {
    const chunks: string[] = [];
    return { chunks, write: (chunk: string) => chunks.push(chunk) > 0 };
  }

  test('erases the skeleton in the write that draws the first frame', () => {
    const screen = terminal();
    const stdout = stream();
    const { write } = stdout;
    showSkeleton([], screen);
    handOverSkeleton(stdout);
    for (const chunk of ['\u001b[?1049h', '\u001b[?25l', '\u001b[?2026h', 'frame', '\u001b[?2026l', 'next'])
      stdout.write(chunk);
    expect(stdout.chunks).toEqual([
      '',
      '\u001b[?25l',
      '\u001b[?2026h',
      '\u001b[H\u001b[2Jframe',
      '\u001b[?2026l',
      'next',
    ]);
    expect(stdout.write('x')).toBe(write('y'));
    leaveSkeleton();
    expect(screen.written).toHaveLength(1);
  });

  test('does nothing when there is no skeleton', () => {
    const stdout = stream();
    handOverSkeleton(stdout);
    stdout.write('\u001b[?1049h');
    expect(stdout.chunks).toEqual(['\u001b[?1049h']);
  });
});
