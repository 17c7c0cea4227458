// Which variables of the environment are secret, and which stand in a source: what decides in which form a text is told.

/** Words of a variable's name that say that it is a credential. */
const secretWords = new Set(
  (
    'token key secret pass password passwd passphrase passcode pwd pat pin jwt webhook dsn credential cred apikey ' +
    'bearer cookie authorization otp totp'
  ).split(' '),
);
/** With these a word may end: PGPASSWORD, APITOKEN. */
const secretEnding = /(?:token|secret|passw(?:or)?d|passphrase|apikey|credentials?)$/;

/** `SGE_PAGERDUTY_TOKEN`, `apiKeys`, `PGPASSWORD`: a name one of whose words is that of a credential. */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return words.some(
    (word) =>
      secretWords.has(word) ||
      (word.endsWith('s') && secretWords.has(word.slice(0, -1))) ||
      secretEnding.test(word),
  );
}

export class Secrecy {
  readonly #secret: ReadonlySet<string>;
  readonly #inSources: ReadonlySet<string>;

  /**
   * @param secret by where they stand, or because the profile says so.
   * @param inSources the names that stand in a source.
   */
  constructor(secret: ReadonlySet<string>, inSources: ReadonlySet<string>) {
    this.#secret = secret;
    this.#inSources = inSources;
  }

  isSecret(name: string): boolean {
    return this.#secret.has(name) || isSecretName(name);
  }

  /** It is told with its value: who writes it where only texts stand wants it read. */
  isOpen(name: string): boolean {
    return !this.#inSources.has(name) && !this.isSecret(name);
  }
}
