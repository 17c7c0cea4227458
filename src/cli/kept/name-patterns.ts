// Names of environment variables by pattern: `GIT_*`, `ACTIONS_*_TOKEN`, with `*` for anything.

/** The names of a list, one after the other. */
export function namesOf(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** Whether a name is one of these. @param flags `i` where upper and lower case are the same. */
export function nameTest(names: readonly string[], flags: '' | 'i' = ''): (name: string) => boolean {
  const one = new RegExp(`^(?:${names.map((name) => name.replaceAll('*', '.*')).join('|')})$`, flags);
  return (name) => one.test(name);
}
