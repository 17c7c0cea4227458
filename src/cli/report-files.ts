// Writes the snapshot report of a board: Markdown for people, JSON for programs, both at once from the wall's key.

import { join, resolve } from 'node:path';
import type { Board } from '../rules/board.ts';
import { htmlReport } from '../report/html.ts';
import { jsonReport } from '../report/json.ts';
import { markdownReport } from '../report/markdown.ts';
import { writeReport } from '../report/write.ts';
import type { Context } from './context.ts';

export const reportFormats = ['md', 'html', 'json'] as const;
export type ReportFormat = (typeof reportFormats)[number];

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

/** `launchwall-sge-production-20261201T154217Z.md`, in the working folder. */
function reportFileName(board: Board, format: ReportFormat): string {
  const stamp = board.at.replace(/\.\d+Z$/, 'Z').replace(/[-:]/g, '');
  const name = board.profile.name.replace(/[^\w.-]+/g, '-');
  return `launchwall-${name}-${stamp}.${format}`;
}

/** Writes one report; the absolute path. */
export async function writeOne(
  format: ReportFormat,
  file: string | null,
  subject: ReportSubject,
  context: Context,
): Promise<string> {
  const path =
    file === null ? join(context.cwd, reportFileName(subject.board, format)) : resolve(context.cwd, file);
  await writeReport(path, renderReport(format, subject, context));
  return path;
}

/** The wall's key: Markdown and JSON side by side; the path of the Markdown file. */
export async function writeBoth(subject: ReportSubject, context: Context): Promise<string> {
  await writeOne('json', null, subject, context);
  return writeOne('md', null, subject, context);
}
