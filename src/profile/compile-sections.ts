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
import type { Telling } from './telling.ts';
import { pathText, type NodePath } from './tree.ts';

/** Longest part of an item's text that its id is made of. */
const slugLengthMax = 60;

export interface SectionsInput {
  readonly document: ProfileDocument;
  readonly rules: Rules;
  readonly telling: Telling;
}

export function hintPlans({ document, rules, telling }: SectionsInput): readonly HintPlan[] {
  return Object.entries(document.hints ?? {}).flatMap(([id, hint]) => {
    const when = rules.get(`hints.${id}.when`);
    if (!when) return [];
    const { kind, title = titleOf(id), minSeen = null, ref = [] } = hint;
    const path = ['hints', id];
    return [
      {
        id,
        kind,
        title: telling.text([...path, 'title'], title),
        when,
        minSeen,
        steps: steps(hint.do, [...path, 'do'], telling),
        refs: telling.texts([...path, 'ref'], ref),
      },
    ];
  });
}

export function incidentPlans({ document, rules, telling }: SectionsInput): readonly IncidentPlan[] {
  return Object.entries(document.incidents ?? {}).map(([id, incident]) => {
    const described = document.classes?.[incident.class];
    const path = ['incidents', id];
    const pathOf = (key: 'respond' | 'tell'): NodePath =>
      incident[key] === undefined ? ['classes', incident.class, key] : [...path, key];
    const respond = incident.respond ?? described?.respond ?? null;
    const tell = incident.tell ?? described?.tell ?? null;
    return {
      id,
      class: incident.class,
      title: telling.text([...path, 'title'], incident.title ?? titleOf(id)),
      when: rules.get(`incidents.${id}.when`) ?? null,
      minSeen: incident.minSeen ?? null,
      respond: respond === null ? null : parseDuration(respond),
      respondText: respond === null ? null : telling.text(pathOf('respond'), respond),
      detect: incident.detect ?? null,
      tell: tell === null ? null : telling.text(pathOf('tell'), tell),
      steps: steps(incident.do ?? [], [...path, 'do'], telling),
      refs: telling.texts([...path, 'ref'], incident.ref ?? []),
    };
  });
}

export function phasePlans(input: SectionsInput): readonly PhasePlan[] {
  const ids = new Unique();
  const { telling } = input;
  return (input.document.phases ?? []).map((phase, index) => {
    const path = ['phases', index];
    const told = (key: string, used: string | undefined): string | undefined =>
      used === undefined ? undefined : telling.text([...path, key], used);
    const title = told('title', phase.title);
    const named = told('id', phase.id) ?? told('at', phase.at?.text);
    const id = ids.take(named ?? slug(title ?? `phase ${index + 1}`));
    return {
      id,
      title: title ?? id,
      offset: phase.at?.offset ?? null,
      items: itemPlans(phase.items, [...path, 'items'], id, input),
    };
  });
}

export function gatePlans(input: SectionsInput): readonly CriterionPlan[] {
  const { required = [], recommended = [] } = input.document.gate ?? {};
  const ids = new Unique();
  return [
    ...itemPlans(required, ['gate', 'required'], 'gate', input, ids).map(criterion(true)),
    ...itemPlans(recommended, ['gate', 'recommended'], 'gate', input, ids).map(criterion(false)),
  ];
}

function criterion(required: boolean): (item: ItemPlan) => CriterionPlan {
  return (item) => ({ ...item, required });
}

/** An item is known by its text, not by its place in the list: a tick survives a line that is put in before it. */
function itemPlans(
  items: readonly ItemDocument[],
  list: NodePath,
  inside: string,
  { rules, telling }: SectionsInput,
  ids: Unique = new Unique(),
): ItemPlan[] {
  return items.map((item, index) => {
    const path = [...list, index];
    const text = telling.text([...path, 'text'], item.text);
    const id = item.id === undefined ? `${inside}/${slug(text)}` : telling.text([...path, 'id'], item.id);
    return {
      id: ids.take(id),
      text,
      ...judgedBy(ruleOf(rules, pathText([...path, 'when'])), item.runs),
      minSeen: item.minSeen ?? null,
      manual: item.manual === undefined ? null : telling.text([...path, 'manual'], item.manual),
      refs: telling.texts([...path, 'ref'], item.ref ?? []),
      digest: textDigest(text),
    };
  });
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

/** A step is a text, or a map with one; a single one needs no list. */
function steps(given: readonly StepDocument[], list: NodePath, telling: Telling): StepPlan[] {
  return given.map(({ text, run, ref }, index) => {
    const path = telling.isList(list) ? [...list, index] : list;
    return {
      text: telling.text(telling.isMap(path) ? [...path, 'text'] : path, text),
      run: run === undefined ? null : telling.command([...path, 'run'], run),
      refs: telling.texts([...path, 'ref'], ref ?? []),
    };
  });
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
