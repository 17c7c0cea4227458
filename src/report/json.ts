// The snapshot report as JSON: the board of DESIGN.md §8 and nothing else, its texts redacted.

import { escapedJson } from '../domain/text.ts';
import type { ReportInput } from './blocks.ts';

export function jsonReport({ board, redact }: Pick<ReportInput, 'board' | 'redact'>): string {
  const replacer = (_key: string, value: unknown): unknown =>
    typeof value === 'string' ? redact(value) : value;
  return `${escapedJson(JSON.stringify(board, replacer, 2))}\n`;
}
