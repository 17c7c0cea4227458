// One launch that is watched: a profile, its engine, and the watch over the profile's files.

import { relative } from 'node:path';
import type { Clock } from '../domain/clock.ts';
import { LaunchwallError } from '../domain/errors.ts';
import { Engine } from '../engine/engine.ts';
import type { WallSnapshot } from '../engine/snapshot.ts';
import type { Diagnostic, Profile } from '../profile/profile.ts';
import { createRedactor } from '../domain/redact.ts';
import { watchProfile, type ProfileWatch } from '../profile/watch.ts';
import type { MetricPlan, Plan } from '../rules/plan.ts';
import { sourceKinds } from '../sources/registry.ts';
import type { CommandHost, Source, SourceSetup } from '../sources/source.ts';
import { CommandHosts } from './command-host.ts';
import type { Context } from './context.ts';
import { loadOptions, requireProfile, type ProfileRequest } from './profile-input.ts';

export interface SessionRequest extends ProfileRequest {
  readonly name: string;
  readonly clock: Clock;
}

export class Session {
  readonly name: string;
  readonly engine: Engine;
  #profile: Profile;
  /** Secrets of every version that was loaded: an old one may still stand in a message. */
  #redact: (text: string) => string;
  #secrets: readonly string[];
  readonly #clock: Clock;
  #watch: ProfileWatch | null = null;

  private constructor({ name, clock, ...request }: SessionRequest, profile: Profile, context: Context) {
    this.name = name;
    this.#profile = profile;
    this.#secrets = profile.secrets;
    this.#redact = createRedactor(this.#secrets);
    this.#clock = clock;
    const { env } = loadOptions(context, request);
    const commands = new CommandHosts({ name, profile: () => this.#profile, env }, context);
    this.engine = new Engine({
      plan: paced(profile.plan, clock),
      sources: profile.sources,
      clock,
      open: (source) => openSource(source, clock, commands.hostFor(source)),
      redact: (text) => this.#redact(text),
    });
  }

  /** Loads the profile; nothing is polled yet. @throws LaunchwallError `profile` when it does not load. */
  static async open(request: SessionRequest, context: Context): Promise<Session> {
    const profile = await requireProfile(request.name, context, request);
    return new Session(request, profile, context);
  }

  get profile(): Profile {
    return this.#profile;
  }

  get redact(): (text: string) => string {
    return (text) => this.#redact(text);
  }

  get snapshot(): WallSnapshot {
    return this.engine.wall.get();
  }

  /** Polls on its own, and follows the profile's files. */
  async watch(request: SessionRequest, context: Context): Promise<void> {
    for (const warning of this.#profile.warnings)
      this.engine.notice('warning', noticeOf(warning, context.cwd));
    this.#watch = watchProfile(request.name, {
      ...loadOptions(context, request),
      clock: request.clock,
      running: this.#profile,
      onChange: (loaded) => {
        if (loaded.ok) void this.#reload(loaded.profile);
        else {
          const [first] = loaded.diagnostics.filter(({ severity }) => severity === 'error');
          const more = loaded.diagnostics.length > 1 ? ` (and ${loaded.diagnostics.length - 1} more)` : '';
          this.engine.notice(
            'error',
            `the changed profile is broken, the running one stays: ${first ? noticeOf(first, context.cwd) : ''}${more}`,
          );
        }
      },
    });
    await this.engine.start();
  }

  async #reload(profile: Profile): Promise<void> {
    const changes = changedRules(this.#profile.plan, profile.plan);
    this.#profile = profile;
    this.#secrets = [...new Set([...this.#secrets, ...profile.secrets])];
    this.#redact = createRedactor(this.#secrets);
    await this.engine.reload(paced(profile.plan, this.#clock), profile.sources);
    const told = changes.length === 0 ? 'no threshold changed' : changes.join('; ');
    this.engine.notice('info', `the profile was reloaded: ${told}`);
  }

  async close(): Promise<void> {
    this.#watch?.close();
    await this.engine.stop();
  }
}

/** `profiles/sge.yaml:12:8 metrics.queue-depth.alert: …`: short enough for a banner, which has its own word for how bad it is. */
function noticeOf({ file, line, column, path, message }: Diagnostic, cwd: string): string {
  const near = relative(cwd, file);
  const where = near.startsWith('..') ? file : near;
  return `${where}:${line}:${column} ${path === '' ? '' : `${path}: `}${message}`;
}

/**
 * Where launch time runs faster than real time (a drill), a real answer takes many launch seconds: freshness is given one
 * real second more, or each answer would be stale when it comes.
 */
function paced(plan: Plan, { scale }: Clock): Plan {
  if (scale <= 1) return plan;
  return {
    ...plan,
    metrics: plan.metrics.map((metric) => ({ ...metric, staleAfter: metric.staleAfter + 1_000 * scale })),
  };
}

async function openSource(source: SourceSetup, clock: Clock, host: CommandHost): Promise<Source> {
  const kind = sourceKinds.get(source.kind);
  if (!kind) throw new LaunchwallError('internal', `no source of the kind ${source.kind}`);
  const { id, options, reads, every, timeout } = source;
  return kind.create({ id, options, reads, every, timeout, clock, host });
}

/** What a reload changes in the thresholds, as sentences for the wall: `queue-depth alert > 500 → > 800`. */
export function changedRules(before: Plan, after: Plan): readonly string[] {
  const old = new Map(before.metrics.map((metric) => [metric.id, metric]));
  const changes: string[] = [];
  for (const metric of after.metrics) {
    const was = old.get(metric.id);
    old.delete(metric.id);
    if (!was) changes.push(`${metric.id} added`);
    else changes.push(...changedTexts(was, metric));
  }
  return [...changes, ...[...old.keys()].map((id) => `${id} removed`)];
}

function changedTexts(was: MetricPlan, now: MetricPlan): readonly string[] {
  return (['target', 'alert'] as const).flatMap((kind) =>
    was[kind]?.text === now[kind]?.text
      ? []
      : [`${now.id} ${kind} ${was[kind]?.text ?? 'none'} → ${now[kind]?.text ?? 'none'}`],
  );
}
