// Every secret that this process has been given, so that what nobody has foreseen can be told without them.

import { createRedactor } from './redact.ts';

export class SecretBook {
  readonly #secrets = new Set<string>();
  #redact: ((text: string) => string) | null = null;

  add(secrets: readonly string[]): void {
    for (const secret of secrets) this.#secrets.add(secret);
    this.#redact = null;
  }

  get all(): readonly string[] {
    return [...this.#secrets];
  }

  redact(text: string): string {
    this.#redact ??= createRedactor(this.all);
    return this.#redact(text);
  }
}
