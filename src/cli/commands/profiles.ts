// `launchwall profiles`: the profiles that can be watched, and why one cannot.

import { listProfiles } from '../../profile/list.ts';
import { result, resultJson, printNote, type Context } from '../context.ts';
import { loadOptions } from '../profile-input.ts';

export async function profiles(options: { readonly json?: boolean }, context: Context): Promise<number> {
  const listed = await listProfiles(loadOptions(context));
  if (options.json === true) resultJson(context, { profiles: listed });
  else {
    const width = Math.max(4, ...listed.map(({ name }) => name.length));
    for (const { name, title, problem } of listed)
      result(
        context,
        `${name.padEnd(width)}  ${title}${problem === null ? '' : `  (cannot be watched: ${problem})`}`,
      );
    if (listed.length === 0)
      printNote(context, 'there is no profile: put one into ./profiles, or run `launchwall drill`');
  }
  return 0;
}
