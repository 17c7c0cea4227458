// How the source behaves when the server that stands in for CloudWatch misbehaves: each fault is a gap with a sentence.

import { describe, expect, test, vi } from 'vitest';
import { serviceErrors, type Fault } from '../../support/cloudwatch-server.ts';
import { ServiceError } from '../../support/cloudwatch-wire.ts';
import { bench, gapOf, minute, noon, poll, stat, valuesOf } from './harness.ts';

const value = (): number => 7;
const raw = (status: number, body: string | Buffer, type = 'application/x-amz-json-1.0'): Fault => ({
  kind: 'raw',
  status,
  type,
  body,
});
const error = (fault: ServiceError): Fault => ({ kind: 'error', error: fault });
const named = (code: string, message = 'no', status = 400): Fault =>
  error(new ServiceError(`${code}Exception`, message, { code, status }));
const html = '<html><body>\u001b[31mlogin</body></html>';
const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;

const whole: [name: string, fault: Fault, gap: RegExp][] = [
  [
    'throttling',
    error(serviceErrors.throttled()),
    /^throttled: CloudWatch us-east-1 at http:\S+ asks for fewer/,
  ],
  ['RequestLimitExceeded', named('RequestLimitExceeded'), /^throttled: /],
  ['HTTP 429', raw(429, 'slow down', 'text/plain'), /^throttled: /],
  [
    'an expired token',
    named('ExpiredToken', 'expired', 403),
    /^auth: AWS credentials have expired: run "aws sso login"/,
  ],
  [
    'an unknown key',
    named('InvalidClientTokenId', 'x', 403),
    /^auth: AWS does not take these credentials \(InvalidClientTokenId\)/,
  ],
  [
    'a wrong signature',
    named('SignatureDoesNotMatch', 'canonical', 403),
    /^auth: AWS does not take these credentials/,
  ],
  [
    'a wrong clock',
    named('RequestTimeTooSkewed', 'x', 403),
    /^auth: AWS says that this machine's clock is wrong/,
  ],
  [
    'a missing right',
    error(serviceErrors.denied('cloudwatch:GetMetricData')),
    /^denied: AWS denies cloudwatch:GetMetricData to these credentials: User: arn/,
  ],
  [
    'another missing right',
    error(serviceErrors.denied('sts:AssumeRole')),
    /^denied: AWS denies sts:AssumeRole /,
  ],
  ['a region that is not enabled', named('OptInRequired', 'x', 403), /^denied: /],
  [
    'an internal error',
    error(serviceErrors.internal()),
    /^unavailable: .* HTTP 500, InternalServiceFault: An internal/,
  ],
  [
    'a refused query',
    named('ValidationError', 'bad \u001b[2J stat'),
    /^not_configured: CloudWatch refuses the query: bad \[2J stat$/,
  ],
  ['an error nobody knows', named('Surprise', 'boo'), /^http_status: .* HTTP 400, Surprise: boo/],
  ['HTML', raw(200, html, 'text/html'), /^parse: /],
  ['HTML as an error', raw(502, html, 'text/html'), /^unavailable: .* HTTP 502, with something/],
  ['HTML as a refusal', raw(403, html, 'text/html'), /^http_status: .* HTTP 403, with something/],
  ['a redirect', raw(302, ''), /^http_status: .* HTTP 302/],
  ['nothing at all', raw(200, ''), /^parse: CloudWatch answered without any results/],
  ['{}', raw(200, '{}'), /^parse: /],
  ['null', raw(200, 'null'), /^parse: /],
  ['a list', raw(200, '[1]'), /^parse: /],
  ['a word', raw(200, '"no"'), /^parse: /],
  ['half a document', raw(200, '{"MetricDataResults":['), /^parse: /],
  ['deep brackets', raw(200, deep), /^parse: /],
  [
    'invalid UTF-8',
    raw(200, Buffer.from('{"MetricDataResults":[{"Label":"\xff"}]}', 'latin1')),
    /^parse: .* no UTF-8/,
  ],
  ['results of a wrong type', raw(200, '{"MetricDataResults":"none"}'), /^parse: /],
  ['20 MB', raw(200, Buffer.alloc(20 * 1_024 * 1_024, ' ')), /^too_large: .* longer than 16 MiB/],
  ['a reset', { kind: 'reset' }, /^reset: /],
  ['half a body', { kind: 'half', ending: 'reset' }, /^reset: /],
];

/** Wrong in one result only: the rest of the answer is as it should be. */
const result = (more: object): Fault => ({
  kind: 'answer',
  answer: {
    MetricDataResults: [
      {
        Id: 'm0',
        Label: 'a',
        StatusCode: 'Complete',
        Timestamps: [new Date(noon - 3 * minute)],
        Values: [1],
        ...more,
      },
      {
        Id: 'm1',
        Label: 'b',
        StatusCode: 'Complete',
        Timestamps: [new Date(noon - 3 * minute)],
        Values: [2],
      },
    ],
  },
});
const none = { Timestamps: [], Values: [] };
const said = [{ Code: 'Odd', Value: 'why\u0007 not' }];

const single: [name: string, fault: Fault, values: number, gap: RegExp | null][] = [
  [
    'PartialData with values',
    result({ StatusCode: 'PartialData' }),
    0,
    /^partial_data: CloudWatch's answer for App a is incomplete$/,
  ],
  [
    'PartialData without',
    result({ StatusCode: 'PartialData', ...none }),
    0,
    /^partial_data: CloudWatch's answer for App a is/,
  ],
  [
    'Forbidden',
    result({ StatusCode: 'Forbidden', ...none, Messages: said }),
    0,
    /^denied: AWS does not let App a be read: Odd why not$/,
  ],
  [
    'InternalError',
    result({ StatusCode: 'InternalError', ...none }),
    0,
    /^unavailable: CloudWatch failed to read App a/,
  ],
  ['InternalError with values', result({ StatusCode: 'InternalError' }), 0, /^unavailable: /],
  ['no status with values', result({ StatusCode: undefined }), 0, /^partial_data: /],
  [
    'a message and values',
    result({ Messages: said }),
    0,
    /^partial_data: CloudWatch remarks on its answer for App a: Odd why not$/,
  ],
  [
    'values beside dropped numbers',
    result({ Messages: [{ Code: 'ArithmeticError', Value: 'dropped' }] }),
    1,
    null,
  ],
  ['no status', result({ StatusCode: undefined, ...none }), 0, /^partial_data: /],
  ['a message and no data', result({ ...none, Messages: said }), 0, /^partial_data: .*: Odd why not$/],
  [
    'dropped numbers',
    result({ ...none, Messages: [{ Code: 'ArithmeticError', Value: 'dropped' }] }),
    0,
    /^nan: /,
  ],
  [
    'NaN',
    result({ Values: [Number.NaN] }),
    0,
    /^nan: CloudWatch's value of App a for 11:58:00 UTC is not a number/,
  ],
  ['Infinity', result({ Values: [Number.POSITIVE_INFINITY] }), 0, /^nan: /],
  ['fewer values than times', result({ Values: [] }), 0, /^parse: CloudWatch's data of App a cannot be read/],
  [
    'a period that has not settled',
    result({ Timestamps: [new Date(noon - 2 * minute)] }),
    0,
    /^unsettled: App a has only data younger than 2m/,
  ],
  ['a period from the future', result({ Timestamps: [new Date(noon + 60 * minute)] }), 0, /^unsettled: /],
  ['another id', result({ Id: 'x9' }), 0, /^partial_data: CloudWatch's answer has no result for App a/],
  [
    'two series',
    {
      kind: 'answer',
      answer: {
        MetricDataResults: [1, 2, 3].map((n) => ({
          Id: n < 3 ? 'm0' : 'm1',
          Label: `${n}`,
          StatusCode: 'Complete',
          Timestamps: [new Date(noon - 3 * minute)],
          Values: [n],
        })),
      },
    },
    0,
    /^wrong_type: App a gives 2 time series/,
  ],
];

describe('faults, with a stand-in for CloudWatch', () => {
  test.each(whole)('%s: the whole look is a gap', async (_, fault, gap) => {
    const { server, source } = await bench();
    server.world.metrics = [{ namespace: 'App', name: 'a', value }];
    server.fault = () => fault;
    const aws = await source({ a: stat('a'), b: stat('a') });
    const failed = await poll(aws);
    expect(`${failed.gap?.reason}: ${failed.gap?.message}`).toMatch(gap);
    expect(gapOf(failed, 'a')).toMatch(gap);
    // oxlint-disable-next-line no-control-regex -- what must not be there is named
    expect(JSON.stringify(failed)).not.toMatch(/\\u00(?:0|1|7f|9)|\u001b/);
    expect(failed.samples.every(({ sample }) => sample.gap !== undefined && sample.at === noon)).toBe(true);
    server.fault = () => null;
    const next = await poll(aws);
    expect(next.gap).toBeNull();
    expect(valuesOf(next, 'a').at(-1)).toEqual([-120, 7]);
  });

  test.each(single)('%s: only that metric is affected', async (_, fault, values, gap) => {
    const { server, source } = await bench();
    server.fault = () => fault;
    const answer = await poll(await source({ a: stat('a'), b: stat('b') }));
    expect(answer.gap).toBeNull();
    expect(valuesOf(answer, 'a')).toHaveLength(values);
    expect(gapOf(answer, 'a') ?? 'no gap').toMatch(gap ?? /^no gap$/);
    expect(gapOf(answer, 'b')).toBeNull();
    expect(valuesOf(answer, 'b')).toHaveLength(1);
  });

  test('nobody listens', async () => {
    const { server, source } = await bench();
    const aws = await source({ a: stat('a') });
    await server.close();
    expect((await poll(aws)).gap?.reason).toBe('refused');
  });

  test('a name that does not resolve', async () => {
    const { source } = await bench();
    const aws = await source({ a: stat('a') }, { endpoint: 'http://nowhere.invalid:1' });
    const failed = await poll(aws);
    expect(failed.gap?.reason).toBe('dns');
    expect(failed.latencyMs).not.toBeNull();
  });

  test('TLS where there is none', async () => {
    const { server, source } = await bench();
    const aws = await source({ a: stat('a') }, { endpoint: server.url.replace('http:', 'https:') });
    expect((await poll(aws)).gap?.reason).toBe('tls');
  });

  test.each(['hang', 'half'] as const)(
    '%s: the poll ends when its signal aborts, and the next is fine',
    async (kind) => {
      const { server, source } = await bench();
      server.world.metrics = [{ namespace: 'App', name: 'a', value }];
      server.fault = () => (kind === 'hang' ? { kind } : { kind, ending: 'hang' });
      const aws = await source({ a: stat('a') });
      const failed = await poll(aws, 150);
      expect(failed.gap).toMatchObject({
        reason: 'timeout',
        message: expect.stringContaining('sent no whole answer within 5s'),
      });
      server.fault = () => null;
      expect((await poll(aws)).gap).toBeNull();
    },
  );

  test('a poll under way ends when the source is closed; closing twice is fine', async () => {
    const { server, source } = await bench();
    server.fault = () => ({ kind: 'hang' });
    const aws = await source({ a: stat('a') });
    const pending = poll(aws, 60_000);
    await vi.waitUntil(() => server.calls.length > 0);
    await aws.close();
    await aws.close();
    expect((await pending).gap?.reason).toBe('timeout');
    expect((await poll(aws)).gap?.reason).toBe('timeout');
  });

  test('throttling is a gap that asks for no pause of its own: how long it is held off is one law for all', async () => {
    const { server, source } = await bench();
    server.fault = () => error(serviceErrors.throttled());
    const aws = await source({ a: stat('a') });
    expect(await poll(aws)).toMatchObject({ gap: { reason: 'throttled', way: 'unsaid' }, retryAfter: null });
  });
  test('one refused query does not take the others of its call with it', async () => {
    const { server, source } = await bench();
    server.world.metrics = [{ namespace: 'App', name: 'a', value }];
    const good = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`g${index}`, stat('a', { stat: `p${index}` })]),
    );
    const aws = await source({
      bad: stat('a', { namespace: 'Refused' }),
      ...good,
      worse: { expression: 'm1 + * 2', metrics: { m1: { namespace: 'App', metric: 'a', stat: 'Sum' } } },
    });
    const answer = await poll(aws);
    expect(answer.gap).toBeNull();
    expect(gapOf(answer, 'bad')).toBe(
      'not_configured: CloudWatch refuses the query: The namespace Refused is not valid',
    );
    expect(gapOf(answer, 'worse')).toMatch(
      /^not_configured: CloudWatch refuses the query: Error in expression/,
    );
    for (const metric of Object.keys(good)) expect(gapOf(answer, metric)).toBeNull();
    const before = server.calls.length;
    await poll(aws);
    const again = server.calls.length - before;
    expect(again).toBeLessThan(before);
    expect(before).toBeLessThan(30);
  });

  test('a part that fails leaves the rest alone', async () => {
    const { server, source } = await bench();
    server.world.metrics = [{ namespace: 'App', name: 'a', value }];
    server.fault = (operation) =>
      operation === 'DescribeAlarms' ? error(serviceErrors.denied('cloudwatch:DescribeAlarms')) : null;
    const answer = await poll(await source({ a: stat('a'), al: { alarm: 'x' } }));
    expect(answer.gap).toBeNull();
    expect(gapOf(answer, 'a')).toBeNull();
    expect(gapOf(answer, 'al')).toMatch(/^denied: AWS denies cloudwatch:DescribeAlarms/);
  });

  test('what CloudWatch says of the call as a whole stands in the note, and doubts what it gives', async () => {
    const { server, source } = await bench();
    server.world.metrics = [{ namespace: 'App', name: 'a', value }];
    server.world.messages = [{ Code: 'MaxMetricsExceeded', Value: 'too\u001b many' }];
    const answer = await poll(await source({ a: stat('a'), none: stat('none') }));
    expect(answer.note).toBe('GetMetricData: 2 metrics, $0.0012 an hour; MaxMetricsExceeded too many');
    expect(valuesOf(answer, 'a')).toEqual([]);
    for (const [metric, name] of [
      ['a', 'a'],
      ['none', 'none'],
    ] as const)
      expect(gapOf(answer, metric)).toBe(
        `partial_data: CloudWatch remarks on its answer for App ${name}: MaxMetricsExceeded too many`,
      );
  });

  describe('a query that breaks the call', () => {
    const many = Object.fromEntries(
      Array.from({ length: 29 }, (_, index) => [`g${index}`, stat('a', { stat: `p${index}` })]),
    );
    const breaksAt =
      (...stats: string[]) =>
      (_operation: string, input: unknown): Fault | null =>
        stats.some((stat) => JSON.stringify(input).includes(`"Stat":"${stat}"`))
          ? error(serviceErrors.internal())
          : null;

    test('is found, and does not take the others with it', async () => {
      const { server, source } = await bench();
      server.world.metrics = [{ namespace: 'App', name: 'a', value }];
      server.fault = breaksAt('p3', 'p20');
      const aws = await source(many);
      const answer = await poll(aws);
      expect(answer.gap).toBeNull();
      const failed = Object.keys(many).filter((metric) => gapOf(answer, metric) !== null);
      expect(failed).toEqual(['g3', 'g20']);
      expect(gapOf(answer, 'g3')).toMatch(/^unavailable: .* HTTP 500/);
      server.fault = () => null;
      await poll(aws);
      const before = server.calls.length;
      expect((await poll(aws)).samples.filter(({ sample }) => sample.gap)).toEqual([]);
      expect(server.calls.length - before).toBe(1);
    });

    test('is not looked for while CloudWatch breaks at everything', async () => {
      const { server, source } = await bench();
      server.fault = () => error(serviceErrors.internal());
      const aws = await source(many);
      for (let look = 1; look <= 3; look++) {
        expect((await poll(aws)).gap?.reason).toBe('unavailable');
        expect(server.calls.length).toBeLessThanOrEqual(7 * look);
      }
    });
  });

  test('the SDK writes nothing to the terminal, whatever happens', async () => {
    const { server, source } = await bench();
    const written = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write'));
    const printed = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) =>
      vi.spyOn(console, name),
    );
    const aws = await source({ a: stat('a'), al: { alarm: 'x' } });
    for (const [, fault] of whole) {
      server.fault = () => fault;
      await poll(aws);
    }
    server.fault = () => ({ kind: 'hang' });
    await poll(aws, 3_200);
    for (const spy of [...written, ...printed]) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
  }, 60_000);
});
