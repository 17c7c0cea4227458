// Launch's files: whatever bytes lie there, it opens or says in one sentence why not; one that is refused, or only read, stays as it is.

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LaunchwallError } from '../../../src/domain/errors.ts';
import type { StoredLook } from '../../../src/domain/stored-look.ts';
import { LaunchFile } from '../../../src/record/launch-file.ts';
import { openDatabase } from '../../../src/record/sqlite.ts';
import type { Entry } from '../../../src/rules/launch/marks.ts';
import { demand, demandPrintable } from '../laws.ts';
import { bytesOf, type OpenTarget, type Target } from '../target.ts';

const at = Date.parse('2026-12-01T15:00:00.000Z');
const entries: readonly Entry[] = [
  { kind: 'tick', subject: 'backup', at, by: 'ana', note: 'taken at 14:50' },
  { kind: 'skip', subject: 'load-test', at: at + 1_000, by: 'ben', note: 'no time' },
];

const words = [
  'SQLite format 3\u0000',
  'entries',
  'checkpoint',
  'looks',
  'memories',
  'CREATE TABLE ',
  'CREATE VIEW ',
  'CREATE TRIGGER ',
  'INTEGER',
  'TEXT',
  'Lwal',
  '\u0000',
  '\u0001',
  '\u0002',
  '\u0000\u0001',
  '\u0005',
  '\u000d',
  '{"',
  '"note":',
  'tick',
  'sign',
  'null',
  '[]',
  '1e999',
];

export const launchFile: Target = {
  name: 'launch-file',
  cases: 60,
  async open(): Promise<OpenTarget> {
    const folder = mkdtempSync(join(tmpdir(), 'launchwall-fuzz-'));
    const path = join(folder, 'one', 'launch.db');
    return {
      seeds: [
        writtenAt(join(folder, 'whole', 'launch.db')),
        olderAt(join(folder, 'older', 'launch.db')),
        bytesOf(''),
      ],
      words,
      async run(input) {
        const came = (['read', 'write'] as const).map((access) => {
          rmSync(join(folder, 'one'), { recursive: true, force: true });
          mkdirSync(join(folder, 'one'));
          writeFileSync(path, input);
          const told = opened(path, access);
          const stays = access === 'read' || told.startsWith('refused');
          demand(!stays || readFileSync(path).equals(input), `${access}: the file was changed`);
          demand(
            access === 'write' || !existsSync(`${path}-journal`),
            `there are ${readdirSync(join(folder, 'one')).join(', ')}`,
          );
          return told;
        });
        return came.join(', ');
      },
      async close() {
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
};

/** What a launch keeps, of each kind; the same bytes at every run. */
function writtenAt(path: string): Uint8Array {
  const look: StoredLook = { reading: 'abc', sample: { at, value: 5 }, saidAt: at, blocked: false };
  const file = LaunchFile.open(path, { access: 'write', busyMax: 0 });
  file?.append(entries);
  file?.keepCheckpoint({ at, body: '{"rules":[]}' });
  file?.looks.append([look], at, 0);
  file?.memories.save(new Map([['digest', 'what is remembered']]), at);
  file?.close();
  return settled(path, `UPDATE looks SET writer = '${'0'.repeat(36)}'`);
}

/** As the first version made it: it is brought up to what is now. */
function olderAt(path: string): Uint8Array {
  writtenAt(path);
  return settled(path, 'DROP TABLE looks; DROP TABLE memories; PRAGMA user_version = 1');
}

function settled(path: string, change: string): Uint8Array {
  const database = openDatabase(path, { readOnly: false });
  database.exec(`PRAGMA journal_mode = DELETE; ${change}; VACUUM; PRAGMA journal_mode = WAL`);
  database.close();
  return readFileSync(path);
}

/** Opens it and reads all of it, and where it may, says something. */
function opened(path: string, access: 'read' | 'write'): string {
  let file: LaunchFile | null = null;
  try {
    file = LaunchFile.open(path, { access, busyMax: 0 });
  } catch (error) {
    return `refused ${sentenceOf(error)}`;
  }
  if (file === null) {
    demand(access === 'read', 'a file that is there is not');
    return 'nothing was ever written into it';
  }
  const steps = [
    () => file.poll(),
    () => file.checkpoint(),
    () => file.memories.load(['digest', 'none']),
    ...(access === 'write' ? [() => file.looks.load(0), () => file.append(entries), () => file.poll()] : []),
  ];
  const problems = steps.flatMap((step) => {
    try {
      step();
      return [];
    } catch (error) {
      return [sentenceOf(error)];
    }
  });
  file.close();
  return problems.length === 0 ? 'opened' : `damaged ${problems[0]}`;
}

/** @returns a word of it. */
function sentenceOf(error: unknown): string {
  demand(error instanceof LaunchwallError && error.kind === 'record', `it throws ${String(error)}`);
  demandPrintable(error.shortMessage, 'the sentence');
  return /\(([^()]*)\)$/.exec(error.shortMessage)?.[1] ?? '';
}
