// Profiles with http, tls and dns sources, loaded as a whole: where their mistakes are told, and what is no mistake.

import { expect, test } from 'vitest';
import { loadProfile } from '../../../src/profile/load.ts';
import { sourceKinds } from '../../../src/sources/registry.ts';
import { temporaryFolder, told } from '../../profile/support/folder.ts';

async function findings(text: string, env: Record<string, string> = {}): Promise<string[]> {
  const folder = await temporaryFolder();
  const file = await folder.write('p.yaml', text);
  return told(await loadProfile(file, { ...folder.options(env), kinds: sourceKinds }));
}

test('steps with placeholders, variables and the environment side by side', async () => {
  const text = `
vars: { api: https://api.example.com }
sources:
  session:
    kind: http
    steps:
      - name: login
        url: "{api}/login"
        method: POST
        headers: { content-type: application/json }
        body: '{"user":"probe","password":"\${PROBE_PASSWORD}"}'
        keep: { token: /access_token, next: "header:Location" }
      - { name: me, url: "{api}/me/<<token>>", headers: { Authorization: "Bearer <<token>>" } }
      - { url: <<next>>, method: DELETE, changes: "the session of the probe" }
  cert: { kind: tls, url: "{api}" }
  name: { kind: dns, name: api.example.com, type: CNAME }
metrics:
  session:   { from: session, read: up, alert: "== false" }
  me:        { from: session, read: { step: me, read: { json: /id } }, alert: '!= "7"' }
  cert-left: { from: cert, read: { left: chain }, target: "> 21d", alert: "< 7d" }
  cert:      { from: cert, read: valid, alert: "== false" }
  hsts:      { from: session, read: { header: strict-transport-security, directive: max-age }, target: ">= 180d" }
  alias:     { from: name, read: { has: lb.example.com }, alert: "== false" }
`;
  expect(await findings(text, { PROBE_PASSWORD: 'sesame-street' })).toEqual([]);
});

test('every mistake has its place', async () => {
  const text = `sources:
  a: { kind: http, steps: [{ url: "https://a.test/x", keep: { token: /t } }, { url: "https://a.test/<<tokn>>" }] }
  b: { kind: http, url: "https://a.test", method: DELETE }
  c: { kind: http }
  d: { kind: dns, name: "https://a.test" }
  e: { kind: dns, name: a.test, type: SRV }
  f: { kind: tls, url: "tls://a.test" }
metrics:
  m: { from: b, read: { header: x, directve: max-age } }
  n: { from: b, read: { cors: { origin: "https://a.test/", method: GET } } }
  o: { from: b, read: { jwks: { kidd: a } } }
`;
  expect((await findings(text)).map((line) => line.replace(/: .*/, ''))).toEqual([
    '2:85 sources.a.steps[1].url',
    '3:51 sources.b.method',
    '4:3 sources.c.url',
    '5:25 sources.d.name',
    '6:39 sources.e.type',
    '7:24 sources.f.url',
    '9:36 metrics.m.read.directve',
    '10:41 metrics.n.read.cors.origin',
    '11:33 metrics.o.read.jwks.kidd',
  ]);
});

test('a credential that is written into a step is told of', async () => {
  const text = `sources:
  a: { kind: http, steps: [{ url: "https://a.test/x", headers: { Authorization: Bearer abc } }] }
metrics: { up: { from: a, read: up } }
`;
  expect(await findings(text)).toEqual([
    'warning 2:81 sources.a.steps[0].headers.Authorization: "Authorization" with its value stands here for everybody to read: take it from ${NAME}',
  ]);
});
