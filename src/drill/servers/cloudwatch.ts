// The drill's CloudWatch: the AWS JSON 1.0 protocol with the operations that a wall polls. Signatures are not checked.

import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import type { CloudWatchService } from '../scenario-schema.ts';
import type { Surroundings } from '../world.ts';
import { describeAlarms } from './cloudwatch-alarms.ts';
import { getDashboard } from './cloudwatch-dashboards.ts';
import { getMetricData } from './cloudwatch-data.ts';
import { AwsError } from './cloudwatch-error.ts';
import { listen, type DrillServer } from './listener.ts';
import { answer, createWebServer, failAsTold, readBody } from './web.ts';

const contentType = 'application/x-amz-json-1.0';
const targetPattern = /^GraniteServiceVersion20100801\.(\w{1,64})$/;

export function startCloudWatchServer(
  service: CloudWatchService,
  around: Surroundings,
): Promise<DrillServer> {
  let requests = 0;
  const server = createWebServer((request, response) => {
    requests += 1;
    void serve(service, around, request, response, requests);
  });
  return listen(server, 'http');
}

async function serve(
  service: CloudWatchService,
  around: Surroundings,
  request: IncomingMessage,
  response: ServerResponse,
  count: number,
): Promise<void> {
  const fault = around.fault();
  if (fault !== null && failAsTold(fault, response)) return void request.resume();
  const requestId = `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
  const body = await readBody(request);
  try {
    if (fault === 'throttle' || fault === 'expired') throw refusals[fault];
    const target = request.headers['x-amz-target'];
    const operation = targetPattern.exec(typeof target === 'string' ? target : '')?.[1] ?? '';
    const output = run(operation, inputOf(body), service, around);
    answer(response, 200, contentType, JSON.stringify(output), { 'x-amzn-requestid': requestId });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    fail(response, error, requestId);
  }
}

const refusals = {
  throttle: new AwsError('ThrottlingException', 'Throttling', 400, 'Rate exceeded'),
  expired: new AwsError(
    'ExpiredTokenException',
    'ExpiredToken',
    403,
    'The security token included in the request is expired',
  ),
} as const;

function run(operation: string, input: unknown, service: CloudWatchService, around: Surroundings): unknown {
  const view = { service, world: around.world, at: around.now() };
  try {
    switch (operation) {
      case 'GetMetricData':
        return getMetricData(input, view);
      case 'DescribeAlarms':
        return describeAlarms(input, view);
      case 'GetDashboard':
        return getDashboard(input, view);
      default:
        throw new AwsError('UnknownOperationException', 'InvalidAction', 404, `no operation ${operation}`);
    }
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const [issue] = error.issues;
    const message = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong'}`;
    throw new AwsError('ValidationException', 'ValidationError', 400, message);
  }
}

function inputOf(body: string | null): unknown {
  try {
    return JSON.parse(body ?? '');
  } catch {
    throw new AwsError('SerializationException', 'MalformedInput', 400, 'the body is no JSON');
  }
}

/** The header carries the code under which older clients know the error; the body its shape's name. */
function fail(response: ServerResponse, error: AwsError, requestId: string): void {
  const body = JSON.stringify({
    __type: `com.amazonaws.cloudwatch#${error.shape}`,
    message: error.message,
  });
  answer(response, error.status, contentType, body, {
    'x-amzn-requestid': requestId,
    'x-amzn-query-error': `${error.code};${error.status < 500 ? 'Sender' : 'Receiver'}`,
  });
}
