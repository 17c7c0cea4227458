// `npm run mutate`: puts one mistake at a time into a copy of src and demands that outside data and properties notice.
//
// What may notice: the simulator, the properties, and the conformance sets. No table of examples of the very module.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { mutants, type Mutant, type Patch } from './mutants.ts';

const { values } = parseArgs({
  options: { only: { type: 'string' }, runs: { type: 'string', default: '300' } },
});

const root = resolve(import.meta.dirname, '..');
const home = mkdtempSync(join(tmpdir(), 'launchwall-mutants-'));
const tree = join(home, 'tree');
for (const part of [
  'src',
  'test',
  'scripts',
  'profiles',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
])
  cpSync(join(root, part), join(tree, part), { recursive: true });
symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
const shared = resolve(root, '../shared');
if (existsSync(shared)) symlinkSync(shared, join(home, 'shared'));

const witnesses = ['test/rules/properties', 'test/simulator', 'test/conformance'];

/** The text of the file with the patch in it. One that does not fit any more is our own mistake. */
function patched({ file, search, replace }: Patch): string {
  const parts = readFileSync(join(tree, file), 'utf8').split(search);
  if (parts.length !== 2)
    throw new Error(`${file}: ${JSON.stringify(search)} stands there ${parts.length - 1} times, not once`);
  return parts.join(replace);
}

function run(args: readonly string[]): boolean {
  const { status } = spawnSync(process.execPath, ['--no-warnings', ...args], { cwd: tree, stdio: 'ignore' });
  return status === 0;
}

/** Who noticed; null when nobody did. */
function noticedBy(): string | null {
  if (!run(['scripts/simulate.ts', '--runs', values.runs, '--seed', '20000', '--brief'])) return 'simulator';
  for (const folder of witnesses)
    if (!run(['node_modules/vitest/vitest.mjs', 'run', '--bail', '1', folder])) return folder;
  return null;
}

function judge(mutant: Mutant): string | null {
  const before = mutant.patches.map(({ file }) => [file, readFileSync(join(tree, file), 'utf8')] as const);
  try {
    for (const patch of mutant.patches) writeFileSync(join(tree, patch.file), patched(patch));
    return noticedBy();
  } finally {
    for (const [file, text] of before.toReversed()) writeFileSync(join(tree, file), text);
  }
}

const chosen = mutants.filter(({ name }) => values.only === undefined || name.includes(values.only));
if (chosen.length === 0) throw new Error(`--only: no mutant is called ${values.only}`);
const survivors: string[] = [];
try {
  for (const mutant of chosen) mutant.patches.forEach(patched);
  const healthy = noticedBy();
  if (healthy !== null) throw new Error(`without any mistake ${healthy} fails already`);
  for (const mutant of chosen) {
    const by = judge(mutant);
    if (by === null) survivors.push(mutant.name);
    process.stdout.write(
      `${by === null ? 'SURVIVED' : 'killed  '}  ${mutant.name}${by === null ? '' : ` (${by})`}\n`,
    );
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
process.stdout.write(`${chosen.length - survivors.length} of ${chosen.length} killed\n`);
// One in twenty may live (docs/rules-research.md §9); docs/proof.md says of each why.
process.exitCode = survivors.length * 20 <= chosen.length ? 0 : 1;
