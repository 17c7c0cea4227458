// `missing: good` over what real sources answer: a name that is written wrongly, an answer that says nothing, a step that was not
// made are never green; "there is none" of exactly that name is.

import { describe, expect, it } from 'vitest';
import { Judge } from '../../src/rules/judge.ts';
import { httpSource } from '../../src/sources/http/kind.ts';
import { prometheusSource } from '../../src/sources/prometheus/kind.ts';
import { redisSource } from '../../src/sources/redis/kind.ts';
import type { PollResult, SourceKind } from '../../src/sources/source.ts';
import { httpServer } from '../support/http-servers.ts';
import { planOf } from '../support/plan.ts';
import { openSource } from '../support/poll-source.ts';
import { describeWithRedis, startRedis } from '../support/services.ts';
import { commanded } from './exec/support.ts';

/** How a metric stands that wants nothing to be there. */
function standing(result: PollResult): string | null | undefined {
  const plan = planOf({ metrics: { m: { target: '== 0', missing: 'good', because: 'it is so' } } });
  const now = Date.now();
  const judge = new Judge(plan, now - 1_000);
  return judge.advance({ now, samples: result.samples, sources: [], loopLagMs: 0 }).board.metrics[0]?.status;
}

async function look(kind: SourceKind, options: unknown, m: unknown): Promise<string | null | undefined> {
  const source = await openSource(kind, options, { m });
  return standing(await source.look());
}

async function served(body: string, type = 'application/json'): Promise<string> {
  const server = await httpServer((_request, response) => {
    response.writeHead(200, { 'content-type': type }).end(body);
  });
  return server.url;
}

describe('missing: good', () => {
  it.each([
    [
      'the family under another name',
      '# TYPE request_errors counter\nrequest_errors{code="500"} 57\n',
      'unknown',
    ],
    ['a page without the name', 'other 1\n', 'unknown'],
    ['the name, and none of it', '# TYPE request_errors_total counter\n', 'green'],
  ])('prometheus: %s', async (_name, page, status) => {
    const url = await served(page, 'text/plain; version=0.0.4');
    expect(await look(prometheusSource, { url }, { series: 'request_errors_total' })).toBe(status);
  });

  it.each([
    ['null', '{"errors": null}', 'green'],
    ['another name', '{"error": 57}', 'unknown'],
    ['another place', '{"of": {"errors": 57}}', 'unknown'],
    ['no body', '', 'unknown'],
    ['a list', '{"errors": []}', 'unknown'],
  ])('http: %s', async (_name, body, status) => {
    expect(await look(httpSource, { url: await served(body) }, { json: '/errors' })).toBe(status);
  });

  it.each(['{}', '{"token": ""}', '{"token": null}'])(
    'http: a step that was not made because of %s',
    async (body) => {
      const url = await served(body);
      const steps = [
        { name: 'login', url, keep: { token: '/token' } },
        { name: 'me', url, headers: { authorization: 'Bearer <<token>>' } },
      ];
      expect(await look(httpSource, { steps }, { json: '/errors' })).toBe('unknown');
    },
  );
});

describe('missing: good, of a command', () => {
  const run = async (printed: string, m: unknown): Promise<string | null | undefined> => {
    const made = await commanded({ options: { command: ['printf', '%s', printed] }, reads: { m } });
    return standing(await made.poll());
  };

  it.each([
    ['nothing printed', '', { line: '(\\d+) errors' }, 'unknown'],
    ['no such line', 'all is well', { line: '(\\d+) errors' }, 'unknown'],
    ['an empty list', '{"errors": []}', { count: { json: '/errors', where: { of: 'P0' } } }, 'green'],
    ['no list', '{}', { count: { json: '/errors', where: { of: 'P0' } } }, 'unknown'],
  ])('%s', async (_name, printed, m, status) => {
    expect(await run(printed, m)).toBe(status);
  });
});

describeWithRedis('missing: good, of Redis', () => {
  it('neither a group nor a field that is not there is good news', async () => {
    const server = await startRedis();
    await server.cli('xadd', 'events', '*', 'k', 'v');
    const at = (m: unknown) => look(redisSource, { url: server.url }, m);
    expect(await at({ stream: 'events', group: 'workers', field: 'lag' })).toBe('unknown');
    expect(await at({ info: 'evicted_key' })).toBe('unknown');
  });
});
