// No secret comes out: every output of every command, and all that is left on the disk, with a marked variable in every kind of
// place; what the far end repeats of it, in every form, too. What is no secret is told as it is written, and never looked for.
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { ensureBuilt } from '../support/built.ts';
import { httpServer } from '../support/http-servers.ts';
import { runToEnd, startProgram } from '../support/running-program.ts';
import { onTerminal, temporaryFolder } from './support.ts';

beforeAll(ensureBuilt, 60_000);

/** By where they stand, by name, and by the profile's word. */
const secretNames = (
  'UP US BEARER CRUMB QUERY SEGMENT FRAGMENT BODY XKEY ARGUMENT WHOLE ' +
  'SHOP_TOKEN PGPASSWORD HOOK_WEBHOOK GH_PAT PARTNER PASSED_SECRET'
).split(' ');
const values = new Map(
  secretNames.map((name) => [name, `Zq${name.slice(0, 2)}-${randomBytes(12).toString('hex')}@Kx#9`]),
);
const PIN = '8341';
/** No secrets: they stand in a source, or only in texts. */
const plain = { QUEUE: 'intents', CREW: 'ada-lovelace', RELEASE: 'shop-7.1' };

function environment(url: string): Record<string, string> {
  const env = { ...Object.fromEntries(values), ...plain, DOOR_PIN: PIN };
  return {
    ...env,
    WHOLE_URL: `${url.replace('://', `://who:${encodeURIComponent(values.get('WHOLE') ?? '')}@`)}/whole`,
  };
}

/** Every form in which a value may come back. */
function echoes(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  return [
    value,
    value.toLowerCase(),
    value.toUpperCase(),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    bytes.toString('base64').replace(/=+$/, ''),
    encodeURIComponent(value),
  ];
}

function profileOver(url: string): string {
  const host = url.replace('http://', '');
  return `profile: shop/test
title: "Shop \${SHOP_TOKEN} of \${CREW} at \${QUEUE}, stuck intents"
environment: "\${PARTNER}"
secret: [PARTNER]
vars: { own: "\${GH_PAT}" }
launch: { version: "\${RELEASE}" }
sources:
  user: { kind: http, url: "http://\${US}:\${UP}@${host}/echo", every: 300ms, because: "\${SHOP_TOKEN}", missing: good }
  auth:
    kind: http
    url: "${url}/v1/\${SEGMENT}/echo?q=\${QUERY}#\${FRAGMENT}"
    method: POST
    changes: nothing here
    headers: { Authorization: "Bearer \${BEARER}", Cookie: "c=\${CRUMB}", X-Api-Key: "\${XKEY}", X-Queue: "\${QUEUE}", X-Pin: "\${DOOR_PIN}" }
    body: '{"password":"\${BODY}","token":"\${SHOP_TOKEN}"}'
  whole: { kind: http, url: "\${WHOLE_URL}", expect: [204] }
  gone: { kind: http, url: "http://\${US}:\${UP}@127.0.0.1:9/\${PARTNER}" }
  run: { kind: exec, command: ["sh", "-c", "echo $PASSED_SECRET $PGPASSWORD $1 >&2; exit 3", "--token", "\${ARGUMENT}"], env: { PGPASSWORD: "\${PGPASSWORD}" }, pass: [PASSED_SECRET] }
metrics:
  up: { title: "Up \${SHOP_TOKEN}", group: "G \${PARTNER} {own}", from: user, read: up, target: "== true" }
  seen: { from: auth, read: { json: /seen }, target: '== "\${BEARER}"', alert: '== "never \${PARTNER}"', ref: "r-\${GH_PAT}", because: "since \${PARTNER}", missing: good }
  word: { from: auth, read: { json: /word }, target: '== "intents"' }
  path: { from: auth, read: { json: "/\${SHOP_TOKEN}/x" } }
  none: { from: whole, read: up, target: "== true" }
  refused: { from: gone, read: { json: /x } }
  ran: { from: run, read: ok, target: "== true" }
hints:
  restart:
    kind: rollback
    title: "Restart \${GH_PAT}"
    when: 'word == "intents"'
    do:
      - { text: "Undo \${PARTNER}", run: "kubectl -n intents --token \${SHOP_TOKEN} rollout undo \${QUEUE} \${CREW} \${GH_PAT:-none}", ref: "s-\${PARTNER}" }
      - "Call \${HOOK_WEBHOOK}"
incidents:
  lost: { class: P0, title: "Lost \${PARTNER}", when: 'word == "intents"', tell: "\${HOOK_WEBHOOK}", respond: "when \${PARTNER}", do: "Ask \${GH_PAT}" }
classes: { P0: { respond: 15m, tell: "all \${PARTNER}" } }
phases:
  - at: T-1h
    title: "Before \${PARTNER}"
    items:
      - { text: "Ticked \${PARTNER}", manual: "by \${GH_PAT}", ref: "t-\${PARTNER}" }
      - { text: "Seen \${SHOP_TOKEN}", when: 'seen != "\${BEARER}"' }
gate:
  required: [ { text: "Signed \${GH_PAT}", ref: sign-1 }, { text: "Word is \${SHOP_TOKEN}", when: 'word == "intents"' } ]
`;
}

