// Lets sources run commands, as far as the person trusts the profile that is loaded now.

import { dirname } from 'node:path';
import { gap, remedy, type Gap } from '../../domain/gap.ts';
import { shellWord } from '../../domain/shell-word.ts';
import { sameSetup } from '../../engine/changed-setup.ts';
import type { Profile } from '../../profile/profile.ts';
import type { CommandHost, SourceSetup } from '../../sources/source.ts';
import type { Context } from '../context.ts';

interface HostInput {
  /** What the profile is called on the command line. */
  readonly name: string;
  /** The newest version that was loaded. */
  readonly profile: () => Profile;
  readonly env: CommandHost['env'];
}

export class CommandHosts {
  readonly #input: HostInput;
  readonly #context: Context;
  readonly #running = new Set<() => void>();
  readonly #onExit = (): void => this.#running.forEach((end) => end());

  constructor(input: HostInput, context: Context) {
    this.#input = input;
    this.#context = context;
  }

  hostFor(source: SourceSetup): CommandHost {
    const { profile, env } = this.#input;
    return {
      env,
      get folder() {
        return dirname(profile().files[0] ?? '.');
      },
      refusal: () => this.#refusal(source),
      onAbruptEnd: (end) => this.#register(end),
    };
  }

  async #refusal(source: SourceSetup): Promise<Gap | null> {
    const { name, profile } = this.#input;
    // Only who has commands to run needs it.
    const { trustOf } = await import('../kept/trust.ts');
    const state = await trustOf(profile(), this.#context);
    const todo = `launchwall trust ${name}`;
    const trustIt = remedy('Read its commands, then trust them.', `launchwall trust ${shellWord(name)}`);
    if (state === 'changed')
      return gap(
        'not_trusted',
        `this profile has changed since it was trusted to run commands: ${todo}`,
        trustIt,
      );
    // After a reload an old source may be asked once more: what it would run is not what is trusted now.
    if (state === 'trusted' && isPartOf(profile(), source)) return null;
    return gap('not_trusted', `this profile is not trusted to run commands: ${todo}`, trustIt);
  }

  /** One listener for all, and none while nothing runs. */
  #register(end: () => void): () => void {
    if (this.#running.size === 0) process.on('exit', this.#onExit);
    this.#running.add(end);
    return () => {
      this.#running.delete(end);
      if (this.#running.size === 0) process.removeListener('exit', this.#onExit);
    };
  }
}

/** The source as it is would be shown to whoever is asked for trust. */
function isPartOf({ sources, commands }: Profile, { id, kind, options }: SourceSetup): boolean {
  const now = sources.find((source) => source.id === id);
  return (
    commands.some(({ source }) => source === id) && sameSetup([now?.kind, now?.options], [kind, options])
  );
}
