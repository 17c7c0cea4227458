// From a document without errors to the plan for judgement, and to what each source is made from. Nothing can fail here.

import type { Instant, Milliseconds } from '../../domain/clock.ts';
import { usualStaleAfter } from '../../domain/freshness.ts';
import { formulaMetrics } from '../../rules/condition/formula.ts';
import { derivedSource, type MetricPlan, type Plan, type Rule, type SourcePlan } from '../../rules/plan.ts';
import { isHere } from '../../sources/hosts.ts';
import type { SourceKind, SourceSetup } from '../../sources/source.ts';
import { gatePlans, hintPlans, incidentPlans, phasePlans, titleOf } from './sections.ts';
import { ItemIds } from './item-ids.ts';
import type { Rules } from '../check/sites.ts';
import type { MetricFacts } from '../check/metrics.ts';
import {
  sharedSourceKeys,
  type MetricDocument,
  type ProfileDocument,
  type SourceKinds,
} from '../schema/schema.ts';
import type { Secrecy } from '../read/secrecy.ts';
import { Telling } from '../environment/telling.ts';
import {
  childOf,
  entriesOf,
  plainOf,
  type Form,
  type MapNode,
  type NodePath,
  type Plain,
} from '../read/tree.ts';
import { linesOf } from '../../rules/sites.ts';

export interface CompileInput {
  readonly root: MapNode;
  readonly document: ProfileDocument;
  readonly kinds: SourceKinds;
  readonly facts: ReadonlyMap<string, MetricFacts>;
  readonly rules: Rules;
  readonly name: string;
  readonly digest: string;
  /** From the command line; wins over `launch.at`. */
  readonly t0: Instant | null;
  readonly secrecy: Secrecy;
}

export interface Compiled {
  readonly plan: Plan;
  readonly sources: readonly SourceSetup[];
}

interface KindPlan {
  readonly kind: SourceKind;
  readonly options: Plain;
  /** The same with secrets by their names. */
  readonly known: Plain;
  readonly plan: SourcePlan;
}

/** How many intervals a red must be seen not to hold before it ends, unless the profile says so (docs/judgement.md §8.8). */
const holdIntervals = 4;

export function compile(input: CompileInput): Compiled {
  const { document } = input;
  const telling = new Telling(input.root, input.secrecy);
  const sections = { ...input, telling, ids: new ItemIds(document) };
  const places = placesOf(input);
  const timing = timingOf(input, places);
  const metrics = Object.entries(document.metrics ?? {}).map(([id, metric]) =>
    metricPlan(sections, id, metric, timing(id), places),
  );
  const plan: Plan = {
    name: input.name,
    title: telling.text(['title'], document.title ?? input.name),
    digest: input.digest,
    environment: telling.text(
      ['environment'],
      document.environment ?? input.name.split('/').at(-1) ?? input.name,
    ),
    launch: {
      t0: input.t0 ?? document.launch?.at ?? null,
      version:
        document.launch?.version === undefined
          ? null
          : telling.known(['launch', 'version'], document.launch.version),
    },
    units: document.units ?? [],
    sources: Array.from(places.values(), (place) => withSpans(input, place)),
    metrics,
    hints: hintPlans(sections),
    incidents: incidentPlans(sections),
    phases: phasePlans(sections),
    gate: gatePlans(sections),
  };
  const runs = linesOf(plan).flatMap((item) => item.runs?.of ?? []);
  return { plan, sources: setups(input, places, runs) };
}

function placesOf(input: CompileInput): ReadonlyMap<string, KindPlan> {
  const places = new Map<string, KindPlan>();
  for (const [id, { value }] of entriesOf(childOf(input.root, 'sources'))) {
    const document = input.document.sources?.[id];
    const kind = document && input.kinds.get(document.kind);
    if (!document || !kind) continue;
    const own = entriesOf(value).filter(([key]) => !sharedSourceKeys.includes(key));
    const optionsAs = (form: Form): Plain =>
      Object.fromEntries(own.map(([key, entry]) => [key, plainOf(entry.value, form)]));
    const options = optionsAs('value');
    const plan: SourcePlan = {
      id,
      kind: kind.kind,
      place: kind.place(options, optionsAs('shown')),
      every: document.every ?? kind.defaults.every,
      timeout: document.timeout ?? kind.defaults.timeout,
      needs: document.needs ?? [],
    };
    places.set(id, { kind, options, known: optionsAs('known'), plan });
  }
  return places;
}

function readOf(input: CompileInput, metric: string, form: Form = 'value'): Plain | undefined {
  const node = childOf(childOf(childOf(input.root, 'metrics'), metric), 'read');
  return node ? plainOf(node, form) : undefined;
}

function setups(
  input: CompileInput,
  places: ReadonlyMap<string, KindPlan>,
  runs: readonly string[],
): readonly SourceSetup[] {
  const reads = Map.groupBy(Object.entries(input.document.metrics ?? {}), ([, { from }]) => from);
  return Array.from(places.values(), ({ kind, options, known, plan }) => {
    const mine = reads.get(plan.id) ?? [];
    return {
      id: plan.id,
      kind: kind.kind,
      options,
      reads: mine.map(([id, { exact = false }]) => ({ metric: id, read: readOf(input, id), exact })),
      known: {
        options: known,
        reads: Object.fromEntries(mine.map(([id]) => [id, readOf(input, id, 'known')])),
      },
      every: plan.every,
      timeout: plan.timeout,
      hosts: kind.hosts(options).filter((host) => !isHere(host)),
      ...(mine.some(([id]) => runs.includes(id)) && { runs: true }),
    };
  });
}