/** Answers with what it was sent, in every form, as a text that is shown. */
async function echoingServer() {
  const server = await httpServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { authorization = '', cookie = '' } = request.headers;
      const forms = [...values.values()].flatMap(echoes);
      const sent = [
        request.url,
        authorization,
        cookie,
        JSON.stringify(request.headers),
        Buffer.concat(chunks).toString(),
      ];
      const index = Number(new URL(request.url ?? '/', 'http://x').searchParams.get('n') ?? 0);
      const told = sent.join(' ').slice(0, 200);
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ seen: `${forms[(turn++ + index) % forms.length]} ${PIN} ${told}`, word: 'intents' }),
      );
    });
  });
  let turn = 0;
  onTestFinished(() => server.close());
  return server;
}

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** What of the secrets stands in this text. */
function leaks(text: string): readonly string[] {
  const found = [...values].flatMap(([name, value]) =>
    echoes(value).some((form) => text.includes(form)) || text.includes(value.slice(4, 20)) ? [name] : [],
  );
  const pair = Buffer.from(`${values.get('US')}:${values.get('UP')}`).toString('base64');
  return [
    ...found,
    ...(text.includes(pair.slice(4, 30)) ? ['Basic'] : []),
    ...(/\b8341\b/.test(text) ? ['PIN'] : []),
  ];
}

test('every output of every command, and what it leaves on the disk', async () => {
  const folder = temporaryFolder();
  const server = await echoingServer();
  const env = environment(server.url);
  const file = join(folder, 'launch.yaml');
  writeFileSync(file, profileOver(server.url));
  const options = { cwd: folder, env };
  expect((await runToEnd(['trust', file, '--yes'], options)).code).toBe(0);
  const outputs = new Map<string, string>();
  const run = async (...args: readonly string[]): Promise<void> => {
    const { code, stdout, stderr } = await runToEnd(args, options);
    outputs.set(args.join(' '), `${stdout}\n${stderr}`);
    expect([args.join(' '), code, stderr]).not.toEqual([args.join(' '), 70, stderr]);
    expect([args.join(' '), code, stderr]).not.toEqual([args.join(' '), 65, stderr]);
  };
  await run('lint', file);
  await run('trust', file);
  await run('profiles');
  await run('check', file);
  await run('check', file, '--json', '--for', '1s');
  for (const format of ['md', 'html', 'json']) await run('snapshot', file, '--format', format);
  await run('explain', file);
  for (const id of ['up', 'seen', 'restart', 'lost', 'sign-1']) await run('explain', file, id);
  await run('explain', file, 'seen', '--json');
  await run('checklist', file);
  await run('checklist', file, '--json');
  await run('gate', file, '--timeout', '0s');
  await run('gate', file, '--timeout', '0s', '--json');
  await run(
    'sign',
    file,
    'sign-1',
    '--by',
    `ada ${values.get('PARTNER')}`,
    '--note',
    `with ${values.get('GH_PAT')}`,
  );
  await run('tick', file, 'no such', '--by', 'ada');
  const watched = startProgram(['watch', file, '--json'], options);
  await watched.boardWhere('everything was asked', ({ sources }) => sources.every(({ polls }) => polls > 0));
  watched.kill('SIGTERM');
  await watched.exit;
  outputs.set('watch --json', `${watched.lines.join('\n')}\n${watched.errors()}`);
  const wall = onTerminal(['watch', file], { ...options, columns: 220, rows: 60 });
  await wall.waitFor(/stuck intents/);
  const screens = [wall.screen()];
  const pages = [
    ['t', 'Ticked ${PARTNER}'],
    ['v', 'Signed ${GH_PAT}'],
    ['o', '${WHOLE_URL}'],
    ['d', '▸ y  $ kubectl'],
  ] as const;
  for (const [key, shown] of pages) {
    wall.press(key);
    await wall.waitFor(new RegExp(shown.replace(/[${}]/g, String.raw`\$&`)));
    screens.push(wall.screen());
    wall.press('\u001B');
    await wall.waitFor(/LATEST/);
  }
  wall.press('s');
  await wall.waitFor(/launchwall-shop-test-\S+\.md/);
  wall.press('q');
  await wall.exited();
  outputs.set('the wall', [...screens, wall.screen()].join('\n'));

  for (const path of filesUnder(folder)) if (path !== file) outputs.set(path, readFileSync(path, 'latin1'));
  for (const [what, text] of outputs) expect([what, leaks(text)]).toEqual([what, []]);

  // What is no secret stays as it is, wherever it stands.
  const board = outputs.get(`check ${file} --json --for 1s`) ?? '';
  expect(board).toContain('of ada-lovelace at ${QUEUE}, stuck intents');
  expect(board).toContain(
    'kubectl -n intents --token $SHOP_TOKEN rollout undo ${QUEUE} ada-lovelace ${GH_PAT:-none}',
  );
  expect(board).toContain('"version": "shop-7.1"');
  expect(outputs.get(`check ${file}`)).toContain('Shop ${SHOP_TOKEN} of ada-lovelace');
}, 120_000);

