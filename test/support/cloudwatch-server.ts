// A server that stands in for Amazon CloudWatch, which cannot run here: the SDK's own schemas decide what may be asked and
// answered, signatures are checked, and a test can script what it measures and how it fails.

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type {
  DescribeAlarmsInput,
  GetDashboardInput,
  GetMetricDataInput,
  ListDashboardsInput,
} from '@aws-sdk/client-cloudwatch';
import {
  operations,
  readInput,
  ServiceError,
  verifySignature,
  writeOutput,
  type Credential,
} from './cloudwatch-wire.ts';
import { CloudwatchWorld } from './cloudwatch-world.ts';

/** How a call goes wrong. `half`: the head of an answer and a part of its body, then the connection is closed or left open. */
export type Fault =
  | { readonly kind: 'error'; readonly error: ServiceError }
  | { readonly kind: 'reset' | 'hang' }
  | { readonly kind: 'half'; readonly ending: 'reset' | 'hang' }
  | { readonly kind: 'raw'; readonly status: number; readonly type: string; readonly body: string | Buffer }
  | { readonly kind: 'answer'; readonly answer: object };

export interface Call {
  readonly operation: string;
  readonly input: unknown;
  readonly headers: IncomingMessage['headers'];
  readonly status: number;
  /** The error's code, when it was answered with one. */
  readonly code: string | null;
}

export interface CloudwatchServer {
  readonly url: string;
  readonly world: CloudwatchWorld;
  /** Keys that may sign; null takes any signature, as an emulator does. */
  credentials: Map<string, Credential> | null;
  /** Asked before each operation is carried out. */
  fault: (operation: string, input: unknown) => Fault | null;
  /** Every call so far, oldest first. */
  readonly calls: Call[];
  /** The inputs of all GetMetricData calls so far. */
  dataCalls(): GetMetricDataInput[];
  alarmCalls(): DescribeAlarmsInput[];
  close(): Promise<void>;
}

/** The errors that AWS answers with, by the situation. */
export const serviceErrors = {
  throttled: () => new ServiceError('ThrottlingException', 'Rate exceeded', { code: 'Throttling' }),
  denied: (action: string) =>
    new ServiceError(
      'AccessDeniedException',
      `User: arn:aws:iam::000000000000:user/launch is not authorized to perform: ${action}`,
      { code: 'AccessDenied', status: 403 },
    ),
  internal: () => new ServiceError('InternalServiceFault', 'An internal error occurred'),
} as const;

export async function startCloudwatchServer({
  now,
  region = 'us-east-1',
}: {
  now: () => number;
  region?: string;
}): Promise<CloudwatchServer> {
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    void answer(state, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const inputsOf = (operation: string): unknown[] =>
    calls.filter((call) => call.operation === operation).map(({ input }) => input);
  const state: CloudwatchServer & { readonly region: string } = {
    region,
    url: `http://127.0.0.1:${port}`,
    world: new CloudwatchWorld(now),
    credentials: null,
    fault: () => null,
    calls,
    dataCalls: () => inputsOf('GetMetricData') as GetMetricDataInput[],
    alarmCalls: () => inputsOf('DescribeAlarms') as DescribeAlarmsInput[],
    close: () => closed(server),
  };
  return state;
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  if (!server.listening) return;
  server.close();
  await once(server, 'close');
}

async function answer(
  state: CloudwatchServer & { readonly region: string },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const head = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': randomUUID() };
  let operation = '?';
  let input: unknown = null;
  const note = (status: number, code: string | null): void => {
    state.calls.push({ operation, input, headers: request.headers, status, code });
  };
  try {
    const body = await bodyOf(request);
    operation = operationName(request);
    const schema = operations.get(operation);
    if (!schema) throw new ServiceError('UnknownOperationException', operation, { status: 404 });
    if (state.credentials) verifySignature(request.headers, body, state.credentials, state.region);
    const json = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
    input = await readInput(schema, json.toString());
    const fault = state.fault(operation, input);
    if (fault?.kind === 'error') throw fault.error;
    if (fault && fault.kind !== 'answer') {
      note(fault.kind === 'raw' ? fault.status : 0, null);
      fail(fault, request, response, head);
      return;
    }
    const answered = writeOutput(schema, fault ? fault.answer : carryOut(state.world, operation, input));
    note(200, null);
    response.writeHead(200, head).end(answered);
  } catch (error) {
    const fault =
      error instanceof ServiceError
        ? error
        : new ServiceError('InternalServiceFault', String(error), { status: 500 });
    note(fault.status, fault.code);
    const side = fault.status < 500 ? 'Sender' : 'Receiver';
    response
      .writeHead(fault.status, { ...head, 'x-amzn-query-error': `${fault.code};${side}` })
      .end(JSON.stringify({ __type: `com.amazonaws.cloudwatch#${fault.shape}`, message: fault.message }));
  }
}

function carryOut(world: CloudwatchWorld, operation: string, input: unknown): object {
  if (operation === 'GetMetricData') return world.getMetricData(input as GetMetricDataInput);
  if (operation === 'DescribeAlarms') return world.describeAlarms(input as DescribeAlarmsInput);
  if (operation === 'GetDashboard') return world.getDashboard(input as GetDashboardInput);
  if (operation === 'ListDashboards') return world.listDashboards(input as ListDashboardsInput);
  throw new ServiceError('UnknownOperationException', `nothing stands in for ${operation}`, { status: 404 });
}

function fail(
  fault: Exclude<Fault, { kind: 'error' | 'answer' }>,
  request: IncomingMessage,
  response: ServerResponse,
  head: Record<string, string>,
): void {
  if (fault.kind === 'raw') response.writeHead(fault.status, { 'content-type': fault.type }).end(fault.body);
  else if (fault.kind === 'reset') request.socket.resetAndDestroy();
  else if (fault.kind === 'half') {
    response.writeHead(200, { ...head, 'content-length': '5000' });
    response.write('{"MetricDataResults":[', () => {
      if (fault.ending === 'reset') request.socket.destroy();
    });
  }
}

function operationName(request: IncomingMessage): string {
  if (request.method !== 'POST' || request.url !== '/')
    throw new ServiceError('UnknownOperationException', `${request.method} ${request.url}`, { status: 404 });
  const target = /^GraniteServiceVersion20100801\.(\w+)$/.exec(String(request.headers['x-amz-target']));
  return target?.[1] ?? '?';
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
