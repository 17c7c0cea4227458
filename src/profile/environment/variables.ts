// Puts the profile's variables and the environment's into its texts; each one that is missing is reported where it stands.

import { didYouMean } from '../../domain/nearest.ts';
import type { Findings } from '../read/findings.ts';
import { interpolate, type Lookups, type Resolved } from './interpolate.ts';
import { secrecyOf } from './credentials.ts';
import type { Secrecy } from '../read/secrecy.ts';
import { structured } from './structure.ts';
import { knownText, shownText, usedText, writtenText } from '../read/told.ts';
import {
  childOf,
  columnWithin,
  entriesOf,
  mapScalars,
  type MapNode,
  type NodePath,
  type Place,
  type ScalarNode,
} from '../read/tree.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A variable of the environment that has no value and no default where it stands. */
export interface MissingVariable {
  readonly name: string;
  readonly problem: 'not set' | 'empty';
  readonly place: Place;
  readonly path: NodePath;
}

export interface Substituted {
  readonly root: MapNode;
  /** Each place at which the environment should have given something and did not. */
  readonly missing: readonly MissingVariable[];
  readonly secrecy: Secrecy;
}

/** Longest that variables may make a text, and all texts of a profile together, in characters. */
const textCharactersMax = 65_536;
const allCharactersMax = 4 * 1_048_576;
/** How deep variables may stand within variables. */
const depthMax = 50;

/** Sections that name things rather than use them. */
const literalSections = ['extends', 'profile'];

export function substitute(root: MapNode, env: Environment, findings: Findings): Substituted {
  const variables = new Variables(root, env, findings);
  const substituted = mapScalars(root, (scalar, path) =>
    literalSections.includes(String(path[0])) ? scalar : variables.resolved(scalar, path),
  );
  const placed = mapScalars(substituted, (scalar, path) => {
    const found =
      scalar.parts === null || scalar.unresolved ? null : structured(substituted, scalar.parts, path);
    if (found === null) return scalar;
    if (found.value !== undefined) return { ...scalar, value: found.value };
    findings.error(scalar.place, path, found.problem);
    return { ...scalar, unresolved: true };
  });
  const secrecy = secrecyOf(placed);
  return { root: toldBy(placed, secrecy), missing: variables.missing, secrecy };
}

/** Only when every variable's places are known can it be said how any of them is told. */
function toldBy(root: MapNode, secrecy: Secrecy): MapNode {
  return mapScalars(root, (scalar, path) => {
    const { parts } = scalar;
    if (parts === null) return scalar;
    // What is asked for is no text that somebody wants read: findings name it as it is written.
    const isRead = path[0] === 'metrics' && path[2] === 'read';
    const shown = isRead ? writtenText(parts) : shownText(parts, secrecy);
    return { ...scalar, shown, known: knownText(parts, secrecy) };
  });
}

/** A missing variable is an error unless somebody puts a stand-in in its place. */
export function reportMissing(missing: readonly MissingVariable[], findings: Findings): void {
  for (const { name, problem, place, path } of missing) {
    const says = problem === 'empty' ? 'is empty' : 'is not set, and has no default here';
    findings.error(place, path, `the environment variable ${name} ${says}`);
  }
}

class Variables {
  readonly missing: MissingVariable[] = [];
  readonly #scalars: ReadonlyMap<string, ScalarNode>;
  readonly #names: readonly string[];
  readonly #env: Environment;
  readonly #findings: Findings;
  readonly #resolved = new Map<string, Resolved | null>();
  /** What variables have put into texts so far. */
  #characters = 0;

  constructor(root: MapNode, env: Environment, findings: Findings) {
    const entries = entriesOf(childOf(root, 'vars'));
    this.#names = entries.map(([name]) => name);
    this.#scalars = new Map(
      entries.flatMap(([name, { value }]) => (value.type === 'scalar' ? [[name, value]] : [])),
    );
    this.#env = env;
    this.#findings = findings;
  }

  resolved(node: ScalarNode, path: NodePath): ScalarNode {
    if (typeof node.value !== 'string' || !node.value.includes('{')) return node;
    const isVariable = path.length === 2 && path[0] === 'vars' && this.#scalars.has(String(path[1]));
    const resolved = isVariable ? this.#variable(String(path[1])) : this.#text(node, path, []);
    if (resolved === null) return { ...node, unresolved: true };
    const { parts, unresolved } = resolved;
    return { ...node, value: usedText(parts), parts, written: writtenText(parts), unresolved };
  }

  /** Resolved once, so that what is wrong with a variable is reported where it is written, not where it is used. */
  #variable(name: string, inside: readonly string[] = []): Resolved | null {
    const known = this.#resolved.get(name);
    if (known !== undefined) return known;
    const node = this.#scalars.get(name);
    if (!node) return null;
    const resolved =
      typeof node.value === 'string'
        ? this.#text(node, ['vars', name], [...inside, name])
        : { parts: [node.source], unresolved: false };
    this.#resolved.set(name, resolved);
    return resolved;
  }

  #text(node: ScalarNode, path: NodePath, inside: readonly string[]): Resolved {
    const placeAt = (offset: number): Place => ({ ...node.place, column: columnWithin(node, offset) });
    const complain = (offset: number, message: string): null => {
      this.#findings.error(placeAt(offset), path, message);
      return null;
    };
    let characters = 0;
    /** Null once there is too much, which is said once in a text. */
    const within = <Found extends Resolved | string>(found: Found, offset: number): Found | null => {
      const before = Math.max(characters / textCharactersMax, this.#characters / allCharactersMax);
      const { length } = typeof found === 'string' ? found : usedText(found.parts);
      characters += length;
      this.#characters += length;
      if (before > 1) return null;
      if (characters > textCharactersMax)
        return complain(offset, `variables make this text longer than ${textCharactersMax} characters`);
      if (this.#characters <= allCharactersMax) return found;
      return complain(offset, `variables make this profile longer than ${allCharactersMax} characters`);
    };
    const lookups: Lookups = {
      isSet: (name) => (this.#env[name] ?? '') !== '',
      environment: (name, offset) => {
        const value = this.#env[name];
        if (value !== undefined && value !== '') return within(value, offset);
        const problem = value === '' ? 'empty' : 'not set';
        this.missing.push({ name, problem, place: placeAt(offset), path });
        return null;
      },
      variable: (name, offset) => {
        if (inside.includes(name))
          return complain(
            offset,
            `the variable {${name}} is made of itself: ${[...inside, name].join(' → ')}`,
          );
        if (inside.length > depthMax)
          return complain(offset, `variables stand within variables at most ${depthMax} deep`);
        if (this.#names.includes(name)) {
          const found = this.#variable(name, inside);
          return found && within(found, offset);
        }
        const near = didYouMean(name, this.#names);
        const says = `there is no variable "${name}" under vars${near}; write {{${name}}} for the characters themselves`;
        this.#findings.absent(placeAt(offset), path, says);
        return null;
      },
    };
    return interpolate(String(node.value), lookups);
  }
}