/** Places whose text is read, not printed: what does not fit there is told without it. */
const readPlaces = [
  'sources: { a: { kind: http, url: "http://h/", every: "¤" } }',
  'sources: { a: { kind: http, url: "¤" } }',
  'sources: { a: { kind: "¤", url: "http://h/" } }',
  'sources: { a: { kind: http, url: "http://h/", method: "¤" } }',
  'sources: { a: { kind: http, url: "http://h/", needs: "¤" } }',
  'sources: { a: { kind: http, url: "http://h/", missing: "¤" } }',
  'sources: { a: { kind: http, url: "http://h/", expect: ["¤"] } }',
  'sources: { a: { kind: http, url: "http://h/", match: "/(¤/" } }',
  'sources: { a: { kind: http, url: "http://h/", headers: { A: "¤\\n" } } }',
  'sources: { a: { kind: redis, url: "¤" } }',
  'sources: { a: { kind: sql, url: "postgres://a:b@h:5432/d?¤=1" } }',
  'sources: { a: { kind: evm, rpc: ["¤"], chain: "¤" } }',
  'sources: { a: { kind: dns, name: "¤ x", type: "¤", server: "¤ x" } }',
  'sources: { a: { kind: tls, url: "¤" } }',
  'sources: { a: { kind: cloudwatch, region: "¤", settle: "¤" } }',
  'sources: { a: { kind: exec, command: "¤" } }',
  'metrics: { m: { from: "¤", read: up } }',
  'metrics: { m: { from: a, read: "¤" } }',
  'metrics: { m: { from: a, read: { json: "¤" } } }',
  'metrics: { m: { from: a, read: up, target: "> ¤" } }',
  'metrics: { m: { from: a, read: up, alert: "¤ > 3" } }',
  'metrics: { m: { from: a, read: latency, use: "¤" } }',
  'metrics: { m: { from: a, read: latency, unit: "¤" } }',
  'metrics: { m: { from: a, read: latency, hold: "¤" } }',
  'metrics: { m: { from: { expr: "¤ + 1" } } }',
  'units: ["¤", "¤"]',
  'hints: { h: { kind: "¤", when: "m > 1", do: x } }',
  'incidents: { i: { class: "¤", when: "m > ¤" } }',
  'launch: { at: "¤" }',
  'phases: [ { at: "¤", items: [ { text: a, ref: "¤" }, { text: b, ref: "¤" } ] } ]',
  'phases: [ { at: T-0, items: [ { text: a, id: "¤" }, { text: b, runs: { of: "¤", count: 1, maxAge: 1h }, when: "m > 1" } ] } ]',
];
const base = 'sources: { a: { kind: http, url: "http://h/" } }\nmetrics: { m: { from: a, read: latency } }\n';

test.each(['API_TOKEN', 'PARTNER'])(
  'a diagnostic never quotes what the environment gave: %s',
  async (name) => {
    const folder = temporaryFolder();
    const value = `Zq-${randomBytes(8).toString('hex')} Kx`;
    const files = readPlaces.map((text, index) => {
      const section = text.slice(0, text.indexOf(':') + 1);
      const rest = base.split('\n').filter((line) => !line.startsWith(section));
      const file = join(folder, `p${index}.yaml`);
      const marked = text.replaceAll('¤', `\${${name}}`);
      // The variable of a source is none of the texts'.
      const header = name === 'PARTNER' ? 'vars: { x: "${PARTNER}" }\nsecret: [PARTNER]\n' : '';
      writeFileSync(file, `${header}${marked}\n${rest.join('\n')}`);
      return file;
    });
    const { stdout, stderr } = await runToEnd(['lint', ...files], { cwd: folder, env: { [name]: value } });
    const printed = `${stdout}\n${stderr}`.split('\n');
    const part = value.slice(3, 15);
    expect(printed.filter((line) => line.includes(part))).toEqual([]);
    for (const [index, file] of files.entries())
      expect([readPlaces[index], printed.some((line) => line.includes(file))]).toEqual([
        readPlaces[index],
        true,
      ]);
  },
);

test('an internal fault that quotes a secret ends without it, message and stack', async () => {
  const folder = temporaryFolder();
  const server = await echoingServer();
  const file = join(folder, 'launch.yaml');
  writeFileSync(file, profileOver(server.url));
  const code = `import { existsSync } from 'node:fs';
    setInterval(() => {
      if (existsSync('fail-now')) throw new Error('a bug with ' + process.env.SHOP_TOKEN + ' ' + process.env.BEARER.toUpperCase());
    }, 20);`;
  const env = {
    ...environment(server.url),
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}`,
  };
  const watched = startProgram(['watch', file, '--json'], { cwd: folder, env });
  await watched.boardWhere('it is watched', () => true);
  writeFileSync(join(folder, 'fail-now'), '');
  expect(await watched.exit).toBe(70);
  expect(watched.errors()).toContain('internal fault: a bug with *** ***');
  expect(leaks(watched.errors())).toEqual([]);
});
