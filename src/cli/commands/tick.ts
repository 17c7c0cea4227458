// `launchwall tick PROFILE ITEM` and `launchwall sign PROFILE CRITERION`: what the wall's keys do, without the wall.

import { LaunchwallError } from '../../domain/errors.ts';
import { didYouMean } from '../../domain/nearest.ts';
import { plainText } from '../../domain/text.ts';
import { isoInstant } from '../../domain/clock.ts';
import { systemClock } from '../../engine/clocks.ts';
import { targetsOf, handEntry, handRefusal, type HandMark } from '../../rules/launch/mark-check.ts';
import { marksFor } from '../../rules/launch/former-names.ts';
import { countsFor } from '../../rules/launch/marks.ts';
import type { Plan } from '../../rules/plan.ts';
import { lineSites, type LineSite } from '../../rules/sites.ts';
import { result, type Context } from '../context.ts';
import { launchChoice, type LaunchArguments } from '../options/launch-options.ts';
import { joinLaunch } from '../session/launch.ts';
import { loadMarkedPlan } from '../session/marked-plan.ts';
import { openPreferences } from '../kept/preferences.ts';
import { requireName } from '../kept/who.ts';

interface MarkArguments extends LaunchArguments {
  readonly by?: string;
  readonly note?: string;
  readonly undo?: boolean;
}

export interface TickArguments extends MarkArguments {
  readonly skip?: boolean;
  readonly reason?: string;
}

export type SignArguments = MarkArguments;

export async function tick(
  profile: string,
  item: string,
  options: TickArguments,
  context: Context,
): Promise<number> {
  const { skip = false, undo = false, reason, note } = options;
  if (skip && undo) throw new LaunchwallError('usage', '--skip and --undo contradict each other');
  if (skip && (reason ?? '').trim() === '')
    throw new LaunchwallError('usage', 'a skipped item needs a reason: --skip --reason TEXT');
  if (!skip && reason !== undefined) throw new LaunchwallError('usage', '--reason belongs to --skip');
  const text = [reason, note].filter((part) => part !== undefined).join('; ');
  const kind = skip ? 'skip' : undo ? 'untick' : 'tick';
  return mark({ profile, wanted: item, type: 'item', kind, note: text }, options, context);
}

export async function sign(
  profile: string,
  criterion: string,
  options: SignArguments,
  context: Context,
): Promise<number> {
  const kind = options.undo === true ? 'unsign' : 'sign';
  const note = options.note ?? '';
  return mark({ profile, wanted: criterion, type: 'criterion', kind, note }, options, context);
}

interface Wanted {
  readonly profile: string;
  readonly wanted: string;
  readonly type: LineSite['type'];
  readonly kind: HandMark['kind'];
  readonly note: string;
}

const words: Readonly<Record<HandMark['kind'], string>> = {
  tick: 'done',
  skip: 'skipped',
  untick: 'not done any more',
  note: 'noted',
  sign: 'signed',
  unsign: 'not signed any more',
};

async function mark(wanted: Wanted, options: MarkArguments, context: Context): Promise<number> {
  const clock = systemClock();
  const choice = launchChoice('write', options);
  const loaded = await loadMarkedPlan(wanted.profile, context);
  const { plan } = loaded;
  const target = requireTarget(plan, wanted);
  loaded.check(target);
  const { kind } = wanted;
  const { item } = target;
  // What a person types or pastes comes from outside.
  const clean = (text: string): string => plainText(loaded.redact(text));
  const asked = { kind, subject: item.id, note: clean(wanted.note) };
  // What nobody can say needs nobody's name.
  const refused = handRefusal({ ...asked, by: '?' }, plan);
  if (refused !== null) throw new LaunchwallError('usage', refused);
  const preferences = openPreferences(context);
  const by = clean(await requireName(options.by, context, preferences));
  const now = clock.now();
  const launch = await joinLaunch({ choice, plan, t0: null, clock }, context);
  let done = kind;
  try {
    // A note on what is done leaves it to whoever did it.
    const given = kind === 'tick' ? marksFor(plan, launch.log.poll()).ticks.get(item.id) : undefined;
    const ticked = given && countsFor(given, item) ? given : undefined;
    const isNote = ticked?.state === 'done' && asked.note !== '';
    done = isNote ? 'note' : kind;
    if (ticked?.state === 'done' && !isNote) {
      const since = isoInstant(ticked.at);
      result(
        context,
        plainText(`done already, by ${ticked.by} at ${since}: ${item.text} (launch ${launch.name})`),
      );
      return 0;
    }
    launch.log.append([handEntry({ ...asked, kind: done, by }, now, plan)]);
  } finally {
    launch.close();
    await preferences.written();
  }
  result(context, plainText(`${words[done]}, by ${by}: ${item.text} (launch ${launch.name})`));
  return 0;
}

/** @throws LaunchwallError when there is none, or more than one. */
function requireTarget(plan: Plan, { wanted, type, profile }: Wanted): LineSite {
  const word = type === 'item' ? 'item' : 'criterion';
  const found = targetsOf(plan, wanted);
  const fitting = found.filter((target) => target.type === type);
  const byHand = fitting.filter(({ item }) => item.when === null);
  const [only, ...others] = byHand.length > 0 ? byHand : fitting;
  if (only && others.length === 0) return only;
  if (only)
    throw new LaunchwallError(
      'usage',
      `"${wanted}" stands for more than one ${word}: name one of them by its id`,
      {
        details: [only, ...others].map(({ item }) => `  ${item.id}  ${item.text}`),
      },
    );
  if (found.length > 0)
    throw new LaunchwallError('usage', `"${wanted}" is no ${word}`, {
      hint: type === 'item' ? `launchwall sign ${profile} ${wanted}` : `launchwall tick ${profile} ${wanted}`,
    });
  const known = lineSites(plan)
    .filter((target) => target.type === type)
    .flatMap(({ item }) => [item.id, ...item.refs]);
  throw new LaunchwallError('usage', `${profile} has no ${word} "${wanted}"${didYouMean(wanted, known)}`, {
    hint: `launchwall checklist ${profile} --no-poll lists them`,
  });
}
