// Mistakes that the judgement must not survive: each a small patch of src, and what it breaks.

export interface Patch {
  readonly file: string;
  /** Stands there exactly once. */
  readonly search: string;
  readonly replace: string;
}

export interface Mutant {
  readonly name: string;
  readonly patches: readonly Patch[];
}

const leafState = 'src/rules/machine/leaf.ts';
const machine = 'src/rules/machine/rule.ts';
const compare = 'src/rules/condition/compare.ts';
const compile = 'src/rules/condition/compile.ts';
const functions = 'src/rules/condition/functions.ts';
const status = 'src/rules/evaluate/status.ts';
const window = 'src/domain/sliding-window.ts';
const readings = 'src/rules/evaluate/readings.ts';
const judge = 'src/rules/judge.ts';
const derived = 'src/rules/evaluate/derived.ts';
const admit = 'src/rules/evaluate/admit.ts';
const series = 'src/domain/series.ts';
const windows = 'src/rules/condition/windows.ts';
const lineage = 'src/domain/lineage.ts';

function mutant(name: string, ...patches: readonly (readonly [string, string, string])[]): Mutant {
  return { name, patches: patches.map(([file, search, replace]) => ({ file, search, replace })) };
}

export const mutants: readonly Mutant[] = [
  mutant('> is >=', [compare, 'return order > 0;', 'return order >= 0;']),
  mutant('< is <=', [compare, 'return order < 0;', 'return order <= 0;']),
  mutant('`for` ends one sample late', [
    leafState,
    'at - activeAt >= held.duration',
    'at - activeAt > held.duration',
  ]),
  mutant('a counter reset is dropped', [
    window,
    'subtractAmounts(toAmount(last), subtractAmounts(toAmount(first), beforeResets))',
    'subtractAmounts(toAmount(last), toAmount(first))',
  ]),
  mutant('a gap is a zero', [
    readings,
    'const kept = isValueSample(sample) ? this.#window.withTold(inOwnUnit(sample, this.#plan)) : sample;',
    'const kept = isValueSample(sample) ? this.#window.withTold(inOwnUnit(sample, this.#plan)) : { at: sample.at, value: 0 };',
  ]),
  mutant(
    'a gap is evidence against',
    ['src/rules/evaluate/missed-looks.ts', 'return evidence;', 'return true;'],
    [
      leafState,
      'const raw = missing ?? rawTruth(compiled, before, facts, at);',
      'const raw = missing ?? rawTruth(compiled, before, facts, at) ?? false;',
    ],
  ),
  mutant(
    'M and N are swapped',
    [leafState, '[...earlier, raw].slice(-held.of)', '[...earlier, raw].slice(-held.needed)'],
    [leafState, 'if (seen >= held.needed) return true;', 'if (seen >= held.of) return true;'],
  ),
  mutant('`hold` is ignored', [machine, 'if (at - memory.holdSince < setup.hold) return;', '']),
  mutant('`hold` goes on through a relapse', [
    machine,
    `        memory.state = 'firing';
        memory.holdSince = null;
        memory.lastFalseAt = null;
      } else if`,
    `        memory.state = 'firing';
      } else if`,
  ]),
  mutant('`hold` goes on through a long gap', [
    machine,
    'if (memory.holdSince === null || broken)',
    'if (memory.holdSince === null)',
  ]),
  mutant('`until` is ignored', [
    leafState,
    'if (raw !== false || compiled.exit === null || before.activeAt === null) return raw;',
    'if (raw !== null) return raw;',
  ]),
  mutant('stale one instant late', [status, 'if (now >= endAt) return', 'if (now > endAt) return']),
  mutant('freshness is doubled', [status, 'newest.at + plan.staleAfter', 'newest.at + 2 * plan.staleAfter']),
  mutant('a rule believes what is stale', [
    leafState,
    "policy !== 'keep' && at - state.lastEvidenceAt >= gapMax ? null",
    "policy === 'keep' && at - state.lastEvidenceAt >= gapMax ? null",
  ]),
  mutant('Kleene`s logic has two values', [compile, 'if (value === null) result = null;', '']),
  mutant('`not` of what cannot be told holds', [
    compile,
    'return inner === null ? null : !inner;',
    'return inner === null ? true : !inner;',
  ]),
  mutant('unknown is a pass', [
    'src/rules/draw/judgement.ts',
    "truth === null ? 'unknown' : truth ? 'pass' : 'fail'",
    "truth === false ? 'fail' : 'pass'",
  ]),
  mutant('one passed criterion is a go', ['src/rules/launch/gate.ts', 'required.every(', 'required.some(']),
  mutant('an open P0 does not block the gate', [
    'src/rules/draw/checklist.ts',
    "status: holding.length > 0 ? 'fail' : untold",
    "status: holding.length < 0 ? 'fail' : untold",
  ]),
  mutant('was red is forgotten', [
    status,
    "if (rules.alert?.isOn || (flap.flapping && flap.results.includes('red'))) return 'red';",
    "if (rules.alert?.isOn && flap.flapping && flap.results.includes('red')) return 'red';",
  ]),
  mutant('a late sample is the newest', [
    series,
    'const index = this.#values.after(sample.at);\n    if (index > this.#values.first',
    'const index = this.#values.next;\n    if (index > this.#values.first',
  ]),
  mutant('a gap replaces a value', [series, '} else if (this.valueAt(sample.at) === null) {', '} else {']),
  mutant(
    'told twice is seen twice',
    [readings, 'const before = this.raw.valueAt(sample.at);', 'const before = null;'],
    [leafState, 'if (last === null || at > last)', 'if (last === null || at >= last)'],
  ),
  mutant('a late sample is another sample', [
    leafState,
    'if (last === null || at > last) return stepAt(setup, memory, facts, at);',
    'if (last === null || at !== last) return stepAt(setup, memory, facts, now);',
  ]),
  mutant('the watcher is never offline', [
    'src/rules/evaluate/observer.ts',
    'if (failing.length < sourcesMin ||',
    'if (failing.length >= 0 ||',
  ]),
  mutant('offline, time is evidence', [judge, 'if (!offline)\n', 'if (this.#now > 0)\n']),
  mutant('`needs` is ignored', [
    'src/rules/evaluate/blocked.ts',
    'return down.includes(status) ?',
    'return down.length === 0 ?',
  ]),
  mutant('what needs something that is down raises and passes', [
    machine,
    'if (metrics.some((metric) => isBlocked(metric, timed))) return null;',
    '',
  ]),
  mutant('unknown is "not red"', [
    compile,
    "if (status === null || (status === 'unknown' && wanted !== 'unknown')) return null;",
    '',
  ]),
  mutant('the success share is inverted', [
    functions,
    'amount(counts.good * 100, probes)',
    'amount(counts.bad * 100, probes)',
  ]),
  mutant('p95 is p50', [functions, 'amount(Number(name.slice(1)), 100)', 'amount(1, 2)']),
  mutant('a window is closed at its beginning', [
    window,
    'const after = until - this.#length;',
    'const after = until - this.#length - 1;',
  ]),
  mutant('a range is open', [compile, "compareValues(left, '>=', low)", "compareValues(left, '>', low)"]),
  mutant('the unit`s factor is dropped', [
    'src/domain/quantity.ts',
    'return factor && multiplyAmounts(quantity.amount, factor);',
    'return factor && quantity.amount;',
  ]),
  mutant('exact values are compared as floats', [
    'src/domain/value.ts',
    'return compareAmounts(toAmount(left), toAmount(right));',
    'const [l, r] = [left, right].map((side) => typeof side === "number" ? side : amountToNumber(side)); return l < r ? -1 : l > r ? 1 : 0;',
  ]),
  mutant('pending is green', [
    status,
    "return verdict('amber', 'pending');\n  if (alert && !isQuiet",
    "return verdict('green', 'pending');\n  if (alert && !isQuiet",
  ]),
  mutant('a pending alert keeps its clock through a long gap', [
    leafState,
    'const began = broken ? null : before.activeAt;',
    'const began = before.activeAt;',
  ]),
  mutant('a run that was there at the start is taken for new', [
    leafState,
    'at - activeAt >= held.duration ? true : open ? null : false',
    'at - activeAt >= held.duration',
  ]),
  mutant('a reading that was stale on arrival ends a red', [
    'src/rules/evaluate/input.ts',
    'seenAt - sample.at >= staleAfter',
    'seenAt < sample.at',
  ]),
  mutant('a count of samples goes on through a long gap', [
    leafState,
    'const earlier = broken ? [] : before.recent;',
    'const earlier = before.recent;',
  ]),
  mutant('what is true by `until` alone never ends', [
    leafState,
    'return out === null ? null : !out;',
    'return out === null ? null : true;',
  ]),
  mutant('one reading of exact money that is not zero is a fact', [
    'src/rules/evaluate/exact-zero.ts',
    "{ type: 'samples', needed: 2, of: 2 }",
    "{ type: 'samples', needed: 1, of: 1 }",
  ]),
  mutant('a reading from slightly ahead counts again', [
    'src/rules/evaluate/told-ahead.ts',
    'if (before?.at === claimedAt &&',
    'if (before?.at === -claimedAt &&',
  ]),
  mutant('a pending alert does not end', [
    machine,
    "else if (raw === false) this.#enter('inactive', at);",
    '',
  ]),
  mutant('the future is believed', [
    'src/domain/future.ts',
    'at > now + clockSkewMax',
    'at > now + 1e9 * clockSkewMax',
  ]),
  mutant('NaN is a value', [admit, 'Number.isNaN(sample.value)', 'sample.value === Number.MAX_VALUE']),
  mutant('missing that is bad is merely unknown', [
    status,
    "if (plan.missing === 'bad') return",
    "if (plan.missing === 'bad' && now < 0) return",
  ]),
  mutant('of two metrics one may be too old', [
    leafState,
    "if (policy !== 'keep' && state.freshUntil !== null && at >= state.freshUntil) return null;",
    '',
  ]),
  mutant('the clocks of calculated metrics run while we are offline', [
    judge,
    'if (!offline) this.#stepRules({ touched: expired',
    'this.#stepRules({ touched: expired',
  ]),
  mutant('what is calculated from a lost input counts', [derived, 'this.#untold.set(id, missing);', '']),
  mutant('a failing source has said that there is nothing', [
    'src/rules/evaluate/missed-looks.ts',
    'return this.gap && saysNone(this.gap.reason) ? this.gapAt : null;',
    'return this.gap ? this.gapAt : null;',
  ]),
  mutant('a value outlives "there is none"', [
    compile,
    'facts.untold(metric) || series.overAt(at) !== null',
    'facts.untold(metric)',
  ]),
  mutant('"there is none" ends nothing', [
    'src/domain/gap.ts',
    "reason === 'empty' || reason === 'not_found' ||",
    "reason === 'empty' ||",
  ]),
  mutant('drop looks at eleven windows', [functions, 'back <= dropWindows;', 'back < dropWindows;']),
  mutant('period: an earlier answer speaks of one that has ended since', [
    'src/rules/machine/period-leaf.ts',
    'return (facts.emptyAt(metric) ?? Number.NEGATIVE_INFINITY) >= end && isEmpty(',
    'return isEmpty(',
  ]),
  mutant('period: a hole lets something begin', [
    'src/rules/machine/period-leaf.ts',
    "if (hole && !bad && previous && before !== false && verdict === 'ok')",
    'if (at < 0)',
  ]),
  mutant('period: its expire moves a rule`s clock', [
    machine,
    'if (expired || (ended && !told)) memory.steppedAt = clock;',
    '',
  ]),
  mutant('a reload forgets the alert', [
    'src/rules/evaluate/take-up-rule.ts',
    'if (revised) {',
    'if (!oldRule) {',
  ]),
  mutant('what was not seen of a maximum is nothing', [
    windows,
    "const [atLeast, atMost] = name === 'min' ? [-infinite, value] : [value, infinite];",
    'const [atLeast, atMost] = [value, value];',
  ]),
  mutant('a look that failed is one', [
    'src/domain/coverage.ts',
    'return isValueSample(sample) || saysGone(sample.gap.reason);',
    "return isValueSample(sample) || sample.gap.reason !== 'parse';",
  ]),
  mutant(
    'one look decides',
    ['src/rules/condition/seen.ts', 'const looksMin = 4;', 'const looksMin = 1;'],
    ['src/rules/condition/seen.ts', 'const looksLeast = 2;', 'const looksLeast = 1;'],
  ),
  mutant('at the gate an estimate is enough', [
    'src/rules/condition/reading.ts',
    "const isTold = by === 'line' || (minSeen !== null && !isOwn) ? isWritten : part.told;",
    'const isTold = part.told;',
  ]),
  mutant('a counter that came to be had been there', [
    'src/rules/condition/growth.ts',
    'more = addAmounts(more, toAmount(value));',
    '',
  ]),
  mutant('the growth over a time that failed is known', [
    'src/domain/coverage.ts',
    "return lineage === 'same' || (lineage === 'unsaid' && this.#failedAt >= value.at);",
    "return lineage === 'same' || lineage === 'unsaid';",
  ]),
  mutant('a beginning that is told a little differently is another', [
    lineage,
    'if (Math.abs(later) > beginningDriftMax)',
    'if (later !== 0)',
  ]),
  mutant('another process has grown by what the two values say', [
    'src/domain/coverage.ts',
    "(before.sample === null || lineage === 'another')",
    'before.sample === null',
  ]),
  mutant('a clock that is ahead puts a beginning into the window', [
    'src/rules/condition/growth.ts',
    'event.notBefore < after',
    'event.since <= after',
  ]),
];
