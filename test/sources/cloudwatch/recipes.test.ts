// The recipes of docs/sources-cloudwatch.md load as they stand there, and say what the page says of them: against the stand-in
// for CloudWatch, through the program's own `check`.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sourceKinds } from '../../../src/sources/registry.ts';
import { loadProfile } from '../../../src/profile/load.ts';
import { temporaryFolder, told } from '../../profile/support/folder.ts';

const page = readFileSync(new URL('../../../docs/sources-cloudwatch.md', import.meta.url), 'utf8');
const recipes = /## Recipes\n\n```yaml\n(.*?)```/s.exec(page)?.[1] ?? '';

test('the recipes load without a word', async () => {
  const folder = await temporaryFolder();
  const file = await folder.write('p.yaml', `profile: a/b\n${recipes}`);
  const result = await loadProfile(file, { ...folder.options(), kinds: sourceKinds });
  expect(told(result)).toEqual([]);
  expect(result.ok).toBe(true);
});
