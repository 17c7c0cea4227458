// The condition grammar: what is read, what is printed back, and what a mistake is told.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCall, parseCondition } from '../../../src/rules/condition/parse.ts';
import { printCondition } from '../../../src/rules/condition/print.ts';
import { withoutSpans, conditionArbitrary } from '../../support/condition-arbitrary.ts';

function printed(text: string, own?: string): string {
  const result = parseCondition(text, { own: own ?? null });
  return result.ok
    ? printCondition(result.condition)
    : `! ${result.problems.map((p) => `${p.span.start}: ${p.message}`).join('; ')}`;
}

describe('what is read and printed back', () => {
  it.each([
    ['queue-depth > 1000 for 10m', 'queue-depth > 1000 for 10m'],
    ['queue-depth > 1,000 for 600s', 'queue-depth > 1000 for 10m'],
    ['api-cpu>70%', 'api-cpu > 70%'],
    ['a > 1 and b < 2 or not c == 3', 'a > 1 and b < 2 or not c == 3'],
    ['a > 1 and (b < 2 or c == 3)', 'a > 1 and (b < 2 or c == 3)'],
    ['not (a > 1 or b < 2)', 'not (a > 1 or b < 2)'],
    ['balance in 0.2..0.5 ETH', 'balance in 0.2..0.5 ETH'],
    ['balance in 200 gwei..0.5 ETH', 'balance in 200 gwei..0.5 ETH'],
    ['ledger != 0 for 2 samples', 'ledger != 0 for 2 samples'],
    ['up == false for 3 of 5 samples', 'up == false for 3 of 5 samples'],
    ['p95(latency, 5m) > 1h30m', 'p95(latency, 5m) > 5400000ms'],
    ['until(relayer-balance, 0.1 ETH) < 2h', 'until(relayer-balance, 0.1 ETH) < 2h'],
    ['rate(denials, 1m) > 100/min', 'rate(denials, 1m) > 100/min'],
    ['a < 50% of b', 'a < 50% of b'],
    ['a < avg(b, 5m) for 2m', 'a < avg(b, 5m) for 2m'],
    ['balance < 0.1 ETH until >= 0.12 ETH for 1m', 'balance < 0.1 ETH until >= 0.12 ETH for 1m'],
    ['api is red for 2m', 'api is red for 2m'],
    ['heartbeat absent for 5m', 'heartbeat absent for 5m'],
    ['alarm == "IN ALARM"', 'alarm == "IN ALARM"'],
    ["alarm == 'OK'", 'alarm == "OK"'],
    ['age(backup) > 1d', 'age(backup) > 1d'],
    ['memory > 1.5GiB', 'memory > 1.5 GiB'],
    ['a ≥ 3', 'a >= 3'],
  ])('%s', (text, canonical) => {
    expect(printed(text)).toBe(canonical);
    expect(printed(canonical)).toBe(canonical);
  });

  it.each([
    ['> 500', '> 500'],
    ['0.2..0.5 ETH', '0.2..0.5 ETH'],
    ['!= 0 for 2 samples', '!= 0 for 2 samples'],
    ['p95(5m) > 10s', 'p95(5m) > 10s'],
    ['> 5 and < 10', '> 5 and < 10'],
    ['absent for 5m', 'absent for 5m'],
    ['until(0.1 ETH) < 2h', 'until(0.1 ETH) < 2h'],
    ['> 5 or other > 6', '> 5 or other > 6'],
  ])('a metric’s own: %s', (text, canonical) => {
    expect(printed(text, 'm')).toBe(canonical);
  });

  it('prints and parses any condition to the same tree', () => {
    fc.assert(
      fc.property(conditionArbitrary(), (condition) => {
        const result = parseCondition(printCondition(condition), { own: 'own' });
        expect(result.ok && withoutSpans(result.condition)).toEqual(withoutSpans(condition));
      }),
      { numRuns: 500 },
    );
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 60, unit: 'grapheme' }),
        (text) => void parseCondition(text, { own: 'm' }),
      ),
    );
  });
});

describe('what a mistake is told', () => {
  it.each([
    ['', '0: "the end" has nothing'],
    ['queue-depth', 'expected a comparison'],
    ['queue-depth > ', 'expected a quantity'],
    ['queue-depth = 5', 'write "==" for equal'],
    ['queue-depth > 5 for', '"for" needs a duration or a number of samples'],
    ['queue-depth => 5', '"=>" means nothing here: write ">="'],
    ['queue-depth =< 5', '"=<" means nothing here: write "<="'],
    ['queue-depth <> 5', '"<>" means nothing here: write "!="'],
    ['queue-depth === 5', '"===" means nothing here: write "=="'],
    ['queue-depth !== 5', '"!==" means nothing here: write "!="'],
    ['queue-depth > 5 | b > 3', '"|" means nothing here: write "or"'],
    ['uptime > 99,9%', 'a decimal has a point and no comma: write 99.9%'],
    ['balance in 0,2..0.5 ETH', 'a decimal has a point and no comma: write 0.2'],
    ['version != sge-api:v1', 'a word to compare with stands in quotes: != "sge-api:v1"'],
    ['queue-depth > 5 for 10', 'is no duration'],
    ['queue-depth > 5 for 3 of 2 samples', '3 of 2 samples can never be'],
    ['queue-depth > 5 && b > 3', '"&&" means nothing here: write "and"'],
    ['queue-depth is purple', '"purple" is no status'],
    ['queue-depth is gren', 'did you mean "green"?'],
    ['avrg(queue-depth, 5m) > 3', 'did you mean avg()?'],
    ['avg(queue-depth) > 3', 'avg() needs a window'],
    ['avg(5m) > 3', "avg() needs a metric's id first"],
    ['(a > 5 and b > 3) for 5m', 'belongs to one comparison'],
    ['a > 0.2..0.5', 'a range goes with "in"'],
    ['a in 0.5..0.2', 'begins with its lower end'],
    ['a > 5 < 7', 'a comparison has one operator'],
    ['a == "open', 'does not end'],
    ['> 5', 'has nothing to its left'],
    ['a == "x" b', '"b" is too much'],
    [`${'('.repeat(60)}a > 5${')'.repeat(60)}`, 'may be nested'],
  ])('%s', (text, message) => {
    const result = printed(text);
    expect(result).toMatch(/^! /);
    if (text !== '') expect(result).toContain(message);
  });

  it('points at the word', () => {
    const result = parseCondition('queue-depth > 5 and api is purple');
    expect(result).toMatchObject({ ok: false, problems: [{ span: { start: 27, end: 33 } }] });
  });
});

