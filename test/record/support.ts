// Launch files in a folder of the test's own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { LaunchFile, type LaunchFileOptions } from '../../src/record/launch-file.ts';
import type { Entry } from '../../src/rules/launch/marks.ts';

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'launchwall-record-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function openFile(path: string, change: Partial<LaunchFileOptions> = {}): LaunchFile {
  const file = LaunchFile.open(path, { access: 'write', busyMax: 1_000, ...change });
  if (!file) return expect.fail(`${path} is not there`);
  onTestFinished(() => file.close());
  return file;
}

export function tick(subject: string, at = 1, note = ''): Entry {
  return { kind: 'tick', subject, at, by: 'ana', note };
}
