// The server's own alerts, as words: firing, pending or inactive. Only a rule that exists, and that the server has evaluated
// lately and without an error, can be inactive.

import type { Instant } from '../../domain/clock.ts';
import { formatDuration } from '../../domain/duration.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import { didYouMean } from '../../domain/nearest.ts';
import type { Sample } from '../../domain/sample.ts';
import { plainText } from '../../domain/text.ts';
import type { PatternBudget } from '../pattern-budget.ts';
import { LabelMatchers } from '../prometheus/label-matchers.ts';
import { shownLabels } from '../prometheus/labels.ts';
import type { RulesData } from './answer-schema.ts';
import type { AlertRead } from './options.ts';

/** A rule that was not evaluated for this many of its intervals says nothing of now. */
const intervalsMax = 3;
/** The interval of a group that does not name its own, in seconds: Prometheus' default. */
const intervalDefault = 60;
/** Names that a message looks through for the nearest one. */
const namesMax = 1_000;

const states = ['firing', 'pending', 'inactive'];

type Rule = RulesData['groups'][number]['rules'][number] & { readonly interval: number };

export class AlertReader {
  readonly #read: AlertRead;
  readonly #matchers: LabelMatchers;
  readonly #shown: string;

  /** @param budget what the patterns of the source share. */
  constructor(read: AlertRead, budget: PatternBudget) {
    this.#read = read;
    this.#matchers = new LabelMatchers(read.labels, budget);
    this.#shown = plainText(read.alert + shownLabels(read.labels), 120);
  }

  sample(data: RulesData, at: Instant): Sample {
    const rules = rulesOf(data);
    const named = rules.filter(({ name }) => name === this.#read.alert);
    if (named.length === 0) {
      const names = rules.slice(0, namesMax).map(({ name }) => name);
      const near = plainText(didYouMean(this.#read.alert, names));
      return { at, gap: gap('not_found', `the server has no alert "${this.#shown}"${near}`) };
    }
    let worst = states.length - 1;
    const alerts = named.flatMap((rule) => rule.alerts);
    const matched = this.#matchers.among(alerts, ({ labels }, label) => labels[label] ?? null);
    if (matched.gap) return { at, gap: matched.gap };
    for (const { state } of matched.value) {
      const rank = states.indexOf(state);
      if (rank < 0)
        return { at, gap: gap('wrong_type', plainText(`${this.#shown} is in the state "${state}"`)) };
      worst = Math.min(worst, rank);
    }
    const state = states[worst] ?? 'inactive';
    // One that fires is not silenced by another that cannot be told.
    const problem = state === 'firing' ? null : this.#problemOf(named, at);
    return problem ? { at, gap: problem } : { at, value: state };
  }

  #problemOf(rules: readonly Rule[], at: Instant): Gap | null {
    for (const { health, lastError, lastEvaluation, interval } of rules) {
      if (health !== undefined && health !== 'ok' && health !== 'unknown') {
        const why = lastError === undefined || lastError === '' ? health : lastError;
        return gap('unavailable', plainText(`the server cannot evaluate ${this.#shown}: ${why}`));
      }
      const evaluatedAt = Date.parse(lastEvaluation ?? '');
      const never = lastEvaluation?.startsWith('0001-') === true;
      if (health === 'unknown' || never)
        return gap('unsettled', `the server has not evaluated ${this.#shown} yet`);
      const age = at - evaluatedAt;
      if (age > intervalsMax * interval * 1_000)
        return gap('unavailable', `the server last evaluated ${this.#shown} ${formatDuration(age)} ago`);
    }
    return null;
  }
}

function rulesOf({ groups }: RulesData): readonly Rule[] {
  return groups.flatMap(({ rules, interval }) =>
    rules
      .filter(
        ({ type, alerts, state }) =>
          type === 'alerting' || (type === undefined && (state !== undefined || alerts.length > 0)),
      )
      .map((rule) => ({
        ...rule,
        interval: interval !== undefined && interval > 0 ? interval : intervalDefault,
      })),
  );
}
