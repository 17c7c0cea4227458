// How far a look comes on its way to the other end, and whose way its failure speaks of (docs/judgement.md §8.1). It is told by the socket
// itself, never read out of a message: only what came back within this very look shows that our own way works.

import { BlockList, isIP, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { stages, type Gap, type Passage, type Stage, type Way } from '../domain/gap.ts';
import { bareHost, isHere } from './hosts.ts';
import { codesIn } from './network-gap.ts';
import type { MetricSample, PollResult } from './source.ts';

const noRoute: ReadonlySet<string> = new Set([
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENONET',
]);
/** What our own machine says of a neighbour on its own network that does not answer: that is the neighbour's silence, no missing route. */
const silentNeighbour: ReadonlySet<string> = new Set(['EHOSTUNREACH', 'EHOSTDOWN']);
/** What the other end, or its machine, says to an approach to connect. */
const turnedDown: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET']);

/** What a look was waiting for when its time was over. */
export type WaitedFor = 'name' | 'connection' | 'handshake' | 'answer';

/** One look at one host: over a connection that was there already, until a socket is followed. */
export class Approach {
  #address: boolean;
  /** Where it was connected to. */
  #place: string | null;
  #kept: Stage | null;
  readonly #secure: boolean;
  #here: boolean;
  #fresh = false;
  #reached: Stage | null = null;
  #cameBack = false;
  /** Our resolver was silent, or no route leads there. */
  #cutOff = false;

  /**
   * @param secure whether there is a handshake before anything can be asked.
   * @param kept how far a connection had come that may be used again; null where each look makes its own.
   */
  constructor(host: string, { secure = false, kept = null }: { secure?: boolean; kept?: Stage | null } = {}) {
    this.#address = isIP(bareHost(host)) !== 0;
    this.#place = this.#address ? bareHost(host) : null;
    this.#here = isHere(host);
    this.#secure = secure;
    this.#kept = kept;
  }

  /**
   * A socket is being connected for this look.
   * @param host where it is connected to, should that be another one than the look was meant for.
   */
  follow(socket: Socket, host?: string): void {
    if (host !== undefined) {
      this.#address = isIP(bareHost(host)) !== 0;
      this.#place = this.#address ? bareHost(host) : null;
      this.#here = isHere(host);
    }
    this.begin();
    socket.on('lookup', (error: Error | null, address: string | null) => {
      if (!error) this.named(address);
    });
    socket.once('connect', () => this.came('tcp'));
    socket.once('secureConnect', () => this.came('tls'));
    socket.once('error', (error) => this.failed(error));
  }

  /** A connection is being made. */
  begin(): void {
    this.#fresh = true;
    if (this.#address) this.#come('name');
  }

  /** A connection that had come so far is used again. */
  reuse(stage: Stage): void {
    if (!this.#fresh) this.#kept = stage;
  }

  /** There is a connection, or one was being made. */
  get begun(): boolean {
    return this.#fresh || this.#kept !== null;
  }

  named(address: string | null): void {
    if (address !== null && isHere(address)) this.#here = true;
    this.#place = address ?? this.#place;
    this.#come('name');
  }

  /** Something came back from the other end: so far it has come, and our way works. */
  came(stage: Stage): void {
    this.#cameBack = true;
    this.#come(stage);
  }

  /** The connection that was being made could not be. */
  failed(error: unknown): void {
    const codes = codesIn(error);
    if (codes.some((code) => turnedDown.has(code))) this.#cameBack = true;
    // Of several addresses one may have no route while another is silent: that is not told by the route.
    const isNear = this.#place !== null && isOnOwnNetwork(this.#place);
    const noWay =
      codes.some((code) => noRoute.has(code) && !(isNear && silentNeighbour.has(code))) &&
      !codes.includes('ETIMEDOUT');
    this.#cutOff ||= noWay || codes.includes('EAI_AGAIN');
  }

  get reached(): Stage | null {
    return this.#reached ?? (this.#fresh ? null : this.#kept);
  }

  get waitedFor(): WaitedFor {
    const { reached } = this;
    if (!this.#fresh || reached === 'tls' || reached === 'answer') return 'answer';
    if (reached === null) return 'name';
    if (reached === 'name') return 'connection';
    return this.#secure ? 'handshake' : 'answer';
  }

  /** What this look says of the way, as far as it has come. */
  get passage(): Passage {
    return { way: this.#way(this.#cutOff), reached: this.reached };
  }

  /** The same for a look that has failed; null for one that has not. */
  passageOf(problem: Gap | null): Passage {
    if (problem === null) return this.passage;
    const silent = problem.reason === 'timeout' && this.waitedFor === 'name' && !this.#address;
    return { way: this.#way(this.#cutOff || silent || !hasAddress()), reached: this.reached };
  }

  /** The gap with what this look says of the way. */
  blame(problem: Gap): Gap {
    return { ...problem, ...this.passageOf(problem) };
  }

  #way(ours: boolean): Way {
    if (this.#here) return 'unsaid';
    if (this.#cameBack) return 'theirs';
    return ours ? 'ours' : 'unsaid';
  }

  #come(stage: Stage): void {
    if (stages.indexOf(stage) > (this.#reached === null ? -1 : stages.indexOf(this.#reached)))
      this.#reached = stage;
  }
}

/** An interface of this machine leads somewhere. */
function hasAddress(): boolean {
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ internal, address }) => !internal && !isHere(address)),
  );
}

/** No router lies between this machine and the address. */
function isOnOwnNetwork(address: string): boolean {
  const own = new BlockList();
  for (const { internal, cidr, family } of Object.values(networkInterfaces()).flatMap((all) => all ?? [])) {
    const [network, prefix] = cidr?.split('/') ?? [];
    if (!internal && network !== undefined && prefix !== undefined)
      own.addSubnet(network, Number(prefix), family === 'IPv6' ? 'ipv6' : 'ipv4');
  }
  return own.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** What several looks of one poll say together: one that came back is enough, and ours it is only if all say so. */
export function together(passages: readonly Passage[]): Passage {
  const [first, ...others] = passages;
  if (!first) return { way: 'unsaid', reached: null };
  const way: Way = passages.some((one) => one.way === 'theirs')
    ? 'theirs'
    : others.every((one) => one.way === first.way)
      ? first.way
      : 'unsaid';
  const rank = ({ reached }: Passage): number => (reached === null ? -1 : stages.indexOf(reached));
  const furthest = passages.reduce((best, one) => (rank(one) > rank(best) ? one : best), first);
  return { way, reached: furthest.reached };
}

/** The result with its passage on every gap that has none of its own. */
export function withPassage(result: PollResult, passage: Passage | null): PollResult {
  if (passage === null) return result;
  const told = (problem: Gap): Gap => (problem.way === undefined ? { ...problem, ...passage } : problem);
  const sampleOf = (read: MetricSample): MetricSample =>
    read.sample.gap === undefined || read.sample.gap.way !== undefined
      ? read
      : { metric: read.metric, sample: { at: read.sample.at, gap: told(read.sample.gap) } };
  const hasGap = result.samples.some(({ sample }) => sample.gap !== undefined);
  if (result.gap === null && !hasGap) return result;
  return {
    ...result,
    samples: hasGap ? result.samples.map(sampleOf) : result.samples,
    gap: result.gap && told(result.gap),
  };
}
