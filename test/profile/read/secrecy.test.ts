// Which words are secret, and how they are taken out of what comes from outside.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRedactor } from '../../../src/domain/redact.ts';
import { isSecretName } from '../../../src/profile/read/secrecy.ts';
import { urlSecrets } from '../../../src/profile/environment/credentials.ts';

test.each([
  ['https://api.example.com', []],
  ['https://api.example.com:8443/v1/health', []],
  ['redis://redis.example.com:6379/0', []],
  ['6379', []],
  ['https://me@api.example.com', ['me']],
  ['redis://default:p%40ss@h', ['p%40ss', 'p@ss', 'default:p@ss']],
  ['https://api.example.com/?key=17', ['key=17', 'key=17', '17']],
  ['https://api.example.com/#abc', ['abc', 'abc']],
  ['https://rpc.example.com/v2/abcdefghijklmnopqrstuvwxyz', ['abcdefghijklmnopqrstuvwxyz']],
  ['api.example.com', []],
  ['data:text/plain,secret', ['text/plain,secret']],
])('%s carries %j', (text, secrets) => {
  expect([...new Set(urlSecrets(text))].sort()).toEqual([...new Set(secrets)].sort());
});

test.each([
  ['GITHUB_TOKEN', true],
  ['AWS_SECRET_ACCESS_KEY', true],
  ['API_KEYS', true],
  ['apiKey', true],
  ['PGPASSWORD', true],
  ['DB_PASS', true],
  ['MYSQL_PWD', true],
  ['GH_PAT', true],
  ['SLACK_WEBHOOK', true],
  ['SENTRY_DSN', true],
  ['SESSION_JWT', true],
  ['PATH', false],
  ['BYPASS', false],
  ['MONKEY', false],
  ['KEYCLOAK_URL', false],
  ['COMPASS_URL', false],
  ['API_URL', false],
  ['PATTERN', false],
])('%s is the name of a secret: %s', (name, secret) => {
  expect(isSecretName(name)).toBe(secret);
});

test.each([
  [['abcd'], 'x abcd y abcd', 'x *** y ***'],
  [['abcd', 'abcdef'], 'abcdef abcd', '*** ***'],
  [['p@ss/w:rd'], 'p%40ss%2Fw%3Ard p%40ss%2fw%3ard p@ss/w:rd', '*** *** ***'],
  [['a b+c'], 'a+b%2Bc a%20b%2Bc', '*** ***'],
  [['q"uo\\te'], JSON.stringify({ text: 'q"uo\\te' }), '{"text":"***"}'],
  [['.*$^'], 'abc .*$^', 'abc ***'],
  [[], 'abc', 'abc'],
  [[''], 'abc', 'abc'],
  // Echoes.
  [['Hunter2@Corr3ct'], 'HUNTER2@CORR3CT hunter2@corr3ct', '*** ***'],
  [['Hunter2@x'], Buffer.from('Hunter2@x').toString('hex'), '***'],
  [['Hunter2@x'], Buffer.from('Hunter2@x').toString('hex').toUpperCase(), '***'],
  [['me:Hunter2'], `Basic ${Buffer.from('me:Hunter2').toString('base64')}`, 'Basic ***'],
  [['a<b>&"c\''], 'a&lt;b&gt;&amp;&quot;c&#39; a&#60;b&#62;&#38;&#34;c&#39;', '*** ***'],
  [['one\ntwo'], 'one two', '***'],
  // Short ones and PINs are whole words.
  [['ab'], 'ab cab abc ab.', '*** cab abc ***.'],
  [['4711'], 'PIN 4711, at 1647110', 'PIN ***, at 1647110'],
])('%j out of %s', (secrets, text, rest) => {
  expect(createRedactor(secrets)(text)).toBe(rest);
});

test('no secret is left, whatever it is and wherever it stands', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 4 }), { minLength: 1 }),
      fc.string(),
      fc.string(),
      (secrets, before, after) => {
        const redact = createRedactor(secrets);
        for (const secret of secrets.filter((one) => !/^\d{1,6}$/.test(one))) {
          const text = redact(`${before}${secret}${after}`);
          // The stars themselves may spell a secret of stars.
          if (!secret.includes('*'))
            expect(text.includes(secret) && !`${before}***${after}`.includes(secret)).toBe(false);
        }
      },
    ),
  );
});

test('a secret of any length is found, piece by piece', () => {
  const key = `-----BEGIN KEY-----\n${Array.from({ length: 900 }, (_, line) => `line ${line} of it ${'x'.repeat(40)}`).join('\n')}`;
  const redact = createRedactor([key]);
  expect(redact(`before ${key} after`)).toMatch(/^before [*]+ after$/);
  expect(redact(`before ${key.slice(0, 3_000).replaceAll('\n', ' ')}…`)).not.toContain('of it');
});

test('in base64 a secret is found at each of its three places', () => {
  const secret = 'Hunter2-Correct-Horse';
  const redact = createRedactor([secret]);
  for (const before of ['', 'a', 'ab', 'abc']) {
    const text = Buffer.from(`${before}${secret}:tail`).toString('base64');
    expect(redact(text)).not.toBe(text);
    const left = redact(text).replace(/\*\*\*/g, '');
    expect(left.length).toBeLessThan(16);
  }
});
