// The tests that mirror no file and no folder, by the folder they lie in, and why: a new one needs its line here, or a subject.

interface WithoutSubject {
  readonly why: string;
  /** Their names without `.test.ts`; of a folder that has nothing else, all. */
  readonly tests: readonly string[] | 'all';
}

const wholeClient = 'the client of one kind as a whole, asked over a socket';
const shipped = 'what ships, held to the checklists that it was written for';

export const withoutSubject: Readonly<Record<string, WithoutSubject>> = {
  test: { why: 'the repository itself', tests: ['named-options', 'tidy'] },
  'test/cli': {
    why: 'the built program, seen from outside, whichever command',
    tests: ['arguments', 'copying', 'ending', 'reload', 'results', 'secrets-out'],
  },
  'test/conformance': { why: 'our judgement beside that of others', tests: 'all' },
  'test/e2e': { why: 'the program, real services and a real terminal together', tests: 'all' },
  'test/faults': { why: 'one law for all clients: what breaks ends no poll without a word', tests: 'all' },
  'test/fuzz': { why: 'one law for all that reads bytes from outside', tests: 'all' },
  'test/profile': {
    why: 'a law of profiles as a whole, whichever check it is that finds it',
    tests: ['bounds', 'diagnostics', 'one-language', 'planted', 'reads', 'robust'],
  },
  'test/profiles': {
    why: shipped,
    tests: ['checklists', 'freeside-commands', 'gates', 'rule-tests', 'shipped'],
  },
  'test/record': { why: 'a file that an earlier version has written', tests: ['first-launch'] },
  'test/report': {
    why: 'a law of every form of report',
    tests: ['any-board', 'golden', 'live-board'],
  },
  'test/rules': {
    why: 'a law of the judgement as a whole, whichever part holds it',
    tests: [
      'absent',
      'bad-input',
      'begins-anew',
      'firing-words',
      'first-run',
      'late-data',
      'missing',
      'moved-t0',
      'old-answers',
      'recipes',
      'since',
      'small-rules',
      'stale-on-arrival',
      'there-is-none',
      'windows-in-part',
    ],
  },
  'test/rules/properties': { why: 'what holds of the judgement for any input', tests: 'all' },
  'test/scripts': {
    why: 'what the whole bundle loads, and is patched with',
    tests: ['first-frame', 'patches'],
  },
  'test/simulator': { why: 'the judgement beside a known truth', tests: 'all' },
  'test/sources': {
    why: 'one law for the clients of several kinds',
    tests: ['answer-end', 'documented', 'own-network', 'reads-only', 'there-is-none'],
  },
  'test/sources/cloudwatch': {
    why: wholeClient,
    tests: ['counts', 'credentials', 'data', 'faults', 'parts', 'recipes'],
  },
  'test/sources/dns': { why: wholeClient, tests: ['faults'] },
  'test/sources/evm': {
    why: wholeClient,
    tests: ['answer-ids', 'any-answer', 'contract-profile', 'failover', 'reads'],
  },
  'test/sources/exec': { why: wholeClient, tests: ['faults', 'processes', 'reads'] },
  'test/sources/http': { why: wholeClient, tests: ['bad-answers', 'profile'] },
  'test/sources/prometheus': {
    why: wholeClient,
    tests: ['begun-anew', 'growth', 'nan-look', 'own-timestamps', 'restart', 'series'],
  },
  'test/sources/promql': { why: wholeClient, tests: ['answers', 'prometheus'] },
  'test/sources/redis': { why: wholeClient, tests: ['any-reply', 'failures', 'reads', 'rights', 'tls'] },
  'test/sources/sql': { why: wholeClient, tests: ['any-answer', 'failures', 'reads', 'server-reads'] },
  'test/ui': { why: 'Ink as it is drawn with', tests: ['shipped-ink'] },
  'test/ui/views': { why: 'a law of every screen', tests: ['fits'] },
};
