// The drill's RPC: Ethereum JSON-RPC over HTTP, single requests and batches, reads only.

import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import type { EvmService } from '../scenario-schema.ts';
import type { Surroundings } from '../world.ts';
import { RpcError, runMethod } from './evm-methods.ts';
import { listen, type DrillServer } from './listener.ts';
import { answer, createWebServer, failAsTold, readBody } from './web.ts';

const batchMax = 1_000;

const requestSchema = z.object({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.number(), z.string(), z.null()]).optional(),
  method: z.string(),
  params: z.array(z.unknown()).default([]),
});

export function startEvmServer(service: EvmService, around: Surroundings): Promise<DrillServer> {
  const server = createWebServer((request, response) => {
    void serve(service, around, request, response);
  });
  return listen(server, 'http');
}

async function serve(
  service: EvmService,
  around: Surroundings,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const fault = around.fault();
  if (fault !== null && failAsTold(fault, response)) return void request.resume();
  if (request.method !== 'POST') {
    request.resume();
    return answer(response, 405, 'text/plain', 'Method Not Allowed', { allow: 'POST' });
  }
  const body = await readBody(request);
  const reply = body === null ? failure(null, -32700, 'Parse error') : replyTo(body, service, around);
  answer(response, 200, 'application/json', JSON.stringify(reply));
}

function replyTo(body: string, service: EvmService, around: Surroundings): unknown {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return failure(null, -32700, 'Parse error');
  }
  if (!Array.isArray(parsed)) return replyToOne(parsed, service, around);
  if (parsed.length === 0 || parsed.length > batchMax) return failure(null, -32600, 'Invalid Request');
  return parsed.map((one: unknown) => replyToOne(one, service, around));
}

function replyToOne(raw: unknown, service: EvmService, around: Surroundings): unknown {
  const request = requestSchema.safeParse(raw);
  if (!request.success) return failure(null, -32600, 'Invalid Request');
  const { id = null, method, params } = request.data;
  const view = { service, world: around.world, at: around.now(), fault: around.fault() };
  try {
    return { jsonrpc: '2.0', id, result: runMethod(method, params, view) };
  } catch (error) {
    if (error instanceof RpcError) return failure(id, error.code, error.message, error.data);
    throw error;
  }
}

function failure(
  id: number | string | null,
  code: number,
  message: string,
  data: string | null = null,
): unknown {
  return { jsonrpc: '2.0', id, error: { code, message, ...(data === null ? {} : { data }) } };
}
