// The executable's first file on a Node that is too old: a sentence, whatever that Node can parse.
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';

const text = readFileSync('bin/launchwall.js', 'utf8');

function runUnder(version: string) {
  const written: string[] = [];
  const process = {
    versions: { node: version },
    stderr: { write: (line: string) => written.push(line) },
    exitCode: undefined as number | undefined,
  };
  const start = (path: string): void => void written.push(path);
  runInNewContext(text.replace('import(', 'start('), { process, start });
  return { written, exitCode: process.exitCode };
}

test.each(['0.12.18', '4.9.1', '12.22.0', '20.20.2', '22.0.0', '22.18.0'])(
  'Node %s is told what is needed',
  (version) => {
    const { written, exitCode } = runUnder(version);
    expect(written.join('')).toBe(
      `launchwall needs Node 22.19 or newer, and this is Node ${version}.\n` +
        'Install a newer one from https://nodejs.org, or run it with `npm start`, which brings its own.\n',
    );
    expect(exitCode).toBe(1);
  },
);

test.each(['22.19.0', '22.20.1', '24.0.0', '26.10.0', '100.0.0'])('Node %s goes on', (version) => {
  expect(runUnder(version)).toEqual({ written: ['./start.js'], exitCode: undefined });
});

test('nothing in it is newer than what an old Node can parse', () => {
  expect(text.replaceAll(/\/\/.*|'(?:\\.|[^'])*'/g, '')).not.toMatch(
    /\b(?:const|let|class|async|await|export)\b|=>|`|\?\.|\?\?|\bimport\s*[^(\s]/,
  );
});

test('what it asks for is what package.json promises', () => {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
  expect(engines.node).toBe('>=22.19');
});
