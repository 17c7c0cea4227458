// The profile is changed while it is being watched: what is good is taken up, what is broken is said and left alone.
import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { ensureBuilt } from '../support/built.ts';
import { startProgram } from '../support/running-program.ts';
import { until } from '../support/services.ts';
import { watchedApi } from './support.ts';

beforeAll(ensureBuilt, 60_000);

test('a changed threshold is judged anew; a broken file is said, and the running profile stays', async () => {
  const { folder, profile } = await watchedApi();
  const text = readFileSync(profile, 'utf8');
  const program = startProgram(['watch', profile, '--json'], { cwd: folder });
  const note = (pattern: RegExp): Promise<string> =>
    until(
      () => program.lines.find((line) => line.startsWith('{"type":"note"') && pattern.test(line)),
      String(pattern),
    );
  await program.boardWhere('green', ({ verdict }) => verdict === 'green');

  writeFileSync(profile, text.replace('"< 100"', '"< 2"'));
  expect(await note(/reloaded/)).toContain('the profile was reloaded: depth target < 100 → < 2');
  await program.boardWhere('amber', ({ verdict }) => verdict === 'amber');

  writeFileSync(profile, text.replace('from: api, read: up', 'from: apo, read: up').replace('unit', 'nuit'));
  const broken = await note(/broken/);
  expect(broken).toContain('the changed profile is broken, the running one stays: ');
  expect(broken).toContain(
    'launch.yaml:6:30 metrics.up.from: there is no source \\"apo\\" (did you mean \\"api\\"?)',
  );
  const polls = program.board()?.sources[0]?.polls ?? 0;
  writeFileSync(profile, text);
  const again = await program.boardWhere('green again', ({ verdict }) => verdict === 'green');
  expect(again.sources[0]?.polls).toBeGreaterThan(polls);
  program.kill('SIGINT');
  expect(await program.exit).toBe(0);
}, 60_000);
