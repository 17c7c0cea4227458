// The snapshot report as JSON: the board of ARCHITECTURE.md and nothing else.

import { escapedJson } from '../domain/text.ts';
import type { ReportInput } from './blocks.ts';

export function jsonReport({ board }: Pick<ReportInput, 'board'>): string {
  return `${escapedJson(JSON.stringify(board, null, 2))}\n`;
}
