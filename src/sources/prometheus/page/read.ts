// The way into a page: its dialect's grammar, and what is asked beyond it where the dialect is a strict one.

import type { Dialect, PageListener } from './dialect.ts';
import { PageParser, type PageLimits } from './parse.ts';
import { StrictOpenMetrics } from './strict-openmetrics.ts';
import { StrictText } from './strict-text.ts';

/** A reading of this page that goes on step by step. */
export function pageReading(
  text: string,
  dialect: Dialect,
  listener: PageListener,
  limits: PageLimits,
): PageParser {
  return new PageParser(text, dialect, checked(dialect, listener), limits);
}

function checked(dialect: Dialect, listener: PageListener): PageListener {
  if (dialect === 'strict text') return new StrictText(listener);
  return dialect === 'strict openmetrics' ? new StrictOpenMetrics(listener) : listener;
}
