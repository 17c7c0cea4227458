// From a run to the value of each read: exact where it is a number, a gap with its reason where there is none.

import { stripVTControlCharacters } from 'node:util';
import { amount } from '../../domain/amount.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import { plainText } from '../../domain/text.ts';
import { utf8Text } from '../../domain/utf8.ts';
import { shownBytes, type TextResult } from '../body.ts';
import { BoundedScan } from '../bounded-scan.ts';
import type { BrokenOff, PatternBudget } from '../pattern-budget.ts';
import { groupReading, jsonReading, type Reading } from '../http/reading.ts';
import { JsonText, type JsonTextResult } from '../json-text.ts';
import { stdoutBytesMax, type Captured } from './capture.ts';
import { ListCount } from './list-count.ts';
import type { ExecRead } from './schema.ts';
import type { Verdict } from './verdict.ts';

/** Longest that a pattern, or all of a source in a second, may take, in milliseconds of the processor. */
export const scanMsMax = 250;

/** What a read asks of each run, its patterns made ready once. */
export type Asked = (output: Output, exact: boolean) => Reading;

/** @param budget what the patterns of the source share. */
export function askedBy(read: ExecRead, budget: PatternBudget): Asked {
  const scanOf = (pattern: RegExp): BoundedScan => new BoundedScan(pattern, budget, scanMsMax);
  if (read === 'ok' || read === 'duration') return (output) => output[read]();
  if ('exit' in read) return (output) => output.exit();
  if ('json' in read) return (output, exact) => output.json(read.json, exact);
  if ('line' in read) {
    const scan = scanOf(read.line);
    return (output) => output.line(scan, read.take);
  }
  const { count, mayBeEmpty } = read;
  if (count instanceof RegExp) {
    const scan = scanOf(count);
    return (output) => output.countLines(scan, mayBeEmpty);
  }
  const list = new ListCount(count.json, count.where ?? null, { mayBeEmpty, scanOf });
  return (output) => output.countEntries(list);
}

/** One run's result, its output decoded and parsed at most once, however many metrics read it. */
export class Output {
  readonly #verdict: Extract<Verdict, { ran: true }>;
  readonly #stdout: Captured;
  readonly #okExit: readonly number[];
  #text: TextResult | null = null;
  #split: readonly string[] | null = null;
  #json: JsonTextResult | null = null;

  constructor(verdict: Extract<Verdict, { ran: true }>, stdout: Captured, okExit: readonly number[]) {
    this.#verdict = verdict;
    this.#stdout = stdout;
    this.#okExit = okExit;
  }

  exit(): Reading {
    return { value: amount(this.#verdict.code) };
  }

  ok(): Reading {
    return { value: this.#okExit.includes(this.#verdict.code) };
  }

  /** Only of a run as expected: how fast a command fails says nothing good. */
  duration(): Reading {
    const { outputGap, durationMs } = this.#verdict;
    return outputGap ? { gap: outputGap } : { value: Math.round(durationMs * 1_000) / 1_000 };
  }

  json(pointer: string, exact: boolean): Reading {
    const document = this.#document();
    return document.ok ? jsonReading(document.json, pointer, exact) : { gap: document.gap };
  }

  countEntries(list: ListCount): Reading {
    const document = this.#document();
    return document.ok ? list.of(document.json) : { gap: document.gap };
  }

  /** The pattern's one group in the first or last line that matches. The first may stand in an output that was cut. */
  line(scan: BoundedScan, take: 'first' | 'last'): Reading {
    const lines = this.#lines();
    if ('gap' in lines) return lines;
    const cut = this.#cut();
    if (cut && take === 'last') return { gap: cut };
    const found = scan.matching(lines.lines);
    if (typeof found === 'string') return { gap: brokenOffGap(scan, found) };
    const group = found.groups.at(take === 'first' ? 0 : -1);
    const shown = shownPattern(scan);
    if (group === undefined)
      return { gap: cut ?? gap('not_found', `no line of the output matches ${shown}`) };
    if (group === null)
      return { gap: gap('not_found', `the group of ${shown} has no part in the line that matches`) };
    return groupReading(group, shown);
  }

  countLines(scan: BoundedScan, mayBeEmpty: boolean): Reading {
    const lines = this.#lines(mayBeEmpty);
    if ('gap' in lines) return lines;
    const cut = this.#cut();
    if (cut) return { gap: cut };
    const found = scan.matching(lines.lines);
    return typeof found === 'string'
      ? { gap: brokenOffGap(scan, found) }
      : { value: amount(found.indexes.length) };
  }

  #document(): JsonTextResult {
    const text = this.#decoded();
    const problem = text.ok ? (this.#cut() ?? this.#nothing(text.text)) : text.gap;
    if (problem || !text.ok) return { ok: false, gap: problem ?? nothingPrinted };
    this.#json ??= JsonText.parse(text.text, 'the output');
    return this.#json;
  }

  #decoded(): TextResult {
    const { outputGap } = this.#verdict;
    if (outputGap) return { ok: false, gap: outputGap };
    this.#text ??= decoded(this.#stdout);
    return this.#text;
  }

  /** Without colours; a line feed at the end begins no line. */
  #lines(mayBeEmpty = false): { readonly lines: readonly string[] } | { readonly gap: Gap } {
    const text = this.#decoded();
    if (!text.ok) return { gap: text.gap };
    const nothing = mayBeEmpty ? null : this.#nothing(text.text);
    if (nothing) return { gap: nothing };
    this.#split ??= stripVTControlCharacters(text.text)
      .replace(/\r?\n$/, '')
      .split(/\r?\n/);
    return { lines: text.text === '' ? [] : this.#split };
  }

  #cut(): Gap | null {
    if (!this.#stdout.cut) return null;
    const sizes = `${shownBytes(this.#stdout.total)}, of which the first ${shownBytes(stdoutBytesMax)} were kept`;
    return gap('too_large', `it printed ${sizes}`);
  }

  #nothing(text: string): Gap | null {
    return text.trim() === '' ? nothingPrinted : null;
  }
}

/** Nothing was said of any name: what is asked for may stand nowhere because the command went wrong. */
const nothingPrinted = gap('parse', 'it printed nothing on stdout');

/** A byte order mark is dropped; output that was cut keeps its whole characters. */
function decoded({ bytes, cut }: Captured): TextResult {
  const text = utf8Text(bytes, { cut });
  return text === null
    ? { ok: false, gap: gap('parse', 'the output is not valid UTF-8') }
    : { ok: true, text };
}

function shownPattern({ source }: BoundedScan): string {
  return plainText(source, 80);
}

function brokenOffGap(scan: BoundedScan, why: BrokenOff): Gap {
  return gap('parse', scan.sentence(why, 'over the output'));
}