/** How far apart a metric's samples are, and for how long one counts. */
interface Timing {
  readonly interval: Milliseconds;
  readonly staleAfter: Milliseconds;
  readonly aligned: MetricPlan['aligned'];
}

/** A derived metric has samples as rarely as the rarest of its inputs, and its values count as long as that one's. */
function timingOf(input: CompileInput, places: ReadonlyMap<string, KindPlan>): (metric: string) => Timing {
  const known = new Map<string, Timing>();
  const timing = (id: string): Timing => {
    const found = known.get(id);
    if (found) return found;
    const { from, staleAfter: written } = input.document.metrics?.[id] ?? {};
    const place = typeof from === 'string' ? places.get(from) : undefined;
    const derived = input.facts.get(id)?.derived;
    const own = place
      ? readTiming(place, readOf(input, id))
      : longest(derived ? formulaMetrics(derived.formula).map(timing) : []);
    const result = { ...own, staleAfter: written ?? own.staleAfter };
    known.set(id, result);
    return result;
  };
  return timing;
}

function readTiming({ kind, options, plan }: KindPlan, read: Plain | undefined): Timing {
  const rhythm = kind.rhythm(options, read);
  const interval = rhythm?.interval ?? plan.every;
  return {
    interval,
    staleAfter: staleAfter(plan, interval, rhythm?.delay ?? 0),
    // A point is known once its period has settled and has been asked for.
    aligned: rhythm && { period: rhythm.interval, delay: rhythm.delay + plan.every },
  };
}

function longest(timings: readonly Timing[]): Timing {
  return {
    interval: Math.max(0, ...timings.map(({ interval }) => interval)),
    staleAfter: Math.max(0, ...timings.map(({ staleAfter }) => staleAfter)),
    aligned: null,
  };
}

/** What the source's answers to its metrics look back over. */
function withSpans(input: CompileInput, { kind, plan }: KindPlan): SourcePlan {
  const covers: Record<string, Milliseconds> = {};
  const lookBack: Record<string, Milliseconds> = {};
  for (const [id, { from }] of Object.entries(input.document.metrics ?? {})) {
    const read = from === plan.id ? readOf(input, id) : undefined;
    if (read === undefined) continue;
    const [span, back] = [kind.covers(read), kind.lookBack(read)];
    if (span !== null) covers[id] = span;
    if (back > 0) lookBack[id] = back;
  }
  return {
    ...plan,
    ...(Object.keys(covers).length > 0 && { covers }),
    ...(Object.keys(lookBack).length > 0 && { lookBack }),
  };
}

function readWindowOf(input: CompileInput, metric: string, place: KindPlan | undefined): Milliseconds | null {
  const read = readOf(input, metric);
  return place !== undefined && read !== undefined ? place.kind.window(read) : null;
}

function isNeverNegative(input: CompileInput, metric: string, place: KindPlan | undefined): boolean {
  const read = readOf(input, metric);
  return place !== undefined && read !== undefined && place.kind.neverNegative(read);
}

function metricPlan(
  input: CompileInput & { readonly telling: Telling },
  id: string,
  metric: MetricDocument,
  timing: Timing,
  places: ReadonlyMap<string, KindPlan>,
): MetricPlan {
  const { telling } = input;
  const path = ['metrics', id];
  const facts = input.facts.get(id);
  const { interval } = timing;
  const sourceId = typeof metric.from === 'string' ? metric.from : null;
  const source = sourceId === null ? undefined : input.document.sources?.[sourceId];
  const alert = ruleAt(input.rules, `metrics.${id}.alert`);
  return {
    id,
    title: telling.text([...path, 'title'], metric.title ?? titleOf(id)),
    group: metric.group === undefined ? null : telling.text([...path, 'group'], metric.group),
    source: sourceId ?? derivedSource,
    derived: facts?.derived ?? null,
    unit: facts?.unit ?? null,
    scale: facts?.scale ?? null,
    readsUp: readOf(input, id) === 'up',
    exact: metric.exact ?? false,
    use: facts?.use ?? null,
    target: ruleAt(input.rules, `metrics.${id}.target`),
    alert,
    hold: metric.hold ?? (alert ? holdIntervals * interval : 0),
    staleAfter: timing.staleAfter,
    interval,
    aligned: timing.aligned,
    detect: metric.detect ?? null,
    missing: metric.missing ?? source?.missing ?? 'unknown',
    because: becauseOf(telling, path, metric.because, sourceId, source?.because),
    needs: metric.needs ?? [],
    samplesMin: metric.minSamples ?? 1,
    minSeen: metric.minSeen ?? null,
    readWindow: readWindowOf(input, id, sourceId === null ? undefined : places.get(sourceId)),
    neverNegative: sourceId !== null && isNeverNegative(input, id, places.get(sourceId)),
    refs: telling.texts([...path, 'ref'], metric.ref ?? []),
  };
}

function becauseOf(
  telling: Telling,
  metric: NodePath,
  own: string | undefined,
  source: string | null,
  inherited: string | undefined,
): string | null {
  if (own !== undefined) return telling.text([...metric, 'because'], own);
  if (source === null || inherited === undefined) return null;
  return telling.text(['sources', source, 'because'], inherited);
}

function ruleAt(rules: Rules, path: string): Rule | null {
  return rules.get(path) ?? null;
}

/**
 * docs/judgement.md §8.2: data that settle late
 * may be as old as their period and settling time, and two polls.
 */
function staleAfter(
  source: Pick<SourcePlan, 'every' | 'timeout'>,
  interval: Milliseconds,
  delay: Milliseconds,
): Milliseconds {
  if (delay > 0) return interval + delay + 2 * source.every;
  return usualStaleAfter(interval, source.timeout);
}
