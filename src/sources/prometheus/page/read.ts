// The one way into a page: its dialect's grammar, and what is asked beyond it where the dialect is a strict one.

import type { Dialect, PageListener } from './dialect.ts';
import { parsePage, type PageLimits, type PageResult } from './parse.ts';
import { StrictOpenMetrics } from './strict-openmetrics.ts';
import { StrictText } from './strict-text.ts';

/** Tells the listener of every line. Never throws: what is wrong, and in which line, is in the result. */
export function readPage(
  text: string,
  dialect: Dialect,
  listener: PageListener,
  limits: PageLimits,
): PageResult {
  return parsePage(text, dialect, checked(dialect, listener), limits);
}

function checked(dialect: Dialect, listener: PageListener): PageListener {
  if (dialect === 'strict text') return new StrictText(listener);
  return dialect === 'strict openmetrics' ? new StrictOpenMetrics(listener) : listener;
}
