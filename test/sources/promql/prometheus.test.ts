// The promql source and the prometheus source against a real Prometheus with a real Alertmanager, and an exporter in this process.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { prometheusSource } from '../../../src/sources/prometheus/kind.ts';
import { promqlSource } from '../../../src/sources/promql/kind.ts';
import { httpServer, type TestServer } from '../../support/http-servers.ts';
import { openSource, sentences, told } from '../../support/poll-source.ts';
import { freePort } from '../../support/loopback.ts';
import {
  describeWithPrometheus,
  startAlertmanager,
  startPrometheus,
  until,
  type HttpService,
} from '../../support/services.ts';

const rules = `groups:
  - name: launch
    interval: 1s
    rules:
      - { alert: AlwaysFiring, expr: 'vector(7)', labels: { severity: page, team: web } }
      - { alert: StillPending, expr: 'vector(1)', for: 1h }
      - { alert: NeverFiring, expr: 'vector(0) > 1' }
      - { alert: InstanceDown, expr: 'up == 0' }
      - { alert: Broken, expr: 'vector(1) * on() group_left() (label_replace(vector(1), "a", "1", "", "") or vector(1))' }
      - { record: 'job:up:sum', expr: 'sum(up)' }
  - name: slow
    interval: 1h
    rules:
      - { alert: Rare, expr: 'vector(1)' }
`;

