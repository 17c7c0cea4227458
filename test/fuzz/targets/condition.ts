// Conditions, calls and formulas: what parses is printed as what parses to the same; in a profile it is judged or refused.

import { parseFormula } from '../../../src/rules/condition/formula.ts';
import { parseCall, parseCondition, type Problem } from '../../../src/rules/condition/parse.ts';
import { printCondition } from '../../../src/rules/condition/print.ts';
import { demand, demandPrintable } from '../laws.ts';
import { profileIn } from '../profile-folder.ts';
import { bytesOf, textOf, type OpenTarget, type Target } from '../target.ts';

const texts = [
  '> 500 for 10m',
  '== false for 2 samples',
  '< 0.1 ETH until >= 0.12 ETH for 3 of 5 samples',
  'depth > 1,000 for 10m and (api == true or not latency is red)',
  'in 0.2..0.5 ETH for 5m',
  'p95(latency, 5m) > 10s and success(api, 1h) < 99.5%',
  'rate(depth, 1m) > 5/min until < 2/min',
  'until(balance, 0.1 ETH) < 2h or age(depth) > 5m',
  'state == "IN ALARM" for 1h30m or state != "OK"',
  'depth > 50% of p95(depth, 1h) or latency absent for 2m',
  'increase(depth, 1h) >= 3 and drop(depth, 1d) > 10%',
  'api is unknown for 30s or not depth is green',
  'rate(1h)',
  'success(1h)',
  'depth / balance * 100',
  '-(depth - 3) / (increase(depth, 5m) + 0.5) * 100%',
];

const words = [
  'and',
  'or',
  'not',
  'for',
  'until',
  'of',
  'in',
  'is',
  'absent',
  'samples',
  'true',
  'false',
  'red',
  'green',
  'unknown',
  '<',
  '<=',
  '>',
  '>=',
  '==',
  '!=',
  '=',
  '&&',
  '||',
  '(',
  ')',
  ',',
  '..',
  '"',
  "'",
  '%',
  '+',
  '-',
  '*',
  '/',
  ' ',
  'depth',
  'api',
  'latency',
  'balance',
  'state',
  'nothing',
  'rate',
  'p95',
  'p99.9',
  'age',
  'success',
  'count',
  'resets',
  'avg',
  '5m',
  '1ms',
  '1w',
  '0s',
  '1 ETH',
  '1 GiB',
  '50%',
  '/min',
  '5/s',
  '1,000',
  '1e9',
  '{depth}',
  '${A}',
  '__proto__',
  'toString',
];

/** What the text may be, and where it then stands in a profile. */
interface Place {
  readonly refusal: (text: string) => string | null;
  readonly part: (text: string) => object;
}

const depth = { from: 's', read: { json: '/depth' } };
const places: readonly Place[] = [
  {
    refusal: (text) => demandSame(text, null),
    part: (text) => ({
      hints: { h: { kind: 'rollback', title: 'Back', when: text, do: 'look' } },
      incidents: { i: { class: 'P1', title: 'Down', when: text, do: 'look' } },
      gate: { required: [{ text: 'ok', when: text }] },
    }),
  },
  {
    refusal: (text) => demandSame(text, 'own'),
    part: (text) => ({
      metrics: { own: { ...depth, alert: text }, coins: { ...depth, unit: 'ETH', target: text } },
    }),
  },
  {
    refusal: (text) => refusalOf(parseCall(text)),
    part: (text) => ({ metrics: { own: { ...depth, use: text } } }),
  },
  {
    refusal: (text) => refusalOf(parseFormula(text)),
    part: (text) => ({ metrics: { own: { title: 'Own', from: { expr: text } } } }),
  },
];

function documentOf(part: Readonly<Record<string, object>>): string {
  return JSON.stringify({
    profile: 'fuzz/condition',
    title: 'Fuzz',
    sources: { s: { kind: 'http', url: 'http://127.0.0.1:1/', every: '5s' } },
    ...part,
    metrics: {
      depth,
      balance: { ...depth, unit: 'ETH' },
      latency: { from: 's', read: 'latency' },
      api: { from: 's', read: 'up' },
      state: { from: 's', read: { body: '(.*)' } },
      ...part['metrics'],
    },
  });
}

export const condition: Target = {
  name: 'condition',
  cases: 130,
  async open(): Promise<OpenTarget> {
    const folder = await profileIn('fuzz/condition.yaml');
    return {
      seeds: texts.map(bytesOf),
      words,
      async run(input) {
        const text = textOf(input);
        const fitting = places.filter(({ refusal }) => refusal(text) === null);
        // What parses nowhere must be refused wherever it stands.
        const came: string[] = [];
        for (const { part } of fitting.length > 0 ? fitting : places)
          came.push(await folder.load(documentOf({ ...part(text) })));
        if (fitting.length > 0) return came.includes('profile') ? 'judged' : 'parsed';
        demand(!came.includes('profile'), 'it does not parse, and a profile with it loads');
        return 'refused';
      },
      close: () => folder.close(),
    };
  },
};

/** @returns why it is refused; null for what parses, and is printed as what is printed the same. */
function demandSame(text: string, own: string | null): string | null {
  const parsed = parseCondition(text, { own });
  if (!parsed.ok) return refusalOf(parsed);
  const printed = printCondition(parsed.condition);
  const again = parseCondition(printed, { own });
  demand(again.ok, `${JSON.stringify(printed)} was printed, and does not parse`);
  const twice = printCondition(again.condition);
  demand(twice === printed, `${JSON.stringify(printed)} is printed as ${JSON.stringify(twice)}`);
  return null;
}

function refusalOf(
  parsed: { readonly ok: true } | { readonly ok: false; readonly problems: readonly Problem[] },
): string | null {
  if (parsed.ok) return null;
  const [first] = parsed.problems;
  demand(first !== undefined && first.message !== '', 'it is refused without a word');
  demandPrintable(first.message, 'the problem');
  const { start, end } = first.span;
  demand(start >= 0 && end >= start, `the problem stands at ${start} to ${end}`);
  return first.message;
}
