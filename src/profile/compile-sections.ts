// Hints, incidents, phases and the gate of a document without errors, as the plan has them.

import { parseDuration } from '../domain/duration.ts';
import type {
  CriterionPlan,
  HintPlan,
  IncidentPlan,
  ItemPlan,
  PhasePlan,
  Rule,
  RunsPlan,
  StepPlan,
} from '../rules/plan.ts';
import { runsWords } from '../rules/runs.ts';
import { textDigest } from './digest.ts';
import type { Rules } from './conditions.ts';
import type { ItemDocument, ProfileDocument } from './schema.ts';

/** Longest part of an item's text that its id is made of. */
const slugLengthMax = 60;

export interface SectionsInput {
  readonly document: ProfileDocument;
  readonly rules: Rules;
  /** Takes what must not be shown out of a text. */
  readonly redact: (text: string) => string;
}

export function hintPlans({ document, rules, redact }: SectionsInput): readonly HintPlan[] {
  return Object.entries(document.hints ?? {}).flatMap(([id, hint]) => {
    const when = rules.get(`hints.${id}.when`);
    if (!when) return [];
    const { kind, title = titleOf(id), minSeen = null, ref = [] } = hint;
    return [{ id, kind, title: redact(title), when, minSeen, steps: steps(hint.do, redact), refs: ref }];
  });
}

export function incidentPlans({ document, rules, redact }: SectionsInput): readonly IncidentPlan[] {
  return Object.entries(document.incidents ?? {}).map(([id, incident]) => {
    const described = document.classes?.[incident.class];
    const respond = incident.respond ?? described?.respond ?? null;
    const tell = incident.tell ?? described?.tell ?? null;
    return {
      id,
      class: incident.class,
      title: redact(incident.title ?? titleOf(id)),
      when: rules.get(`incidents.${id}.when`) ?? null,
      minSeen: incident.minSeen ?? null,
      respond: respond === null ? null : parseDuration(respond),
      respondText: respond,
      detect: incident.detect ?? null,
      tell: tell === null ? null : redact(tell),
      steps: steps(incident.do ?? [], redact),
      refs: incident.ref ?? [],
    };
  });
}

export function phasePlans(input: SectionsInput): readonly PhasePlan[] {
  const ids = new Unique();
  return (input.document.phases ?? []).map((phase, index) => {
    const id = ids.take(phase.id ?? phase.at?.text ?? slug(phase.title ?? `phase ${index + 1}`));
    return {
      id,
      title: input.redact(phase.title ?? id),
      offset: phase.at?.offset ?? null,
      items: itemPlans(phase.items, `phases[${index}].items`, id, input),
    };
  });
}

export function gatePlans(input: SectionsInput): readonly CriterionPlan[] {
  const { required = [], recommended = [] } = input.document.gate ?? {};
  const ids = new Unique();
  return [
    ...itemPlans(required, 'gate.required', 'gate', input, ids).map(criterion(true)),
    ...itemPlans(recommended, 'gate.recommended', 'gate', input, ids).map(criterion(false)),
  ];
}

function criterion(required: boolean): (item: ItemPlan) => CriterionPlan {
  return (item) => ({ ...item, required });
}

/** An item is known by its text, not by its place in the list: a tick survives a line that is put in before it. */
function itemPlans(
  items: readonly ItemDocument[],
  path: string,
  inside: string,
  { rules, redact }: SectionsInput,
  ids: Unique = new Unique(),
): ItemPlan[] {
  return items.map((item, index) => ({
    id: ids.take(item.id ?? `${inside}/${slug(item.text)}`),
    text: redact(item.text),
    ...judgedBy(ruleOf(rules, `${path}[${index}].when`), item.runs),
    minSeen: item.minSeen ?? null,
    manual: item.manual === undefined ? null : redact(item.manual),
    refs: item.ref ?? [],
    digest: textDigest(item.text),
  }));
}

/** The rule's text has the runs in it: what passed by other runs is another rule. */
function judgedBy(rule: Rule | null, runs: ItemDocument['runs']): Pick<ItemPlan, 'when' | 'runs'> {
  if (!rule || !runs) return { when: rule, runs: null };
  const plan: RunsPlan = { ...runs, same: runs.same ?? null };
  return { when: { ...rule, text: `${rule.text}, ${runsWords(plan)}` }, runs: plan };
}

function ruleOf(rules: Rules, path: string): Rule | null {
  return rules.get(path) ?? null;
}

type StepDocument = NonNullable<ProfileDocument['hints']>[string]['do'][number];

function steps(given: readonly StepDocument[], redact: (text: string) => string): StepPlan[] {
  return given.map(({ text, run, ref }) => ({
    text: redact(text),
    run: run === undefined ? null : redact(run),
    refs: ref ?? [],
  }));
}

/** `scale-up-api` is shown as `Scale up api` where nobody gave it a title. */
export function titleOf(id: string): string {
  const words = id.replace(/[-_.]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function slug(text: string): string {
  const words = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, slugLengthMax);
  return words.replace(/^-+|-+$/g, '') || 'item';
}

/** Gives the same word out once only: the second becomes `word-2`. */
class Unique {
  readonly #taken = new Set<string>();

  take(word: string): string {
    let free = word;
    for (let count = 2; this.#taken.has(free); count++) free = `${word}-${count}`;
    this.#taken.add(free);
    return free;
  }
}
