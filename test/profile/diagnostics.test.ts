// Bad profiles and what is said of them. A ¦ stands before each place that a finding points at, in the order of the findings.
import { expect, test } from 'vitest';
import { loadText, told } from './support/folder.ts';

interface Case {
  readonly name: string;
  readonly text: string;
  /** `path: message`; those that begin with `warning` do not keep it from being watched. */
  readonly says: readonly string[];
  readonly env?: Record<string, string>;
}

const api = 'sources: { api: { kind: web, url: "https://a.b" } }\n';
const queue = 'sources: { q: { kind: queue, url: "redis://a.b" } }\n';

/** The text without its marks, and each mark's line and column. */
function marked(text: string): { readonly plain: string; readonly places: readonly string[] } {
  const places: string[] = [];
  const lines = text.split('\n').map((line, index) => {
    let rest = line;
    for (let at = rest.indexOf('¦'); at >= 0; at = rest.indexOf('¦')) {
      places.push(`${index + 1}:${at + 1}`);
      rest = rest.slice(0, at) + rest.slice(at + 1);
    }
    return rest;
  });
  return { plain: lines.join('\n'), places };
}

const cases: readonly Case[] = [
  {
    name: 'five different mistakes',
    text: `profile: a/b
sources:
  api: { kind: web, url: "https://a.b", ¦evry: 5s }
  q: { kind: ¦quue, url: "redis://a.b" }
metrics:
  latency: { from: ¦apj, read: latency, alert: "> 5 s" }
  up: { from: api, read: up, alert: "== ¦flase" }
hints:
  more: { kind: scale-up, when: up == false for 1m, do: ¦7 }
`,
    says: [
      'sources.api.evry: unknown key "evry" (did you mean "every"?)',
      'sources.q.kind: expected one of chain, cloud, queue, web, found "quue" (did you mean "queue"?)',
      'metrics.latency.from: there is no source "apj" (did you mean "api"?)',
      'metrics.up.alert: there is no metric "flase" (did you mean "false"?)',
      'hints.more.do: expected text or a map with "text" or a list, found the number 7',
    ],
  },
  {
    name: 'a number for a duration',
    text: 'sources: { api: { kind: web, url: "https://a.b", every: ¦10 } }\nmetrics: { up: { from: api, read: up } }',
    says: ['sources.api.every: expected a duration such as 10s, found the number 10'],
  },
  {
    name: 'formulas that mean nothing',
    text: `${api}units: [USDC]
metrics:
  errors: { from: api, read: { pointer: /errors }, unit: USDC }
  latency: { from: api, read: latency }
  state: { from: api, read: { pointer: /state } }
  a: { from: { expr: "errors + ¦latncy" } }
  b: { from: { expr: "¦errors + latency" } }
  c: { from: { expr: "errors / errors" }, unit: ¦ms }
  d: { from: { expr: "¦5 * 3" } }
  e: { from: { expr: "errors ¦errors" } }
  f: { from: { expr: "¦errors * latency" } }
  g: { from: { expr: "errors * 2" }, ¦read: status, ¦use: avg(5m) }
  h: { from: { ¦exp: "errors" } }
  i: { from: { expr: "k + 1" }, alert: "> 5" }
  j: { from: { expr: "¦i + 1" } }
  k: { from: { expr: "j + 1" } }
  l: { from: { expr: "l + 1" } }
  m: { from: { expr: "errors / 2" }, alert: "¦> 5 ms" }
`
      .replace('"l + 1"', '"¦l + 1"')
      .replace('read: status', 'read: ¦status')
      .replace('use: avg', 'use: ¦avg')
      .replace('¦read', 'read')
      .replace('¦use', 'use'),
    says: [
      'metrics.a.from.expr: there is no metric "latncy" (did you mean "latency"?)',
      'metrics.b.from.expr: what is in ms cannot be added to what is in USDC',
      'metrics.c.unit: "ms" measures something else than the formula, which gives a ratio: give the number a unit inside the formula, (…) * 1 ms',
      'metrics.d.from.expr: the formula names no metric: it would never have a sample',
      'metrics.e.from.expr: "errors" is too much here: expected +, -, *, / or the end',
      'metrics.f.from.expr: the formula gives USDC·time: there is no unit for that',
      'metrics.g.read: a derived metric has no "read": it is calculated from the metrics that it names',
      'metrics.g.use: a derived metric has no "use": it is calculated from the metrics that it names',
      'metrics.h.from.exp: unknown key "exp" (did you mean "expr"?)',
      'metrics.j.from.expr: this goes round in a circle: i → k → j → i',
      'metrics.l.from.expr: this goes round in a circle: l → l',
      'metrics.m.alert: "ms" does not fit m, which is in USDC',
    ],
  },
  {
    name: 'no time at all',
    text: 'sources: { api: { kind: web, url: "https://a.b", every: ¦0s } }\nmetrics: { up: { from: api, read: up } }',
    says: ['sources.api.every: expected a duration longer than nothing; found "0s"'],
  },
  {
    name: 'what is missing, at the key of what misses it',
    text: 'sources: { ¦api: { kind: web } }\nmetrics: { ¦up: { read: up }, ¦down: { from: api } }',
    says: [
      'sources.api.url: "url" is missing: expected an absolute URL',
      'metrics.up.from: "from" is missing: expected text or a map with "expr"',
      'metrics.down.read: "read" is missing: expected one of up, status, latency or a map with "pointer"',
    ],
  },
  {
    name: 'a kind that is left out',
    text: 'sources: { ¦api: { url: "https://a.b" } }\nmetrics: { up: { from: api, read: up } }',
    says: ['sources.api.kind: "kind" is missing: expected one of chain, cloud, queue, web'],
  },
  {
    name: 'a read that no branch takes',
    text: `${queue}metrics:
  a: { from: q, read: { ¦lst: jobs } }
  b: { from: q, read: { stream: jobs, ¦grup: x } }
  c: { from: q, read: ¦jobs }
  d: { from: q, read: { list: ¦33 } }
`,
    says: [
      'metrics.a.read.lst: unknown key "lst" (did you mean "list"?)',
      'metrics.b.read.grup: unknown key "grup" (did you mean "group"?)',
      'metrics.c.read: expected a map with "list" or a map with "stream" or a map with "memory", found "jobs"',
      'metrics.d.read.list: expected text, found the number 33: put it in quotes, "33"',
    ],
  },
  {
    name: 'unknown keys far from any known one',
    text: `${api}metrics: { up: { from: api, read: up } }\ngate: { ¦musts: [] }\n¦plan: x`,
    says: [
      'gate.musts: unknown key "musts"; there are required, recommended',
      'plan: unknown key "plan"; there are profile, title, environment, abstract, extends, vars, secret, units, launch, sources, metrics, hints, incidents, classes, phases, gate',
    ],
  },
  {
    name: 'conditions: the column is the word’s own',
    text: `${api}metrics:
  latency:
    from: api
    read: latency
    target: < 200ms and¦
    alert: "¦> 5 ETH"
hints:
  a: { kind: scale-up, when: "latency > 5ms and ¦latncy > 3", do: x }
  b: { kind: scale-up, when: latency > 5ms and ¦avrg(latency, ¦5m) > 3, do: x }
  c:
    kind: rollback
    do: x
    when: ¦>-
      latency >
      5ms or ms
`,
    says: [
      "metrics.latency.target: the end is no metric: expected a metric's id or a function",
      'metrics.latency.alert: "ETH" does not fit latency, which is in ms',
      'hints.a.when: there is no metric "latncy" (did you mean "latency"?)',
      'hints.b.when: "avrg" is no function: did you mean avg()?',
      'hints.b.5m) > 3: unknown key "5m) > 3": inside { } a text with a comma needs quotes',
      'hints.c.when: expected a comparison (< <= > >= == != in), "is" or "absent", found the end',
    ],
  },
  {
    name: 'units',
    text: `units: [USDC, ¦ETH, ¦USDC, ¦"a b"]
sources:
  api: { kind: web, url: "https://a.b" }
  chain: { kind: chain, rpc: ["https://a.b"], chain: 1 }
metrics:
  a: { from: api, read: latency, unit: ¦sec }
  b: { from: api, read: latency, unit: ¦ETH }
  c: { from: api, read: up, use: success(1h), unit: ¦ms }
  d: { from: api, read: { pointer: /x }, use: rate(1m), unit: ¦MB }
  e: { from: chain, read: { balance: "0x1" }, unit: gwei, alert: "¦< 5 USDC" }
  f: { from: api, read: latency, use: count(5m), unit: ¦ms }
`,
    says: [
      'units[1]: "ETH" is a known unit already',
      'units[2]: "USDC" stands here twice',
      'units[3]: a unit is one word of letters, such as USDC; found "a b"',
      'metrics.a.unit: "sec" is no unit; there are %, us, ms, s, m, h, d, B, kB, MB, GB, TB, KiB, MiB, GiB, TiB, wei, gwei, ETH, USDC, ETH, USDC, a b, and rates such as 100/min',
      'metrics.b.unit: "ETH" measures something else than what is read here, which is in ms',
      'metrics.c.unit: "ms" is not what success() gives, which is "%": write that, or leave the unit out',
      'metrics.d.unit: "MB" measures something else than what rate() gives here, which is in /s',
      'metrics.e.alert: "USDC" does not fit e, which is in gwei',
      'metrics.f.unit: "ms" is not what count() gives, which is a plain count: leave the unit out',
    ],
  },
  {
    name: 'truths and numbers, by what the read alone says',
    text: `${api}metrics:
  a: { from: api, read: up, target: ¦== 7 }
  b: { from: api, read: latency, alert: ¦== false }
  c: { from: api, read: up, target: == true }
hints:
  off: { kind: scale-up, do: 'no', when: c > 0.5 }
`.replace('when: c', 'when: ¦c'),
    says: [
      'metrics.a.target: a is true or false: compare it with true or false',
      'metrics.b.alert: b is a number and can never be true or false',
      'hints.off.when: ">" compares numbers, and c is true or false: use == or !=',
    ],
  },
  {
    name: 'functions',
    text: `${api}metrics:
  a: { from: api, read: latency, use: ¦p95x(5m) }
  b: { from: api, read: latency, use: ¦success(5m) }
  c: { from: api, read: latency, use: "p95(¦)" }
  d: { from: api, read: latency, use: ¦5 }
`,
    says: [
      'metrics.a.use: "p95x" is no function: did you mean p95()?',
      'metrics.b.use: success() counts good probes, and b is no probe (true or false)',
      'metrics.c.use: p95() needs a window: p95(queue-depth, 5m); found ")"',
      'metrics.d.use: expected a function such as success(1h), found the number 5',
    ],
  },
  {
    name: 'needs: unknown names and circles',
    text: `sources:
  a: { kind: web, url: "https://a.b", needs: [b] }
  b: { kind: web, url: "https://a.b", needs: [¦a] }
  c: { kind: web, url: "https://a.b", needs: ¦up }
metrics:
  up: { from: c, read: up }
  latency: { from: a, read: latency, needs: [up, ¦latncy] }
`,
    says: [
      'sources.b.needs[0]: this goes round in a circle: a → b → a',
      'sources.c.needs: this goes round in a circle: c → up → c',
      'metrics.latency.needs[1]: there is no source or metric "latncy" (did you mean "latency"?)',
    ],
  },
  {
    name: 'missing data',
    text: `${api}metrics:
  a: { from: api, read: up, missing: ¦good }
  b: { from: api, read: up, missing: ¦notBreaching }
  c: { from: api, read: up, missing: notBreaching, because: it is }
  d: { from: api, read: up, missing: ¦braeching }
`,
    says: [
      'metrics.a.missing: "good" needs a "because" beside it: why is it good news that there are no data?',
      'metrics.b.missing: "notBreaching" needs a "because" beside it: why is it good news that there are no data?',
      'metrics.d.missing: expected one of unknown, keep, bad, good, missing, ignore, breaching, notBreaching, found "braeching" (did you mean "breaching"?)',
    ],
  },
  {
    name: 'incidents and classes',
    text: `${api}metrics: { up: { from: api, read: up } }
incidents:
  a: { class: ¦P9, when: up == false }
  b: { class: P0, when: up ==¦, do: [] }
classes: { P0: { respnd: 5m }, P1: { respond: 15m } }
`
      .replace('{ respnd', '{ ¦respnd')
      .replace('do: []', 'do: ¦[]'),
    says: [
      'incidents.a.class: expected one of P0, P1, P2, P3, found "P9" (did you mean "P0"?)',
      'incidents.b.when: expected a quantity, a "text", true or false, found the end',
      'incidents.b.do: expected at least 1 entry, found an empty list',
      'classes.P0.respnd: unknown key "respnd" (did you mean "respond"?)',
    ],
  },
  {
    name: 'a time to respond that begins like a duration and is none',
    text: `${api}metrics: { up: { from: api, read: up } }
incidents:
  a: { class: P0, respond: ¦15 min }
  b: { class: P0, respond: ¦15 }
  c: { class: P0, respond: ¦2 business days }
  d: { class: P0, respond: ¦PT15M }
  e: { class: P0, respond: ¦< 15m }
  f: { class: P0, respond: within 2 business days }
classes: { P0: { respond: ¦1 hour 30 minutes }, P1: { respond: ¦15x }, P2: { respond: Next business day } }
`,
    says: [
      'incidents.a.respond: "15 min" is no duration: write 15m',
      'incidents.b.respond: expected a duration, or words such as 15m, found the number 15',
      'incidents.c.respond: "2 business days" is no duration: write 15m, 1h30m or 2d, or begin with a word where words are meant',
      'incidents.d.respond: "PT15M" is no duration: write 15m',
      'incidents.e.respond: "< 15m" is no duration: write 15m, 1h30m or 2d, or begin with a word where words are meant',
      'classes.P0.respond: "1 hour 30 minutes" is no duration: write 1h30m',
      'classes.P1.respond: "15x" is no duration: write 15m, 1h30m or 2d, or begin with a word where words are meant',
    ],
  },
  {
    name: 'phases, launch and names',
    text: `${api}metrics: { ¦and: { from: api, read: up }, ¦"a b": { from: api, read: up } }
phases:
  - { at: ¦T-x, items: [ { text: ¦"" } ] }
  - { at: ¦60, items: ¦x }
launch: { at: ¦2026-12-01, version: ¦1.10 }
profile: ¦a b
`,
    says: [
      'metrics.and: "and" is no name here: a word of the conditions cannot be a name: and, or, not, until, for, of, in, is, absent, sample, samples, true, false',
      'metrics.a b: "a b" is no name here: a name is words of letters, digits and "_", joined by "-" or ".", such as queue-depth',
      'phases[0].at: expected a point on the launch clock such as T-1h, T-0 or T+24h; found "T-x"',
      'phases[0].items[0].text: expected some text, found an empty text',
      'phases[1].at: expected a point on the clock of the launch such as T-1h, found the number 60',
      'phases[1].items: expected a list, found "x"',
      'launch.at: expected an instant such as 2026-12-01T15:00:00Z, with its offset to UTC; found "2026-12-01"',
      'launch.version: expected text, found the number 1.10: put it in quotes, "1.10"',
      'profile: a profile is named like sge/production; found "a b"',
    ],
  },
  {
    name: 'variables',
    text: `vars:
  host: a.b
  key: ¦\${SGE_KEY}
  loop: "{¦loop}"
sources:
  api: { kind: web, url: "https://{host}/¦{hots}", body: "{key} ¦\${NOT_SET} \${UNSET:-x}" }
  empty: { kind: web, url: "¦\${EMPTY}" }
metrics: { up: { from: api, read: up }, e: { from: empty, read: up } }
`.replace('{¦loop}', '¦{loop}'),
    env: { EMPTY: '' },
    says: [
      'vars.key: the environment variable SGE_KEY is not set, and has no default here',
      'vars.loop: the variable {loop} is made of itself: loop → loop',
      'sources.api.url: there is no variable "hots" under vars (did you mean "host"?); write {{hots}} for the characters themselves',
      'sources.api.body: the environment variable NOT_SET is not set, and has no default here',
      'sources.empty.url: the environment variable EMPTY is empty',
    ],
  },
  {
    name: 'a variable without quotes is a map to YAML',
    text: `vars: { api: x }\nsources:\n  api:\n    kind: web\n    url: ¦{api}\nmetrics: { up: { from: api, read: up } }`,
    says: ['sources.api.url: expected an absolute URL, found a map: put the text in quotes, "{api}"'],
  },
  {
    name: 'what the environment gave is not shown',
    text: 'sources: { api: { kind: web, url: ¦"${URL}" } }\nmetrics: { up: { from: api, read: up } }',
    env: { URL: 'hunter22-and-more' },
    says: [
      'sources.api.url: an absolute URL is needed that begins with http:// or https://; found what "${URL}" stands for',
    ],
  },
  {
    name: 'the YAML itself',
    text: 'sources:\n  api: ¦{ kind: web, url: "https://a.b"\nmetrics: ¦x\n',
    says: [
      ': this is no YAML: the { that opens here is not closed: } is missing',
      'metrics: expected a map of names and values, found "x"',
    ],
  },
  {
    name: 'what is something else to YAML',
    text: `vars: { api: https://a.b }
sources:
  api:
    kind: web
    url: ¦{api}/healthz
    ¦every 5s
metrics:
  uptime:
    title: ¦API: uptime
    from: api
    read: up
    use: success(1h)
    unit: ¦%
    target: ¦> 99.9%
  version: { from: api, read: { pointer: /v }, alert: ¦!= "v1" }
  mode: { from: api, read: { pointer: /m }, alert: "!= ¦v1" }
  depth: { from: api, read: { pointer: /d }, alert: "¦=> 99", unit: ¦% }
  share: { from: api, read: { pointer: /s }, unit: '%', alert: "< ¦99,9%" }
  both: { from: api, read: { pointer: /b }, unit: ¦%, target: ¦> 5% }
incidents:
  slow: { class: P1, when: depth > 5, title: It, respond: 1h,¦5m }
`,
    says: [
      ": this is no YAML: put it in quotes: '{api}/healthz'",
      ': this is no YAML: a colon is missing: write every: 5s',
      ": this is no YAML: put it in quotes: 'API: uptime'",
      ": this is no YAML: put it in quotes: '%'",
      ": this is no YAML: put it in quotes: '> 99.9%'",
      `: this is no YAML: put it in quotes: '!= "v1"'`,
      'metrics.mode.alert: there is no metric "v1"; a word to compare with stands in quotes: != "v1"',
      'metrics.depth.alert: "=>" means nothing here: write ">="',
      ": this is no YAML: put it in quotes: '%'",
      'metrics.share.alert: a decimal has a point and no comma: write 99.9%',
      ": this is no YAML: put it in quotes: '%'",
      ": this is no YAML: put it in quotes: '> 5%'",
      'incidents.slow.5m: unknown key "5m": inside { } a text with a comma needs quotes',
    ],
  },
  {
    name: 'lines that are too far in or out, and what is not closed',
    text: `sources:
  api:
    kind: web
   ¦url: https://a.b
  q: ¦{ kind: queue, url: "redis://a.b"
metrics:
  up:
    from: api
  ¦read: up
  depth:
    from: q
      ¦read: { list: jobs }
    alert: ¦"> 5
  more: { from: q ¦read: { list: more } }
`,
    says: [
      ': this is no YAML: this line is indented by 3: indent it by 4, as the lines that it belongs to',
      ': this is no YAML: the { that opens here is not closed: } is missing',
      'metrics.read: "read" is a key of up, above it: indent it as the lines there',
      ': this is no YAML: this line is indented by 6: indent it by 4, as the lines that it belongs to',
      ': this is no YAML: the text that begins here with " does not end: put " behind it',
      ': this is no YAML: a comma is missing before "read"',
    ],
  },
  {
    name: 'a line of which nothing can be made: nothing is said of what may stand in it',
    text: `sources:
  api: { kind: web, url: "https://a.b" }
¦%%: &&& *** ]]
metrics:
  up: { from: api, read: up, alert: "== 5 for ¦x" }
  b: { from: other, read: up }
`,
    says: [
      ': this is no YAML: plain value cannot start with directive indicator character %',
      'metrics.up.alert: "for" needs a duration or a number of samples: for 10m, for 3 samples, for 3 of 5 samples; found "x"',
    ],
  },
  {
    name: 'an alias of nothing is one mistake',
    text: 'sources: { api: { kind: web, url: ¦*url } }\nmetrics: { up: { from: api, read: up } }',
    says: [
      "sources.api.url: the alias *url names nothing that stands before it: put it in quotes, '*url', if it is a text",
    ],
  },
  {
    name: 'a key twice',
    text: `title: a\n¦title: b\n${api}metrics: { up: { from: api, read: up } }`,
    says: ['title: the key "title" stands here a second time: it is already on line 1'],
  },
  { name: 'nothing', text: '¦', says: [': the file is empty: a profile is a map with sources and metrics'] },
  {
    name: 'a comment alone',
    text: '¦# later\n',
    says: [': the file is empty: a profile is a map with sources and metrics'],
  },
  {
    name: 'a list',
    text: '¦- a\n',
    says: [': a profile is a map with sources and metrics, and this is not one'],
  },
  {
    name: 'runs that could not be counted',
    text: `${api}metrics:
  smoke: { from: api, read: status }
  twice: { from: { expr: "smoke * 2" } }
phases:
  - items:
      - { text: a, runs: ¦{ of: smoke, count: 3, maxAge: 1h } }
gate:
  required:
    - { text: b, when: smoke == 200, runs: { of: ¦smoek, count: 3, maxAge: 1h, same: ¦twice } }
    - { text: c, when: ¦smoke == 200 for 3 samples, runs: { of: smoke, count: 3, maxAge: 1h } }
    - { text: d, when: ¦"avg(smoke, 5m) < 300", runs: { of: smoke, count: 3, maxAge: 1h } }
    - { text: e, when: ¦smoke is red, runs: { of: smoke, count: 3, maxAge: 1h } }
    - { text: e, when: ¦twice < 300, runs: { of: smoke, count: 3, maxAge: 1h } }
  recommended:
    - { text: f, when: smoke == 200, runs: { of: smoke, count: ¦0, maxAge: ¦0s, ¦off: 1 } }
`,
    says: [
      'phases[0].items[0].runs: runs counts the looks at which "when" holds, and there is none beside it',
      'gate.required[0].runs.of: there is no metric "smoek" (did you mean "smoke"?)',
      'gate.required[0].runs.same: runs looks at what was read, and twice is calculated from others: name those',
      'gate.required[1].when: runs says how often it must hold: leave out "for"',
      'gate.required[2].when: each run is judged by itself: leave out avg()',
      'gate.required[3].when: beside runs a condition compares values: the status of back then is not kept',
      'gate.required[4].when: runs looks at what was read, and twice is calculated from others: name those',
      'gate.recommended[0].runs.count: expected at least 1, found the number 0',
      'gate.recommended[0].runs.maxAge: expected a duration longer than nothing; found "0s"',
      'gate.recommended[0].runs.off: unknown key "off" (did you mean "of"?)',
    ],
  },
  {
    name: 'a section without content',
    text: `¦sources:\n¦metrics:\n`,
    says: [
      'sources: expected a map of names and values, found nothing',
      'metrics: expected a map of names and values, found nothing',
    ],
  },
];