describe('mistakes of one condition, all at once', () => {
  it.each<readonly [string, readonly string[]]>([
    ['a = 5 and b > ', ['2: write "=="', '14: ']],
    ['a > 5 && b > 99,9%', ['6: "&&" means nothing here: write "and"', '13: a decimal has a point']],
    ['a => 5 and (b <> 3 or c = 4)', ['2: "=>"', '14: "<>"', '24: write "=="']],
    ['a > 5 for soon and b is purple or c ? 3', ['10: ', '24: ', '36: "?" means nothing here']],
    ['a > 5% b and c > 3% d', ['7: "b" is too much', '20: "d" is too much']],
    ['not (a > ) and not b', ['9: ', '20: ']],
    // One slip is one finding.
    [
      'a between 1% and 5% and b = 3',
      ['2: "between" means nothing here: write a range, in 1..5', '26: write'],
    ],
    ['((((a > 5', ['9: expected ")"']],
    ['(((a > ', ['7: ']],
    ['a > 5 and b == "open', ['15: the text that begins here']],
    ['a ! b and c', ['2: "!" means nothing here', '11: ']],
    ['a > 5 AND NOT b > ', ['6: "AND" means nothing here: write "and"', '10: "NOT" means', '18: ']],
    ['a > 5)', ['5: ")" is too much']],
    ['a > 5)) and b = 3', ['5: ")" is too much', '14: write "=="']],
    ['()', ['1: ")" is no metric']],
    ['(a > ) and b > 3', ['5: expected a quantity']],
    ['a > and c = 3', ['4: "and" is no metric', '10: write "=="']],
    ['(a is ) and b = 3', ['6: ")" is no status', '14: write "=="']],
    ['avg(a, 5x) > 3 or b = 3', ['7: avg() needs a window', '20: write "=="']],
    ['p95(a 5m) > 5', ['6: p95() needs a window']],
    ['p95(a,) > 5', ['6: p95() needs a window']],
    ['p95(a, 5m > 5 and b = 3', ['10: expected ")"', '20: write "=="']],
    ['(a > 5€) and b > 3', ['6: "€" means nothing here']],
    ['!(a > 5) and b > 3', ['0: "!" means nothing here']],
    ['a > 5 and Or b > 3', ['10: "Or" means nothing here: write "or"']],
    ['a < 5 Not b', ['6: "Not" means nothing here: write "not"']],
    ['a =! 5', ['2: "=!" means nothing here: write "!="']],
    ['a > 1.000,5%', ['4: a decimal has a point and no comma: write 1000.5%']],
    ['99.9 < a', ['5: expected a range: 99.9..100.9']],
    [`${'('.repeat(60)}a > 5`, ['50: parentheses', '65: expected ")"']],
  ])('%s', (text, expected) => {
    const read = parseCondition(text, { own: 'own' });
    const problems = read.ok ? [] : read.problems.map((one) => `${one.span.start}: ${one.message}`);
    expect(problems).toHaveLength(expected.length);
    for (const [index, beginning] of expected.entries())
      expect(problems[index]?.slice(0, beginning.length)).toBe(beginning);
  });

  it('leave the other parts to be checked for what they mean', () => {
    const read = parseCondition('a > 5 and (b is purple or c < 3) and not d');
    const rest = read.ok || read.rest === null ? '' : printCondition(read.rest);
    expect(rest).toBe('a > 5 and c < 3');
    expect(parseCondition('a is purple')).toMatchObject({ ok: false, rest: null });
  });

  it('of one part says nothing of the others: a broken one beside any condition is one problem', () => {
    fc.assert(
      fc.property(conditionArbitrary(), fc.boolean(), (condition, first) => {
        const well = `(${printCondition(condition)})`;
        const text = first ? `x = = 3 and ${well}` : `${well} and x > > 3`;
        const read = parseCondition(text, { own: 'own' });
        expect(read).toMatchObject({ ok: false });
        if (read.ok) return;
        expect(read.problems).toHaveLength(first ? 2 : 1);
        expect(read.rest && withoutSpans(read.rest)).toEqual(withoutSpans(condition));
      }),
    );
  });
});

describe('use', () => {
  it.each(['success(1h)', 'p95(5m)', 'rate(1m)'])('%s', (text) => {
    expect(parseCall(text)).toMatchObject({ ok: true });
  });
  it.each([
    ['success', 'expected a function'],
    ['success(1h) > 3', 'is too much'],
    ['success()', 'needs a window'],
  ])('%s', (text, message) => {
    const result = parseCall(text);
    expect(result.ok).toBe(false);
    expect(result.ok ? '' : result.problems[0]?.message).toContain(message);
  });
});
