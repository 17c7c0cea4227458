// Writes the snapshot report of a board: Markdown for people, JSON for programs, both at once from the wall's key.

import { lstat } from 'node:fs/promises';
import { join, parse, resolve } from 'node:path';
import type { Board } from '../../rules/board.ts';
import { htmlReport } from '../../report/html.ts';
import { jsonReport } from '../../report/json.ts';
import { markdownReport } from '../../report/markdown.ts';
import { reportFileName, type ReportFormat } from '../../report/file-name.ts';
import { targetOf, stdoutName } from '../../report/target.ts';
import { writeReport } from '../../report/write.ts';
import { resultText, type Context } from '../context.ts';

export const reportFormats: readonly ReportFormat[] = ['md', 'html', 'json'];

export interface ReportSubject {
  readonly board: Board;
  readonly profileFiles: readonly string[];
}

function renderReport(format: ReportFormat, subject: ReportSubject, context: Context): string {
  const input = { ...subject, versions: { launchwall: context.version, node: process.versions.node } };
  switch (format) {
    case 'md':
      return markdownReport(input);
    case 'html':
      return htmlReport(input);
    case 'json':
      return jsonReport(input);
  }
}

export interface Target {
  /** As the person named it, or `-`; null: a new file in the working folder. */
  readonly file: string | null;
  /** What is there may be written over. */
  readonly force: boolean;
}

/** Refuses what could not be written to, before anybody waits for the polls. @throws LaunchwallError */
export async function checkTarget({ file, force }: Target, context: Context): Promise<void> {
  if (file !== null) await targetOf(pathOf(file, context), { force, kept: [] });
}

/** Writes a text where the person wants it; the absolute path, or null for stdout. @throws LaunchwallError */
export async function writeText(
  text: string,
  { file, force }: { readonly file: string; readonly force: boolean },
  kept: readonly string[],
  context: Context,
): Promise<string | null> {
  const path = pathOf(file, context);
  const place = await targetOf(path, { force, kept });
  if (place.kind === 'stdout') {
    resultText(context, text.trimEnd());
    return null;
  }
  await writeReport(place, text);
  return path;
}

/** Writes one report; the absolute path, or null for stdout. */
export async function writeOne(
  format: ReportFormat,
  { file, force }: Target,
  subject: ReportSubject,
  context: Context,
): Promise<string | null> {
  const text = renderReport(format, subject, context);
  if (file !== null) return writeText(text, { file, force }, subject.profileFiles, context);
  return writeNew(text, reportFileName(subject.board, format), context);
}

/** The wall's key: Markdown and JSON side by side; the path of the Markdown file. */
export async function writeBoth(subject: ReportSubject, context: Context): Promise<string> {
  const { board } = subject;
  await writeNew(renderReport('json', subject, context), reportFileName(board, 'json'), context);
  return writeNew(renderReport('md', subject, context), reportFileName(board, 'md'), context);
}

async function writeNew(text: string, name: string, { cwd }: Context): Promise<string> {
  const { name: stem, ext } = parse(name);
  let path = join(cwd, name);
  // Two reports of one second have two names.
  for (let number = 2; await isTaken(path); number++) path = join(cwd, `${stem}-${number}${ext}`);
  await writeReport({ kind: 'new', path }, text);
  return path;
}

function isTaken(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

function pathOf(file: string, { cwd }: Context): string {
  if (file === stdoutName) return file;
  const path = resolve(cwd, file);
  // `out/` can only be a folder.
  return file.endsWith('/') && !path.endsWith('/') ? `${path}/` : path;
}
