// `launchwall explain PROFILE [ID]`: the rule of a metric, a hint, an incident, an item or a criterion in words.

import { exactDuration, printDuration } from '../../domain/duration.ts';
import { LaunchwallError } from '../../domain/errors.ts';
import { didYouMean } from '../../domain/nearest.ts';
import { loadProfile } from '../../profile/load.ts';
import { explain as explained, explainable, type Explanation } from '../../rules/explain/explain.ts';
import { boundWords, type Detection } from '../../rules/lint/detection.ts';
import type { Plan } from '../../rules/plan.ts';
import { warmUpWords } from '../../rules/lint/warm-up.ts';
import { result, resultJson, type Context } from '../context.ts';
import { loadOptions, profileError } from '../profile-input.ts';

export interface ExplainArguments {
  readonly json?: boolean;
}

export async function explain(
  profile: string,
  id: string | undefined,
  options: ExplainArguments,
  context: Context,
): Promise<number> {
  // Nothing is asked of any source: what the environment lacks is stood in for.
  const loaded = await loadProfile(profile, { ...loadOptions(context), missingEnvironment: 'stand-in' });
  if (!loaded.ok) throw profileError(profile, loaded.diagnostics);
  const { plan } = loaded.profile;
  if (id === undefined) {
    if (options.json === true) resultJson(context, listed(plan));
    else for (const line of listLines(plan)) result(context, line);
    return 0;
  }
  const explanation = explained(plan, id);
  if (!explanation) {
    const known = explainable(plan);
    throw new LaunchwallError(
      'usage',
      `${profile} has no metric, hint, incident or line "${id}"${didYouMean(id, known)}`,
      {
        hint: `launchwall explain ${profile} lists them; a line of the checklist is known by its ref`,
      },
    );
  }
  if (options.json === true) resultJson(context, { schema: 'launchwall.explanation/1', ...explanation });
  else for (const line of linesOf(explanation)) result(context, line);
  return 0;
}

function listed(plan: Plan): object {
  const ids = (entries: readonly { id: string; title: string }[]) =>
    entries.map(({ id, title }) => ({ id, title }));
  return { metrics: ids(plan.metrics), hints: ids(plan.hints), incidents: ids(plan.incidents) };
}

function listLines(plan: Plan): readonly string[] {
  const sections = [
    ['Metrics', plan.metrics],
    ['Hints', plan.hints],
    ['Incidents', plan.incidents],
  ] as const;
  const widest = Math.max(0, ...explainable(plan).map((id) => id.length));
  return sections.flatMap(([title, entries]) =>
    entries.length === 0
      ? []
      : [title, ...entries.map((one) => `  ${one.id.padEnd(widest)}  ${one.title}`), ''],
  );
}

function linesOf(explanation: Explanation): readonly string[] {
  const { kind, id, title, rule, states, ends, looksAt, usedBy } = explanation;
  return [
    `${title} (${kind} ${id})`,
    '',
    ...rule.map((fact) => `  ${fact}`),
    ...section('States', paired(states.map(({ state, when }) => [state, when]))),
    ...section('How fast it tells', detectionLines(explanation)),
    ...section('What ends it', ends === null ? [] : [ends]),
    ...section('Looks at', looksAt),
    ...section('Looked at by', paired(usedBy.map((use) => [`${use.kind} ${use.id}`, use.text]))),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

function paired(rows: readonly (readonly [string, string])[]): readonly string[] {
  const widest = Math.max(0, ...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `${left.padEnd(widest)}  ${right}`);
}

function detectionLines({
  kind,
  states,
  detection,
  promised,
  warmUp,
  unknownAfterMs,
}: Explanation): readonly string[] {
  if (states.length === 0) return [];
  const afterStart = warmUp && warmUp.window !== null ? [`after a start: ${warmUpWords(warmUp)}`] : [];
  if (kind === 'item' || kind === 'criterion') return afterStart;
  const promise = promised === null ? '' : `; promised within ${exactDuration(promised)}`;
  const untold = `no bound can be given: it rests on a forecast or on another status${promise}`;
  const lines = detection
    ? [
        `within ${boundWords(detection.total)} at the worst, as long as its source answers${promise}:`,
        ...partLines(detection),
        ...(detection.held === 0 ? [] : [heldLine(detection)]),
      ]
    : [untold];
  lines.push(...afterStart);
  if (unknownAfterMs !== null)
    lines.push(`unknown within ${boundWords(unknownAfterMs)} after its source has fallen silent`);
  return kind === 'metric' && unknownAfterMs === null && detection === null ? [] : lines;
}

/** What is held off, so that no account is locked. */
function heldLine({ total, held }: Detection): string {
  return `after a login, a right or a TLS handshake that failed: within ${boundWords(total + held)}; after "slow down" (429, Retry-After): as long as it asks`;
}

function partLines({ parts }: Detection): readonly string[] {
  const spans = parts.map(({ takes }) => printDuration(takes));
  const widest = Math.max(0, ...spans.map((text) => text.length));
  return parts.map(({ what }, index) => `  ${(spans[index] ?? '').padStart(widest)}  ${what}`);
}
