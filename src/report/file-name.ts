// The name of a report's file when the person names none.

import type { Board } from '../rules/board.ts';

export type ReportFormat = 'md' | 'html' | 'json';

/** `launchwall-sge-production-20261201T143207Z.md`: sorts by profile, then by time. */
export function reportFileName(board: Board, format: ReportFormat): string {
  const profile = board.profile.name
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80);
  const at = board.at.replace(/[-:]|\.\d+/g, '');
  return `launchwall-${profile === '' ? 'profile' : profile}-${at}.${format}`;
}
