// From a run to the value of each read: exact where it is a number, a gap with its reason where there is none.

import { stripVTControlCharacters } from 'node:util';
import { amount } from '../../domain/amount.ts';
import type { Answer, Reading } from '../../domain/answer.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import { plainText } from '../../domain/text.ts';
import { utf8Text } from '../../domain/utf8.ts';
import { shownBytes } from '../body.ts';
import { BoundedScan } from '../bounded-scan.ts';
import type { BrokenOff, PatternBudget } from '../pattern-budget.ts';
import { groupReading, jsonReading } from '../http/reading.ts';
import { JsonText } from '../json-text.ts';
import { stdoutBytesMax, type Captured } from './capture.ts';
import { ListCount } from './list-count.ts';
import type { ExecRead } from './options.ts';
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
  if ('json' in read) return (output, exact) => output.json(read.json, { exact });
  if ('line' in read) {
    const scan = scanOf(read.line);
    return (output) => output.line(scan, read.take);
  }
  const { count, mayBeEmpty } = read;
  if (count instanceof RegExp) {
    const scan = scanOf(count);
    return (output) => output.countLines(scan, { mayBeEmpty });
  }
  const list = new ListCount(count.json, count.where ?? null, { mayBeEmpty, scanOf });
  return (output) => output.countEntries(list);
}

/** One run's result, its output decoded and parsed at most once, however many metrics read it. */
export class Output {
  readonly #verdict: Verdict;
  readonly #stdout: Captured;
  readonly #okExit: readonly number[];
  #text: Answer<string> | null = null;
  #split: readonly string[] | null = null;
  #json: Answer<JsonText> | null = null;

  constructor(verdict: Verdict, stdout: Captured, okExit: readonly number[]) {
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

  json(pointer: string, options: { readonly exact: boolean }): Reading {
    const document = this.#document();
    return document.gap ? document : jsonReading(document.value, pointer, options);
  }

  countEntries(list: ListCount): Reading {
    const document = this.#document();
    return document.gap ? document : list.of(document.value);
  }

  /** The pattern's one group in the first or last line that matches. The first may stand in an output that was cut. */
  line(scan: BoundedScan, take: 'first' | 'last'): Reading {
    const lines = this.#lines();
    if (lines.gap) return lines;
    const cut = this.#cut();
    if (cut && take === 'last') return { gap: cut };
    const found = scan.matching(lines.value);
    if (typeof found === 'string') return { gap: brokenOffGap(scan, found) };
    const group = found.groups.at(take === 'first' ? 0 : -1);
    const shown = shownPattern(scan);
    if (group === undefined)
      return { gap: cut ?? gap('not_found', `no line of the output matches ${shown}`) };
    if (group === null)
      return { gap: gap('not_found', `the group of ${shown} has no part in the line that matches`) };
    return groupReading(group, shown);
  }

  countLines(scan: BoundedScan, options: { readonly mayBeEmpty: boolean }): Reading {
    const lines = this.#lines(options.mayBeEmpty);
    if (lines.gap) return lines;
    const cut = this.#cut();
    if (cut) return { gap: cut };
    const found = scan.matching(lines.value);
    return typeof found === 'string'
      ? { gap: brokenOffGap(scan, found) }
      : { value: amount(found.indexes.length) };
  }

  #document(): Answer<JsonText> {
    const text = this.#decoded();
    if (text.gap) return text;
    const problem = this.#cut() ?? this.#nothing(text.value);
    if (problem) return { gap: problem };
    this.#json ??= JsonText.parse(text.value, 'the output');
    return this.#json;
  }

  #decoded(): Answer<string> {
    const { outputGap } = this.#verdict;
    if (outputGap) return { gap: outputGap };
    this.#text ??= decoded(this.#stdout);
    return this.#text;
  }

  /** Without colours; a line feed at the end begins no line. */
  #lines(mayBeEmpty = false): Answer<readonly string[]> {
    const text = this.#decoded();
    if (text.gap) return text;
    const nothing = mayBeEmpty ? null : this.#nothing(text.value);
    if (nothing) return { gap: nothing };
    this.#split ??= stripVTControlCharacters(text.value)
      .replace(/\r?\n$/, '')
      .split(/\r?\n/);
    return { value: text.value === '' ? [] : this.#split };
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
function decoded({ bytes, cut }: Captured): Answer<string> {
  const value = utf8Text(bytes, { cut });
  return value === null ? { gap: gap('parse', 'the output is not valid UTF-8') } : { value };
}

function shownPattern({ source }: BoundedScan): string {
  return plainText(source, 80);
}

function brokenOffGap(scan: BoundedScan, why: BrokenOff): Gap {
  return gap('parse', scan.sentence(why, 'over the output'));
}
