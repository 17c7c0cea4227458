// `launchwall profiles`: the profiles that can be watched, and why one cannot.

import { listProfiles } from '../../profile/list.ts';
import { alignColumns } from '../../report/columns.ts';
import { result, resultJson, printNote, type Context } from '../context.ts';
import { loadOptions } from '../profile-input.ts';

export async function profiles(options: { readonly json?: boolean }, context: Context): Promise<number> {
  const listed = await listProfiles(loadOptions(context));
  if (options.json === true) resultJson(context, { profiles: listed });
  else {
    const rows = listed.map(({ name, title, problem }) => [
      name,
      problem === null ? title : `${title}  (cannot be watched: ${problem})`,
    ]);
    for (const line of alignColumns(rows)) result(context, line);
    if (listed.length === 0)
      printNote(context, 'there is no profile: put one into ./profiles, or run `launchwall drill`');
  }
  return 0;
}
