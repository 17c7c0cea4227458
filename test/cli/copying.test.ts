// `y` on the wall: the command reaches the terminal's clipboard (OSC 52) as it is written, and is not run.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { ensureBuilt } from '../support/built.ts';
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
});
