// A loaded profile: the plan for judgement, and for each source what it is made from.

import type { Milliseconds } from '../domain/clock.ts';
import type { Plan } from '../rules/plan.ts';
import type { CommandFacts, SourceSetup } from '../sources/source.ts';
import type { Diagnostic } from './read/findings.ts';
import type { Place } from './read/tree.ts';

export interface Profile {
  readonly plan: Plan;
  readonly sources: readonly SourceSetup[];
  /** Every file it was read from, absolute; the first is the profile's own. What to watch for changes. */
  readonly files: readonly string[];
  /** What they held when they were read, as one word; a person's trust is bound to it. */
  readonly content: string;
  /** What its sources would run, were it trusted. */
  readonly commands: readonly ProfileCommand[];
  /** What of the environment its sources hand to other machines. */
  readonly sends: readonly Send[];
  /** What a far end, a client or a command might repeat, and nobody may read (`secretsOf`). */
  readonly secrets: readonly string[];
  /** Findings that do not keep it from being watched. */
  readonly warnings: readonly Diagnostic[];
}

export interface Send {
  /** A variable's name; `awsCredentials` where a request is signed with those; whose answer it is that another host is told of. */
  readonly variable: string;
  /** The hosts on other machines, or this machine's resolver. */
  readonly to: string;
  readonly source: string;
  /** Where the source is written. */
  readonly place: Place;
}

export interface ProfileCommand extends CommandFacts {
  readonly source: string;
  /** Where its command is written. */
  readonly place: Place;
  readonly every: Milliseconds;
  readonly timeout: Milliseconds;
}

export type ProfileResult =
  | { readonly ok: true; readonly profile: Profile }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };
