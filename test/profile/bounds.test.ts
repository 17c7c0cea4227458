// What a profile could make large or deep beyond all bounds is told with a sentence where it stands: no fault of the program.

import { expect, test } from 'vitest';
import { loadText, told } from './support/folder.ts';

const head = `profile: x
title: x
sources: { api: { kind: web, url: "https://a.b" } }
metrics:
  s: { title: S, from: api, read: status }
`;
const formula = (expr: string): string => `${head}  e: { title: E, from: { expr: "${expr}" } }\n`;
const repeated = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('');

const words = 'has at most 4000 words and signs: calculate a part of it in a metric of its own';
const deep = 'metrics are calculated from each other at most 50 deep';
const long = 'variables make this text longer than 65536 characters';

/** Each as it would have to be to take the program with it. */
const cases: Readonly<Record<string, readonly [text: string, says: string]>> = {
  'a formula of 50,000 factors': [formula(Array(50_000).fill('s').join(' * ')), `a formula ${words}`],
  'a formula of 50,000 terms': [formula(Array(50_000).fill('s').join(' + ')), `a formula ${words}`],
  'a formula of 1,000 brackets': [
    formula(`${'('.repeat(1_000)}s${')'.repeat(1_000)}`),
    'may be nested 50 deep',
  ],
  'a condition of 50,000 parts': [
    `${head}hints:\n  h: { kind: rollback, when: "${Array(50_000).fill('s > 1').join(' or ')}", do: [x] }\n`,
    `a condition ${words}`,
  ],
  'metrics, each calculated from the next': [
    head +
      repeated(
        5_000,
        (at) => `  e${at}: { title: E, from: { expr: "${at === 4_999 ? 's' : `e${at + 1}`} + 1" } }\n`,
      ),
    deep,
  ],
  'metrics, each calculated from the one before': [
    head +
      repeated(
        5_000,
        (at) => `  e${at}: { title: E, from: { expr: "${at === 0 ? 's' : `e${at - 1}`} + 1" } }\n`,
      ),
    deep,
  ],
  'sources, each in need of the next': [
    `profile: x\ntitle: x\nsources:\n${repeated(5_000, (at) => `  n${at}: { kind: web, url: "https://a.b"${at === 4_999 ? '' : `, needs: n${at + 1}`} }\n`)}metrics:\n  a: { title: A, from: n0, read: up }\n`,
    'needs stand behind each other at most 50 deep',
  ],
  'a variable that is doubled until it has 64 MB': [
    `vars:\n  v0: "a b c d e f g h "\n${repeated(22, (at) => `  v${at + 1}: "{v${at}}{v${at}}"\n`)}${head}  e: { title: "{v22}", from: api, read: up }\n`,
    long,
  ],
  'a variable that stands 100,000 times in one text': [
    `vars: { v: "${'a b '.repeat(15_000)}" }\n${head}  e: { title: "${'{v}'.repeat(100_000)}", from: api, read: up }\n`,
    long,
  ],
  'a variable in a thousand texts': [
    `vars: { v: "${'a b '.repeat(15_000)}" }\n${head}${repeated(1_000, (at) => `  e${at}: { title: "{v}", from: api, read: up }\n`)}`,
    'variables make this profile longer than 4194304 characters',
  ],
  'variables, each within the next': [
    `vars:\n${repeated(20_000, (at) => `  v${at}: "${at === 19_999 ? 'x' : `{v${at + 1}}`}"\n`)}${head}`,
    'variables stand within variables at most 50 deep',
  ],
};

test.each(Object.entries(cases))(
  '%s',
  async (_, [text, says]) => {
    const result = await loadText(text);
    expect(result.ok).toBe(false);
    expect(told(result).join('\n')).toContain(says);
  },
  60_000,
);

test('the environment makes no text longer either', async () => {
  const text = `${head}  e: { title: "${'${LONG}'.repeat(1_000)}", from: api, read: up }\n`;
  const result = await loadText(text, { LONG: 'a b '.repeat(5_000) });
  expect(told(result).join('\n')).toContain(long);
});

test('what is within the bounds loads', async () => {
  const texts = [
    formula(Array(2_000).fill('s').join(' * ')),
    head +
      repeated(
        50,
        (at) => `  e${at}: { title: E, from: { expr: "${at === 49 ? 's' : `e${at + 1}`} + 1" } }\n`,
      ),
    `vars: { v: "${'a b '.repeat(15_000)}" }\n${head}  e: { title: "{v}", from: api, read: up }\n`,
  ];
  for (const text of texts) expect(told(await loadText(text))).toEqual([]);
});
