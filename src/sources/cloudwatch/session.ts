// The one place that holds the AWS SDK: how it is set up to stay quiet and bounded, and when it is thrown away.

import { Agent as HttpAgent, type AgentOptions } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetDashboardCommand,
  GetMetricDataCommand,
  type CloudWatchClientConfig,
  type DescribeAlarmsCommandInput,
  type DescribeAlarmsCommandOutput,
  type GetDashboardCommandInput,
  type GetDashboardCommandOutput,
  type GetMetricDataCommandInput,
  type GetMetricDataCommandOutput,
} from '@aws-sdk/client-cloudwatch';
import type { Answer } from '../../domain/answer.ts';
import type { Clock, Milliseconds } from '../../domain/clock.ts';
import { exactDuration } from '../../domain/duration.ts';
import { gap, hushed, remedy } from '../../domain/gap.ts';
import { createRedactor } from '../../domain/redact.ts';
import { unlessAborted } from '../unless-aborted.ts';
import { awsFilesProblem } from './aws-files.ts';
import { collectBody } from './body.ts';
import { timeoutGap } from '../timeout-gap.ts';
import { Approach } from '../way.ts';
import { followedAgent } from './agents.ts';
import { credentialsSent } from './sent-credentials.ts';
import { failureOf, statusOf, type Failure } from './failure.ts';
import { cloudwatchUrl, type CloudwatchOptions } from './options.ts';

/** Most connections to CloudWatch at a time; further calls wait for one. */
const socketsMax = 8;
const agentOptions: AgentOptions = { keepAlive: true, maxSockets: socketsMax };

export type Reply<Output> = Answer<Output, Failure>;

interface SessionInput {
  readonly options: CloudwatchOptions;
  readonly place: string;
  readonly timeout: Milliseconds;
  readonly clock: Clock;
}

const plainFile = remedy("Name a file of AWS's tools that ends: no pipe, no device.");

/** Has the methods of a logger and writes nothing: the SDK falls back to the console when it is given none. */
const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/**
 * Calls to CloudWatch. The SDK remembers credentials, failed or hanging ones included, so after a call that failed for
 * them, or was given up, the next one starts with a new client that reads the environment and AWS's files again.
 */
export class Session {
  readonly #input: SessionInput;
  readonly #agents = {
    httpAgent: followedAgent(new HttpAgent(agentOptions), 'tcp', () => this.#approach),
    httpsAgent: followedAgent(new HttpsAgent(agentOptions), 'tls', () => this.#approach),
  };
  readonly #underWay = new Set<AbortController>();
  #closed = false;
  #client: CloudWatchClient | null = null;
  #latencyMs: number | null = null;
  /** The credentials in the headers of the newest request. */
  #sent: readonly string[] = [];
  readonly #requests = new Map<string, number>();
  /** The look that is under way: all of its calls together. */
  #approach: Approach;

  constructor(input: SessionInput) {
    this.#input = input;
    this.#approach = this.#newApproach();
  }

  /** A look begins. */
  beginLook(): Approach {
    this.#approach = this.#newApproach();
    return this.#approach;
  }

  #newApproach(): Approach {
    const { hostname, protocol } = new URL(cloudwatchUrl(this.#input.options));
    return new Approach(hostname, { secure: protocol === 'https:' });
  }

  getMetricData(
    input: GetMetricDataCommandInput,
    signal: AbortSignal,
  ): Promise<Reply<GetMetricDataCommandOutput>> {
    return this.#call('cloudwatch:GetMetricData', signal, (client, abortSignal) =>
      client.send(new GetMetricDataCommand(input), { abortSignal }),
    );
  }

  describeAlarms(
    input: DescribeAlarmsCommandInput,
    signal: AbortSignal,
  ): Promise<Reply<DescribeAlarmsCommandOutput>> {
    return this.#call('cloudwatch:DescribeAlarms', signal, (client, abortSignal) =>
      client.send(new DescribeAlarmsCommand(input), { abortSignal }),
    );
  }

