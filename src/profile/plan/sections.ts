// Hints, incidents, phases and the gate of a document without errors, as the plan has them.

import { parseDuration } from '../../domain/duration.ts';
import type {
  CriterionPlan,
  HintPlan,
  IncidentPlan,
  ItemPlan,
  PhasePlan,
  Rule,
  RunsPlan,
  StepPlan,
} from '../../rules/plan.ts';
import { runsWords } from '../../rules/evaluate/runs.ts';
import { textDigest } from '../digest.ts';
import type { Rules } from '../check/sites.ts';
import { FormerIds, slug, Unique, type ItemIds } from './item-ids.ts';
import type { ItemDocument, ProfileDocument } from '../schema/schema.ts';
import type { Telling } from '../environment/telling.ts';
import { pathText, type NodePath } from '../read/tree.ts';

export interface SectionsInput {
  readonly document: ProfileDocument;
  readonly rules: Rules;
  readonly telling: Telling;
  readonly ids: ItemIds;
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
  const phaseIds = new Unique();
  const formerPhaseIds = new Unique();
  const { telling } = input;
  return (input.document.phases ?? []).map((phase, index) => {
    const path = ['phases', index];
    const told = (key: string, used: string | undefined): string | undefined =>
      used === undefined ? undefined : telling.text([...path, key], used);
    const title = told('title', phase.title);
    const named = told('id', phase.id) ?? told('at', phase.at?.text);
    const untitled = `phase ${index + 1}`;
    const written = phase.title === undefined ? untitled : telling.written([...path, 'title'], phase.title);
    const id = phaseIds.take(named ?? slug(written));
    const formerId = formerPhaseIds.take(named ?? slug(title ?? untitled));
    return {
      id,
      title: title ?? id,
      offset: phase.at?.offset ?? null,
      items: itemPlans(phase.items, { list: [...path, 'items'], id, former: new FormerIds(formerId) }, input),
    };
  });
}

export function gatePlans(input: SectionsInput): readonly CriterionPlan[] {
  const { required = [], recommended = [] } = input.document.gate ?? {};
  const former = new FormerIds('gate');
  const within = (key: string): Section => ({ list: ['gate', key], id: 'gate', former });
  return [
    ...itemPlans(required, within('required'), input).map(criterion(true)),
    ...itemPlans(recommended, within('recommended'), input).map(criterion(false)),
  ];
}

function criterion(required: boolean): (item: ItemPlan) => CriterionPlan {
  return (item) => ({ ...item, required });
}

/** Where items stand. */
interface Section {
  readonly list: NodePath;
  readonly id: string;
  readonly former: FormerIds;
}

/**
 * An item is known by its own id, else by the first line of the checklist that it stands for, else by its text as it is written:
 * never by its place in the list, so that a tick survives a line that is put in before it, and never by what a machine's environment
 * makes of it.
 */
function itemPlans(
  items: readonly ItemDocument[],
  section: Section,
  { rules, telling, ids }: SectionsInput,
): ItemPlan[] {
  return items.map((item, index) => {
    const path = [...section.list, index];
    const text = telling.text([...path, 'text'], item.text);
    const written = telling.written([...path, 'text'], item.text);
    const own = item.id === undefined ? null : telling.text([...path, 'id'], item.id);
    const refs = telling.texts([...path, 'ref'], item.ref ?? []);
    const byText = `${section.id}/${slug(written)}`;
    const id = own === null ? ids.free(refs[0] ?? byText, byText) : ids.take(own);
    return {
      id,
      text,
      ...judgedBy(ruleOf(rules, pathText([...path, 'when'])), item.runs),
      minSeen: item.minSeen ?? null,
      manual: item.manual === undefined ? null : telling.text([...path, 'manual'], item.manual),
      refs,
      digest: textDigest(written),
      former: section.former.of(id, own, text, written),
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
