// What a profile would run: what a person sees before they trust it, and what of the environment commands are given.

import type { SourcePlan } from '../../rules/plan.ts';
import type { CommandFacts } from '../../sources/source.ts';
import type { ProfileCommand } from '../profile.ts';
import type { SourceKinds } from '../schema/schema.ts';
import { childOf, entriesOf, plainOf, textNode, type MapNode } from '../read/tree.ts';

/** The commands as they are written, with `${NAME}` for what the environment gives: it may be a secret. */
export function commandsOf(
  root: MapNode,
  kinds: SourceKinds,
  plans: readonly SourcePlan[],
): readonly ProfileCommand[] {
  const facts = factsOf(root, kinds);
  return plans.flatMap(({ id, every, timeout }) => {
    const found = facts.get(id);
    if (!found) return [];
    const source = childOf(childOf(root, 'sources'), id);
    const place = (childOf(source, 'command') ?? source ?? root).place;
    return [{ ...found, source: id, place, every, timeout }];
  });
}

/** The variables of our environment that commands are given, and might repeat. */
export function passedOn(root: MapNode, kinds: SourceKinds): readonly string[] {
  return [...factsOf(root, kinds).values()].flatMap(({ passes }) => passes);
}

function factsOf(root: MapNode, kinds: SourceKinds): ReadonlyMap<string, CommandFacts> {
  const facts = new Map<string, CommandFacts>();
  for (const [id, { value }] of entriesOf(childOf(root, 'sources'))) {
    const kind = kinds.get(textNode(childOf(value, 'kind'))?.value ?? '');
    const found = kind?.command(plainOf(value, 'written')) ?? null;
    if (found) facts.set(id, found);
  }
  return facts;
}
