// A folder with one profile in it, loaded as `launchwall explain` does it, by the kinds of source that there really are.

import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { diagnosticLine } from '../../src/cli/profile-input.ts';
import { commandLine, sendLine } from '../../src/cli/options/lint-targets.ts';
import { loadProfile } from '../../src/profile/load.ts';
import type { Profile } from '../../src/profile/profile.ts';
import { explain, explainable } from '../../src/rules/explain/explain.ts';
import { demandAnswer } from '../profile/support/answer.ts';
import { demandPrintable } from './laws.ts';

export const shipped = resolve(import.meta.dirname, '../../profiles');

export interface ProfileFolder {
  /** @returns `profile` or `findings`. */
  load(document: string | Uint8Array): Promise<string>;
  close(): Promise<void>;
}

/** @param file where the profile lies; what ships beside a file of this folder lies there as well, so that it can be extended. */
export async function profileIn(file: string): Promise<ProfileFolder> {
  const folder = mkdtempSync(join(tmpdir(), 'launchwall-fuzz-'));
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  cpSync(join(shipped, 'sge', 'base.yaml'), join(dirname(path), 'base.yaml'));
  const options = {
    cwd: folder,
    configDir: folder,
    shippedDir: shipped,
    env: { A: 'value-of-a' },
    missingEnvironment: 'stand-in',
  } as const;
  return {
    async load(document) {
      writeFileSync(path, document);
      const result = await loadProfile(path, options);
      demandAnswer(result, document);
      const diagnostics = result.ok ? result.profile.warnings : result.diagnostics;
      for (const one of diagnostics)
        demandPrintable(diagnosticLine({ ...one, file: basename(one.file) }), 'a diagnostic');
      if (!result.ok) return 'findings';
      demandTold(result.profile);
      return 'profile';
    },
    async close() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What is printed of a profile that can be watched. */
function demandTold({ plan, commands, sends }: Profile): void {
  for (const command of commands) demandPrintable(commandLine(command), 'a command');
  for (const send of sends) demandPrintable(sendLine(send), 'what is sent');
  for (const id of explainable(plan)) {
    const told = explain(plan, id);
    for (const line of [
      told?.title,
      ...(told?.rule ?? []),
      ...(told?.states.map(({ when }) => when) ?? []),
      told?.ends,
    ])
      demandPrintable(line ?? '', `what explains ${id}`);
  }
}