  getDashboard(
    input: GetDashboardCommandInput,
    signal: AbortSignal,
  ): Promise<Reply<GetDashboardCommandOutput>> {
    return this.#call('cloudwatch:GetDashboard', signal, (client, abortSignal) =>
      client.send(new GetDashboardCommand(input), { abortSignal }),
    );
  }

  /** Real milliseconds that the slowest call since the last asking took, without the search for credentials. */
  takeLatency(): number | null {
    const latency = this.#latencyMs;
    this.#latencyMs = null;
    return latency;
  }

  /** How many calls of each operation were begun since the last asking. */
  takeRequests(): ReadonlyMap<string, number> {
    const requests = new Map(this.#requests);
    this.#requests.clear();
    return requests;
  }

  /** So that the next look tells what this one could not: connections that are kept say nothing of the way. */
  connectAnew(): void {
    this.#agents.httpAgent.destroy();
    this.#agents.httpsAgent.destroy();
  }

  close(): void {
    this.#closed = true;
    this.#client = null;
    for (const call of this.#underWay) call.abort();
    this.#agents.httpAgent.destroy();
    this.#agents.httpsAgent.destroy();
  }

  async #call<Output>(
    action: string,
    signal: AbortSignal,
    send: (client: CloudWatchClient, abortSignal: AbortSignal) => Promise<Output>,
  ): Promise<Reply<Output>> {
    const refused = this.#client === null ? await awsFilesProblem(process.env) : null;
    if (signal.aborted || this.#closed) return this.#givenUp();
    if (refused !== null) return { kind: 'credentials', gap: gap('not_configured', refused, plainFile) };
    const { options, place } = this.#input;
    const call = new AbortController();
    const giveUp = (): void => call.abort();
    signal.addEventListener('abort', giveUp, { once: true });
    this.#underWay.add(call);
    const client = (this.#client ??= this.#newClient());
    const operation = action.replace('cloudwatch:', '');
    this.#requests.set(operation, (this.#requests.get(operation) ?? 0) + 1);
    const approach = this.#approach;
    try {
      const value = await unlessAborted(call.signal, send(client, call.signal));
      // A credential provider does not listen to the signal.
      if (value === 'late') throw new Error('given up');
      approach.came('answer');
      return { value };
    } catch (error) {
      if (statusOf(error) !== null) approach.came('answer');
      const { aborted } = call.signal;
      const profile = options.profile ?? process.env['AWS_PROFILE'] ?? null;
      const failure = aborted ? this.#givenUp() : this.#hushed(failureOf(error, { action, place, profile }));
      if ((aborted || failure.kind === 'credentials') && this.#client === client) this.#client = null;
      return failure;
    } finally {
      signal.removeEventListener('abort', giveUp);
      this.#underWay.delete(call);
    }
  }

  /** Whoever refuses a request may repeat what it was signed with. */
  #hushed(failure: Failure): Failure {
    return { ...failure, gap: hushed(failure.gap, createRedactor(this.#sent)) };
  }

  #givenUp(): Failure {
    const { place, timeout } = this.#input;
    if (this.#closed) return { kind: 'other', gap: gap('timeout', `${place} is no longer asked`) };
    // Without a connection it was the search for credentials that has taken the time.
    return {
      kind: 'other',
      gap: this.#approach.begun
        ? timeoutGap(this.#approach.waitedFor, place, timeout)
        : gap('timeout', `${place} did not answer within ${exactDuration(timeout)}`),
    };
  }

  #newClient(): CloudWatchClient {
    const { clock, options } = this.#input;
    // Not part of the SDK's types, but handed on to its credential providers: without it they read ~/.aws only once.
    const fresh = { ignoreCache: true };
    const config: CloudWatchClientConfig & typeof fresh = {
      ...fresh,
      region: options.region,
      maxAttempts: 1,
      logger: silent,
      // Time limits come from the poll's signal: the SDK's own would only warn, on stderr, in the middle of the wall.
      requestHandler: { ...this.#agents, logger: silent },
      streamCollector: collectBody,
      ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
      ...(options.profile === undefined ? {} : { profile: options.profile }),
      ...(options.anonymous === undefined
        ? {}
        : { credentials: { accessKeyId: 'anonymous', secretAccessKey: 'anonymous' } }),
    };
    const client = new CloudWatchClient(config);
    client.middlewareStack.add(
      (next) => async (args) => {
        this.#sent = credentialsSent(args.request);
        const start = clock.monotonic();
        try {
          return await next(args);
        } finally {
          this.#latencyMs = Math.max(this.#latencyMs ?? 0, clock.monotonic() - start);
        }
      },
      { step: 'deserialize', priority: 'high', name: 'launchwallLatency' },
    );
    return client;
  }
}
