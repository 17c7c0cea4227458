// The README's tables and the files of bin/ know the exit codes that the program has, and no others.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  exitCodes,
  failedExitCode,
  gateExitCodes,
  signalExitCode,
  verdictExitCodes,
} from '../../src/cli/exit-codes.ts';

const readme = readFileSync('README.md', 'utf8');
const table = /^\| exit code \| means \|\n\| --- \| --- \|\n((?:\|.*\n)+)/m.exec(readme)?.[1] ?? '';
const rows = Array.from(table.matchAll(/^\| (.*?) \| (.*?) \|$/gm), ([, code = '', means = '']) => ({
  code,
  means,
}));
const known = [
  failedExitCode,
  ...[exitCodes, verdictExitCodes, gateExitCodes].flatMap((codes) => Object.values(codes)),
];

/** What the table of commands says of the exit codes of one. */
function codesOf(command: string): string {
  return new RegExp(`^\\| \`launchwall ${command} .*\\| (.*?) \\|$`, 'm').exec(readme)?.[1] ?? '';
}

describe('the exit codes', () => {
  test('are all in the table of the README, in their order, and no others', () => {
    const numbers = [...new Set(known)].toSorted((a, b) => a - b).map(String);
    expect(rows.map(({ code }) => code)).toEqual([...numbers, "128 + the signal's number"]);
    expect(signalExitCode('SIGINT')).toBe(128 + 2);
  });

  test('of a verdict and of the gate are told so, in both tables', () => {
    const means = (code: number): string => rows.find((row) => row.code === String(code))?.means ?? '';
    for (const [verdict, code] of Object.entries(verdictExitCodes))
      expect(means(code)).toContain(`the verdict is ${verdict}`);
    expect(codesOf('check')).toBe(
      Object.entries(verdictExitCodes)
        .map(([verdict, code]) => `${code} ${verdict}`)
        .join(', '),
    );
    expect(codesOf('gate')).toBe(
      Object.entries(gateExitCodes)
        .map(([end, code]) => `${code} ${end === 'unknown' ? 'cannot tell' : end}`)
        .join(', '),
    );
  });

  test('of what runs before the program are these too, and the one of an old Node is told', () => {
    const codeIn = (file: string): number[] =>
      Array.from(readFileSync(file, 'utf8').matchAll(/process\.exitCode = (\d+)/g), ([, code]) =>
        Number(code),
      );
    expect(codeIn('bin/launchwall.js')).toEqual([failedExitCode]);
    expect(codeIn('bin/start.js')).toEqual([exitCodes.internal]);
    expect(rows.find(({ code }) => code === String(failedExitCode))?.means).toContain('this Node is too old');
  });
});
