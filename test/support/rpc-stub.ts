// An HTTP server that answers as broken RPCs do, or passes what it is sent on to a real one.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import { listening } from './loopback.ts';

export interface RpcRequest {
  readonly id: unknown;
  readonly method: string;
  readonly params: readonly unknown[];
}

export interface RpcStub {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** Every body that was sent to it. */
  readonly bodies: readonly string[];
}

export type RpcBehaviour = (body: string, response: ServerResponse, request: IncomingMessage) => unknown;

export async function startRpcStub(behave: RpcBehaviour): Promise<RpcStub> {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (data: Buffer) => {
      body += data.toString();
    });
    request.on('end', () => {
      bodies.push(body);
      void behave(body, response, request);
    });
  });
  const { port, close } = await listening(server);
  onTestFinished(close);
  const host = `127.0.0.1:${port}`;
  return { url: `http://${host}`, host, bodies };
}

/** Answers with this status and body. */
export function answers(status: number, body: string, headers: Record<string, string> = {}): RpcBehaviour {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body);
  };
}

/** Never answers. */
export const hangs: RpcBehaviour = () => undefined;

/** Passes on to a real RPC, each call and each answer through these hands. */
export function passesTo(
  url: string,
  change: (request: RpcRequest, answer: Record<string, unknown>) => unknown = (_, answer) => answer,
): RpcBehaviour {
  return async (body, response) => {
    const upstream = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    const requests = JSON.parse(body) as RpcRequest | RpcRequest[];
    const answered = (await upstream.json()) as Record<string, unknown> | Record<string, unknown>[];
    const changed =
      Array.isArray(requests) && Array.isArray(answered)
        ? requests.map((request) => change(request, answered.find(({ id }) => id === request.id) ?? {}))
        : change(requests as RpcRequest, answered as Record<string, unknown>);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(changed));
  };
}
