// How far a PromQL query looks back, as it says itself: its ranges, subqueries and offsets. Read for how long a breach may stay in its
// answer; nothing is judged by it.

import type { Milliseconds } from '../../domain/clock.ts';

/** A text, a comment, the labels in braces, a range, an instant's beginning, a word, a bracket, or any other character. */
const tokens =
  /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|#[^\n]*|\{(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|[^}"'`])*\}|\[([^\]:]*)(?::[^\]]*)?\]|@\s*(?:(?:start|end)\s*\(\s*\))?|[\w:.]+|\S/g;

/** The longest way back over all of its parts; what stands within a subquery looks back from the subquery's beginning. */
export function lookBackOf(query: string): Milliseconds {
  /** The longest part of each bracket that is open, the whole query's first. */
  const open = [0];
  /** Of the part that was read last: a range or an offset behind it goes on from there. */
  let last = 0;
  let previous = '';
  for (const [token, range] of query.matchAll(tokens)) {
    const before = previous;
    previous = token.toLowerCase();
    if (range !== undefined) last += spanOf(range);
    else if (before === 'offset') last += spanOf(token);
    else if (token === ')' && open.length > 1) last = open.pop() ?? 0;
    else if (!/^(?:offset|[{#@].*)$/is.test(token) && !before.startsWith('@')) last = 0;
    if (token === '(') open.push(0);
    open.push(Math.max(open.pop() ?? 0, last));
  }
  return Math.max(...open);
}

const unitMs: Readonly<Record<string, Milliseconds>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
  y: 365 * 86_400_000,
};

/** A PromQL duration (`1h30m`, `1.5`: seconds; `0.5h` of VictoriaMetrics); nothing of what is none, which the server will refuse. */
function spanOf(text: string): Milliseconds {
  const span = text.trim();
  if (/^\d+(?:\.\d+)?$/.test(span)) return Number(span) * 1_000;
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[smhdwy]))+$/.test(span)) return 0;
  return Array.from(span.matchAll(/([\d.]+)(ms|[smhdwy])/g)).reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (unitMs[unit] ?? 0),
    0,
  );
}