test.each(cases)('$name', async ({ text, says, env }) => {
  const { plain, places } = marked(text);
  const result = await loadText(plain, env);
  expect(told(result).filter((line) => !line.startsWith('warning'))).toEqual(
    says.map((message, index) => `${places[index]} ${message}`),
  );
  expect(result.ok).toBe(false);
});

test('every mistake is found whatever the order of the sections is', async () => {
  const sections = [
    'sources: { api: { kind: web, url: "https://a.b", evry: 5s } }',
    'metrics: { up: { from: apj, read: up, alert: "> x" }, l: { from: api, read: latncy } }',
    'hints: { h: { kind: scale-up, when: upp > 1, do: x } }',
    'phases: [ { at: T-x, items: [] } ]',
  ];
  const messages = async (order: readonly string[]): Promise<string[]> =>
    told(await loadText(order.join('\n')))
      .map((line) => line.replace(/^\d+:/, ''))
      .sort();
  const first = await messages(sections);
  expect(first).toHaveLength(6);
  expect(await messages(sections.toReversed())).toEqual(first);
});

const warnings: readonly Case[] = [
  {
    name: 'a credential in the file',
    text: `sources:
  a: { kind: queue, url: ¦"redis://:hunter22@a.b", password: ¦sesame }
  b: { kind: web, url: "https://a.b", headers: { Authorization: ¦Bearer abc } }
  c: { kind: queue, url: "redis://me:\${PW}@a.b", password: "\${PW}" }
metrics: { up: { from: b, read: up } }
`,
    env: { PW: 'sesame-street' },
    says: [
      "sources.a.url: a URL's password stands here for everybody to read: take it from ${NAME}",
      'sources.a.password: "password" with its value stands here for everybody to read: take it from ${NAME}',
      'sources.b.headers.Authorization: "Authorization" with its value stands here for everybody to read: take it from ${NAME}',
    ],
  },
  {
    name: 'a P0 that rests on lenient data, a class that is not described',
    text: `${api}metrics: { up: { from: api, read: up, missing: ¦keep } }
incidents:
  a: { class: P0, respond: 5m, when: up == false }
  b: { class: ¦P1, when: up == false }
`,
    says: [
      'metrics.up.missing: the P0 incident a rests on up: with "keep" it may be missed while there are no data',
      'incidents.b.class: the class P1 is not described under classes: this incident has no time to respond',
    ],
  },
  {
    name: 'a timeout beyond the next poll',
    text: 'sources: { api: { kind: web, url: "https://a.b", every: 5s, timeout: ¦10s } }\nmetrics: { up: { from: api, read: up } }',
    says: [
      'sources.api.timeout: the timeout is longer than the time between two polls: polls will be skipped while one hangs',
    ],
  },
  {
    name: 'nothing to watch',
    text: '¦title: x\n',
    says: [': there are no metrics: nothing is watched, and the verdict stays unknown'],
  },
];

test.each(warnings)('a warning: $name', async ({ text, says, env }) => {
  const { plain, places } = marked(text);
  const result = await loadText(plain, env);
  expect(told(result)).toEqual(says.map((message, index) => `warning ${places[index]} ${message}`));
  expect(result.ok).toBe(true);
});