describeWithPrometheus('a real Prometheus', () => {
  const cleanups: (() => Promise<void>)[] = [];
  const atEnd = (end: () => Promise<void>): void => void cleanups.push(end);
  let server: HttpService;
  let alertmanager: HttpService;
  let exporter: TestServer;
  let jobs = 1_000;
  let scrapes = 0;

  beforeAll(async () => {
    exporter = await httpServer((_request, response) => {
      jobs += 10;
      scrapes++;
      const buckets = `t_seconds_bucket{le="0.1"} ${scrapes * 9}\nt_seconds_bucket{le="1"} ${scrapes * 10}\nt_seconds_bucket{le="+Inf"} ${scrapes * 10}`;
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' });
      response.end(
        `# TYPE jobs_total counter\njobs_total{kind="a"} ${jobs}\njobs_total{kind="b"} 5\n${buckets}\n`,
      );
    });
    atEnd(() => exporter.close());
    alertmanager = await startAlertmanager(atEnd);
    const config = `global: { scrape_interval: 1s, evaluation_interval: 1s }
rule_files: [rules.yml]
alerting: { alertmanagers: [{ static_configs: [{ targets: ['127.0.0.1:${alertmanager.port}'] }] }] }
scrape_configs:
  - { job_name: app, static_configs: [{ targets: ['127.0.0.1:${exporter.port}'] }] }
  - { job_name: dead, static_configs: [{ targets: ['127.0.0.1:${await freePort()}'] }] }
`;
    server = await startPrometheus({ 'prometheus.yml': config, 'rules.yml': rules }, atEnd);
    // Targets are found some five seconds after the start; some scrapes more make a past.
    const ready = await openAsking({ seen: { query: 'min(count_over_time(jobs_total[1m])) > 7' } });
    await until(
      async () => told(await ready.poll(AbortSignal.timeout(2_000)))['seen'] !== 'gap:not_found',
      'scrapes',
      30_000,
    );
    await ready.close();
  }, 60_000);
  afterAll(async () => {
    for (const end of cleanups.toReversed()) await end();
  });

  /** Outside a test nothing closes it. */
  const openAsking = (reads: Record<string, unknown>, options: Record<string, unknown> = {}) =>
    promqlSource.create({
      id: 'server',
      options: { url: server.url, ...options },
      reads: Object.entries(reads).map(([metric, read]) => ({ metric, read, exact: false })),
      every: 1_000,
      timeout: 20_000,
      clock: {
        now: () => Date.now(),
        monotonic: () => performance.now(),
        scale: 1,
        after: () => () => {},
      },
    });
  const open = (reads: Record<string, unknown>, options: Record<string, unknown> = {}) =>
    openSource(promqlSource, { url: server.url, ...options }, reads, { timeout: 20_000 });

  it('gives a value only of as much time as the profile says', async () => {
    const query = 'avg(avg_over_time(up{job="app"}[30d])) * 100';
    const of = 'up{job="app"} # as in the query';
    const source = await open({
      plain: { query },
      short: { query, covers: { span: '2s', of } },
      long: { query, covers: { span: '30d', of } },
      none: { query, covers: { span: '1m', of: 'no_such_metric' } },
      wrong: { query, covers: { span: '1m', of: 'sum(' } },
      nothing: { query: 'no_such_metric', covers: { span: '1m', of } },
    });
    const result = await source.look();
    expect(told(result)).toEqual({
      plain: '100',
      short: '100',
      long: 'gap:partial_data',
      none: 'gap:partial_data',
      wrong: 'gap:not_configured',
      nothing: 'gap:not_found',
    });
    expect(sentences(result)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^the server has (?:less than|about) 1h of 30d of up\{job="app"\} # as in the query: the answer is of that$/,
        ),
        'the server has less than 1s of 1m of no_such_metric: the answer is of that',
        expect.stringMatching(/^how much data there is could not be asked: .*parse error/),
      ]),
    );
  });

  it('gives one value for each query, and says what is wrong with the others', async () => {
    const source = await open({
      up: 'up',
      down: { query: 'count(up == 0)' },
      scalar: { query: '0.1' },
      big: { query: '1e30' },
      infinite: { query: '1 / vector(0)' },
      nan: { query: 'vector(0) / 0' },
      none: { query: 'no_such_metric' },
      several: { query: 'up' },
      range: { query: 'up[1m]' },
      text: { query: '"text"' },
      recorded: { query: 'job:up:sum' },
      wrong: { query: 'sum(' },
      clash: { query: 'up * on() group_left() up' },
      rate: { query: 'sum(rate(jobs_total[10s])) > 0' },
    });
    const before = Date.now();
    const result = await source.look();
    const after = Date.now();
    expect(told(result)).toMatchObject({
      up: 'true',
      down: '1',
      scalar: '0.1',
      big: '1000000000000000000000000000000',
      infinite: '+Inf',
      nan: 'gap:nan',
      none: 'gap:not_found',
      several: 'gap:wrong_type',
      range: 'gap:wrong_type',
      text: 'gap:wrong_type',
      recorded: '1',
      wrong: 'gap:not_configured',
      clash: 'gap:unavailable',
      rate: expect.stringMatching(/^\d/),
    });
    expect(result.gap).toBeNull();
    expect(sentences(result)).toEqual(
      expect.arrayContaining([
        'the query gives nothing',
        'the query gives 2 series where one is wanted: aggregate them, as in sum(…)',
        expect.stringMatching(/parse error: unclosed left parenthesis/),
        expect.stringMatching(/found duplicate series for the match group/),
      ]),
    );
    // What a query gives is of the server's time.
    const at = result.samples.find(({ metric }) => metric === 'down')?.sample.at ?? 0;
    expect(at).toBeGreaterThanOrEqual(before - 1);
    expect(at).toBeLessThanOrEqual(after + 1);
  });

  it("reads the server's own alerts, and Alertmanager has the same", async () => {
    const source = await open({
      firing: { alert: 'AlwaysFiring' },
      page: { alert: 'AlwaysFiring', labels: { severity: 'page', team: '/w.b/' } },
      other: { alert: 'AlwaysFiring', labels: { severity: 'ticket' } },
      pending: { alert: 'StillPending' },
      inactive: { alert: 'NeverFiring' },
      dead: { alert: 'InstanceDown', labels: { job: 'dead' } },
      app: { alert: 'InstanceDown', labels: { job: 'app' } },
      broken: { alert: 'Broken' },
      rare: { alert: 'Rare' },
      recording: { alert: 'job:up:sum' },
      misspelt: { alert: 'AlwaysFirign' },
    });
    const result = await until(async () => {
      const result = await source.look();
      const { dead, broken } = told(result);
      return dead === 'firing' && broken === 'gap:unavailable' ? result : null;
    }, 'the alert to fire');
    expect(told(result)).toMatchObject({
      firing: 'firing',
      page: 'firing',
      other: 'inactive',
      pending: 'pending',
      inactive: 'inactive',
      dead: 'firing',
      app: 'inactive',
      broken: 'gap:unavailable',
      recording: 'gap:not_found',
      misspelt: 'gap:not_found',
    });
    expect(sentences(result).join('\n')).toMatch(/cannot evaluate Broken: found duplicate series/);
    expect(sentences(result).join('\n')).toMatch(/no alert "AlwaysFirign".*AlwaysFiring/);
    const known = await until(async () => {
      const answer = await fetch(`${alertmanager.url}/api/v2/alerts`);
      const alerts = (await answer.json()) as { labels: { alertname: string } }[];
      const names = alerts.map(({ labels }) => labels.alertname);
      return names.includes('AlwaysFiring') && names.includes('InstanceDown') ? names : null;
    }, 'Alertmanager to hear of it');
    expect(known).not.toContain('StillPending');
    expect(known).not.toContain('NeverFiring');
  });

  it('fills in the past once, with instants of its own', async () => {
    const source = await open(
      {
        jobs: { query: 'jobs_total{kind="a"}' },
        again: { query: 'jobs_total{kind="a"}' },
        all: { query: 'sum(jobs_total)' },
      },
      { lookback: '1m' },
    );
    const first = await source.look();
    const jobsAt = first.samples.filter(({ metric }) => metric === 'jobs').map(({ sample }) => sample.at);
    expect(jobsAt.length).toBeGreaterThan(1);
    expect(jobsAt).toEqual(jobsAt.toSorted((left, right) => left - right));
    expect(new Set(jobsAt).size).toBe(jobsAt.length);
    const counts = ['again', 'all'].map((id) => first.samples.filter(({ metric }) => metric === id).length);
    expect(counts).toEqual([jobsAt.length, jobsAt.length]);
    expect((await source.look()).samples).toHaveLength(3);
  });

  it('a counter that begins anew is no fall, neither there nor with us', async () => {
    const ours = await openSource(
      prometheusSource,
      { url: `${exporter.url}/metrics` },
      {
        jobs: { series: 'jobs_total', labels: { kind: 'a' } },
        rate: { rate: 'jobs_total', window: '1m', aggregate: 'sum' },
        p95: { quantile: 0.95, histogram: 't_seconds', window: '1m' },
        fast: { share: '<= 0.1', histogram: 't_seconds', window: '1m' },
      },
    );
    await ours.look();
    jobs = 0;
    const theirs = await open({ resets: { query: 'resets(jobs_total{kind="a"}[1m])' } });
    await until(
      async () => told(await theirs.look())['resets'] === '1',
      'Prometheus to see the reset',
      15_000,
    );
    const seen = told(await ours.look());
    expect(Number(seen['jobs'])).toBeLessThan(1_000);
    expect(Number(seen['rate'])).toBeGreaterThan(0);
    // Of each ten, nine were below 0.1 s and one below 1 s.
    expect(seen['fast']).toBe('90');
    expect(Number(seen['p95'])).toBeCloseTo(0.55, 9);
  });

  it("reads Prometheus' and Alertmanager's own pages", async () => {
    for (const { url } of [server, alertmanager]) {
      const source = await openSource(
        prometheusSource,
        { url: `${url}/metrics`, strict: true },
        { up: 'up', memory: { series: 'process_resident_memory_bytes' }, threads: { series: 'go_threads' } },
      );
      const result = await source.look();
      expect(result).toMatchObject({ gap: null, note: null });
      expect(Number(told(result)['memory'])).toBeGreaterThan(1_000_000);
      expect(Number(told(result)['threads'])).toBeGreaterThan(1);
    }
  });

  it('shows credentials to the server that asks for them, and nowhere else', async () => {
    const asked: string[] = [];
    const gate = await httpServer((request, response) => {
      asked.push(request.url ?? '');
      const { authorization = '' } = request.headers;
      if (authorization === '') response.writeHead(401).end('who are you?');
      else if (!['Bearer t0ken', `Basic ${btoa('watch:s3cret')}`].includes(authorization))
        response.writeHead(403).end('not you');
      else
        void fetch(`${server.url}${request.url}`).then(async (answer) =>
          response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text()),
        );
    });
    const reads = { up: 'up', one: { query: '1' }, firing: { alert: 'AlwaysFiring' } };
    const bearer = await open(reads, { url: gate.url, headers: { Authorization: 'Bearer t0ken' } });
    expect(told(await bearer.look())).toEqual({ up: 'true', one: '1', firing: 'firing' });
    const basic = await open(reads, { url: gate.url.replace('//', '//watch:s3cret@') });
    expect(told(await basic.look())).toEqual({ up: 'true', one: '1', firing: 'firing' });
    const nobody = await (await open(reads, { url: gate.url })).look();
    expect(told(nobody)).toEqual({ '*': 'gap:auth', up: 'gap:auth', one: 'gap:auth', firing: 'gap:auth' });
    const wrong = await (
      await open(reads, { url: gate.url, headers: { Authorization: 'Bearer wr0ng' } })
    ).look();
    expect(told(wrong)).toEqual({
      '*': 'gap:denied',
      up: 'gap:denied',
      one: 'gap:denied',
      firing: 'gap:denied',
    });
    expect([...sentences(nobody), ...sentences(wrong), ...asked].join()).not.toMatch(/s3cret|t0ken|wr0ng/);
    await gate.close();
  });

  it('a server that hangs, and then one that is gone', async () => {
    const source = await open({ up: 'up', one: { query: '1' } });
    expect(told(await source.look())).toEqual({ up: 'true', one: '1' });
    server.signal('SIGSTOP');
    // The signal takes a moment: an answer may still get away.
    const hung = await until(async () => {
      const result = await source.look(300);
      return result.gap ? result : null;
    }, 'the server to hang');
    server.signal('SIGCONT');
    expect(told(hung)).toEqual({ '*': 'gap:timeout', up: 'false', one: 'gap:timeout' });
    await until(async () => told(await source.look())['up'] === 'true', 'the server to go on');
    await server.stop();
    expect(told(await source.look())).toEqual({ '*': 'gap:refused', up: 'false', one: 'gap:refused' });
  });
});
