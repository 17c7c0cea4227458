// The drill's HTTP service, asked by undici over the socket.

import { Agent, request } from 'undici';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { startHttpServer } from '../../../src/drill/servers/http.ts';
import { serviceOf, stage } from '../support/around.ts';

const set = stage(`
tracks:
  delay: { points: [{ at: T-0, value: 40 }] }
  balance: { digits: 6, points: [{ at: T-0, value: "0.5" }, { at: T+10m, value: "-0.5" }] }
services:
  api:
    kind: http
    env: API_URL
    routes:
      /healthz: { delay: delay }
      /paid: { status: 402, headers: { payment-required: "exact {{balance}}" } }
      /broken: { status: 503, type: text/plain, body: down }
      /page: { headers: { cf-ray: "{{balance}}-FRA" }, letsIn: ["https://app.example"] }
      /ledger: { body: '{"balance":"{{balance}}","twice":{{ balance }}}' }
`);
const server = await startHttpServer(serviceOf(set, 'api', 'http'), set.around);
const dispatcher = new Agent();
afterAll(async () => {
  await dispatcher.destroy();
  await server.close();
});
beforeEach(() => {
  set.fault = null;
});

const ask = (path: string, method: 'GET' | 'HEAD' | 'POST' | 'DELETE' = 'GET') =>
  request(server.url + path, { dispatcher, method, signal: AbortSignal.timeout(400) });

describe('the HTTP service', () => {
  test('answers a route after its delay', async () => {
    const answer = await ask('/healthz?x=1');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(await answer.body.json()).toEqual({ status: 'ok' });
    expect(set.delays).toContain(40);
  });

  test('sends the header fields of a route', async () => {
    const answer = await ask('/page');
    expect(answer.headers['cf-ray']).toBe('0.500000-FRA');
    await answer.body.dump();
  });

  test.each([
    ['/page', 'https://app.example', 204, 'https://app.example', 'authorization'],
    ['/page', 'https://evil.example', 204, undefined, undefined],
    ['/healthz', 'https://app.example', 405, undefined, undefined],
  ])('%s lets in a page of %s, or does not', async (path, origin, status, letIn, headers) => {
    const answer = await request(server.url + path, {
      dispatcher,
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization',
      },
    });
    await answer.body.dump();
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['access-control-allow-origin']).toBe(letIn);
    expect(answer.headers['access-control-allow-headers']).toBe(headers);
  });

  test('sends the header fields of a route, with tracks in them', async () => {
    const answer = await ask('/paid');
    expect([answer.statusCode, answer.headers['payment-required']]).toEqual([402, 'exact 0.500000']);
  });

  test('fills in the tracks of the moment', async () => {
    set.at += 600_000;
    expect(await (await ask('/ledger')).body.text()).toBe('{"balance":"-0.500000","twice":-0.500000}');
    set.at -= 600_000;
    expect(await (await ask('/ledger')).body.text()).toBe('{"balance":"0.500000","twice":0.500000}');
  });

  test.each([
    ['/nowhere', 'GET', 404],
    ['/__proto__', 'GET', 404],
    ['/broken', 'GET', 503],
    ['/healthz', 'DELETE', 405],
    ['/healthz', 'HEAD', 200],
    ['/healthz', 'POST', 200],
  ] as const)('%s by %s is %i', async (path, method, status) => {
    const answer = await ask(path, method);
    expect(answer.statusCode).toBe(status);
    await answer.body.dump();
  });

  test.each([
    ['hang', 'TimeoutError'],
    ['reset', 'ECONNRESET'],
  ] as const)('%s', async (fault, name) => {
    set.fault = fault;
    const error: unknown = await ask('/healthz').catch((caught: unknown) => caught);
    expect([(error as { name: string }).name, (error as { code?: string }).code]).toContain(name);
  });

  test.each([
    ['html', 200, '<!doctype html>'],
    ['error', 503, 'Service Unavailable'],
    ['garbage', 200, '\u001B]0;owned'],
  ] as const)('%s', async (fault, status, text) => {
    set.fault = fault;
    const answer = await ask('/healthz');
    expect(answer.statusCode).toBe(status);
    expect(await answer.body.text()).toContain(text);
  });

  test('half a body', async () => {
    set.fault = 'half';
    const answer = await ask('/healthz');
    await expect(answer.body.text()).rejects.toBeInstanceOf(Error);
  });

  test('refuses, and listens on the same port again', async () => {
    await server.refuse(true);
    await expect(ask('/healthz')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await server.refuse(true);
    await server.refuse(false);
    await server.refuse(false);
    expect((await ask('/healthz')).statusCode).toBe(200);
  });

  test('promises no end of an idle connection, so that none is closed under a request', async () => {
    const answer = await ask('/ledger');
    await answer.body.dump();
    expect(answer.headers).not.toHaveProperty('keep-alive');
    expect(answer.headers['connection']).toBe('keep-alive');
  });

  test('a client that leaves before the answer harms nothing', async () => {
    const left = new AbortController();
    const asked = request(`${server.url}/healthz`, { dispatcher, signal: left.signal });
    left.abort();
    await expect(asked).rejects.toBeInstanceOf(Error);
    expect((await ask('/ledger')).statusCode).toBe(200);
  });
});
