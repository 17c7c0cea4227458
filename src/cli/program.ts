// The command line: commands, arguments and options, and nothing of what they do.

import { Command, CommanderError, Option } from 'commander';
import { LaunchwallError } from '../domain/errors.ts';
import { nearestWord } from '../domain/nearest.ts';
import { printNote, type Context } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { reportFailure } from './failure.ts';

/** Runs the command that the arguments ask for; the exit code. */
export async function runProgram(args: readonly string[], context: Context): Promise<number> {
  let exitCode = 0;
  const program = buildProgram(context, (code) => {
    exitCode = code;
  });
  try {
    const stray = await strayCommand(args, program, context);
    if (stray) throw stray;
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage;
    return reportFailure(context, error);
  }
}

/** A first word that is neither a command nor a profile: what is no command would be taken for one. Null where it is either. */
async function strayCommand(
  [first = '']: readonly string[],
  program: Command,
  context: Context,
): Promise<LaunchwallError | null> {
  const names = program.commands.map((command) => command.name());
  if (!/^\w[\w-]*$/.test(first) || names.includes(first) || first === 'help') return null;
  const [{ findProfile }, { loadOptions }] = await Promise.all([
    import('../profile/read/find.ts'),
    import('./profile-input.ts'),
  ]);
  const found = await findProfile(first, loadOptions(context));
  if (found.ok) return null;
  const command = nearestWord(first, names);
  const message = `there is no command "${first}"`;
  if (command !== null)
    return new LaunchwallError('usage', message, {
      hint: `did you mean the command "launchwall ${command}"?`,
    });
  return new LaunchwallError('usage', `${message}; there are ${names.join(', ')}`, { hint: found.problem });
}

function buildProgram(context: Context, ended: (code: number) => void): Command {
  const program = new Command('launchwall');
  program
    .description(
      'The wall for the hours in which a system goes live: what is red, since when, why, and what to do now.',
    )
    .version(context.version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.stdout.lines(text.trimEnd()),
      writeErr: (text) => context.stderr.lines(text.trimEnd()),
      // An argument stands in it as it was given.
      outputError: (text) => printNote(context, text.trimEnd()),
    })
    .showHelpAfterError('(launchwall --help lists the commands)');
  watchCommands(program, context, ended);
  launchCommands(program, context, ended);
  profileCommands(program, context, ended);
  return program;
}

function watchCommands(program: Command, context: Context, ended: (code: number) => void): void {
  program
    .command('watch', { isDefault: true })
    .description('the live wall; without a terminal, a line a transition')
    .argument('[profile]', 'a name (sge/production) or a path; the last one when left out')
    .option('--json', 'one JSON event a line')
    .addOption(t0Option())
    .addOption(launchOption())
    .addOption(envOption())
    .option('--theme <name>', 'dark, light or colour-blind; remembered')
    .action(async (profile: string | undefined, options) => {
      const { watch } = await import('./commands/watch.ts');
      ended(await watch(profile, options, context));
    });
  program
    .command('check')
    .description('polls every source, prints the board; exit 0 green, 1 amber, 2 red, 3 unknown')
    .argument('<profile>', 'a name or a path')
    .option('--json', 'the board as JSON (launchwall schema board)')
    .option('--for <duration>', 'polls for this long instead of once: 2m')
    .addOption(t0Option())
    .addOption(launchOption())
    .addOption(envOption())
    .action(async (profile: string, options) => {
      const { check } = await import('./commands/check.ts');
      ended(await check(profile, options, context));
    });
  program
    .command('snapshot')
    .description('polls every source and writes the report; exit as check')
    .argument('<profile>', 'a name or a path')
    .option('-o, --output <file>', 'where to, - for stdout; its ending may choose the format')
    .option('--force', 'writes over a file that is there')
    .option('--format <format>', 'md, html or json')
    .option('--for <duration>', 'polls for this long instead of once: 2m')
    .addOption(t0Option())
    .addOption(launchOption())
    .addOption(envOption())
    .action(async (profile: string, options) => {
      const { snapshot } = await import('./commands/snapshot.ts');
      ended(await snapshot(profile, options, context));
    });
  program
    .command('drill')
    .description('a rehearsal: embedded services, a scripted launch, the same wall')
    .argument('[scenario]', 'a scenario that ships, or a path')
    .option('--speed <factor>', 'launch time against real time')
    .option('--seed <number>', 'reproduces the noise of a run')
    .option('--theme <name>', 'dark, light or colour-blind')
    .option('--json', 'one JSON event a line')
    .action(async (scenario: string | undefined, options) => {
      const { drill } = await import('./commands/drill.ts');
      ended(await drill(scenario, options, context));
    });
}

function t0Option(): Option {
  return new Option('--t0 <instant>', 'the launch instant: now, or 2026-12-01T15:00:00Z');
}

function launchOption(): Option {
  return new Option('--launch <name>', 'which launch is meant; the profile’s present one when left out');
}

function envOption(): Option {
  return new Option(
    '--env <names>',
    'variables of the environment that the profile may have: API_URL,API_TOKEN',
  );
}

function launchCommands(program: Command, context: Context, ended: (code: number) => void): void {
  program
    .command('gate')
    .description('waits for a go that has held, or says what is missing; exit 0 go, 1 no-go, 3 cannot tell')
    .argument('<profile>', 'a name or a path')
    .option('--timeout <duration>', 'how long to wait: 30m when left out; 0s looks once')
    .option('--hold <duration>', 'how long the go must have held: 5m when left out; 0s takes the first')
    .option('--json', 'the outcome as JSON')
    .addOption(t0Option())
    .addOption(launchOption())
    .addOption(envOption())
    .action(async (profile: string, options) => {
      const { gate } = await import('./commands/gate.ts');
      ended(await gate(profile, options, context));
    });
  program
    .command('checklist')
    .description('the checklist given back: each line with its state, evidence, who and when')
    .argument('<profile>', 'a name or a path')
    .option('--format <format>', 'md or json')
    .option('-o, --output <file>', 'where to; stdout when left out')
    .option('--force', 'writes over a file that is there')
    .option('--no-poll', 'asks no source: only what has been ticked, signed and passed before')
    .addOption(t0Option())
    .addOption(launchOption())
    .addOption(envOption())
    .action(async (profile: string, options) => {
      const { checklist } = await import('./commands/checklist.ts');
      ended(await checklist(profile, options, context));
    });
  program
    .command('tick')
    .description('ticks a manual item of the checklist')
    .argument('<profile>', 'a name or a path')
    .argument('<item>', 'a ref of the line, or the item’s id')
    .option('--skip', 'leaves it out, with a --reason')
    .option('--reason <text>', 'why it is left out')
    .option('--undo', 'takes the tick back')
    .option('--by <name>', 'who says so; git’s user.name when left out')
    .option('--note <text>', 'what else there is to say')
    .addOption(launchOption())
    .action(async (profile: string, item: string, options) => {
      const { tick } = await import('./commands/tick.ts');
      ended(await tick(profile, item, options, context));
    });
  program
    .command('sign')
    .description('signs a manual criterion of the gate')
    .argument('<profile>', 'a name or a path')
    .argument('<criterion>', 'a ref of the line, or the criterion’s id')
    .option('--undo', 'takes the signature back')
    .option('--by <name>', 'who signs; git’s user.name when left out')
    .option('--note <text>', 'what else there is to say')
    .addOption(launchOption())
    .action(async (profile: string, criterion: string, options) => {
      const { sign } = await import('./commands/tick.ts');
      ended(await sign(profile, criterion, options, context));
    });
}

function profileCommands(program: Command, context: Context, ended: (code: number) => void): void {
  program
    .command('lint')
    .description(
      'validates profiles and scenarios: every mistake with file, line and column; exit 1 when there is one',
    )
    .argument('<profile...>', 'names, paths, or folders with everything below them')
    .option('--json', 'as JSON')
    .action(async (names: string[], options) => {
      const { lint } = await import('./commands/lint.ts');
      ended(await lint(names, options, context));
    });
  program
    .command('test')
    .description('tests of a profile’s rules over given samples; exit 1 when one fails')
    .argument('<file...>', 'files with tests (docs/rule-tests.md)')
    .option('--json', 'as JSON')
    .action(async (files: string[], options) => {
      const { test } = await import('./commands/test.ts');
      ended(await test(files, options, context));
    });
  program
    .command('explain')
    .description('a rule in words: its states, how fast it tells, what looks at it')
    .argument('<profile>', 'a name or a path')
    .argument('[id]', 'a metric, hint or incident; a list of them when left out')
    .option('--json', 'as JSON')
    .action(async (profile: string, id: string | undefined, options) => {
      const { explain } = await import('./commands/explain.ts');
      ended(await explain(profile, id, options, context));
    });
  program
    .command('trust')
    .description('shows the commands that a profile would run, and lets it run them, until its files change')
    .argument('[profile]', 'a name or a path')
    .option('--yes', 'without being asked')
    .option('--list', 'the profiles that are trusted')
    .option('--revoke', 'takes it back')
    .action(async (profile: string | undefined, options) => {
      const { trustCommand } = await import('./commands/trust.ts');
      ended(await trustCommand(profile, options, context));
    });
  program
    .command('profiles')
    .description('lists the profiles that can be watched')
    .option('--json', 'as JSON')
    .action(async (options) => {
      const { profiles } = await import('./commands/profiles.ts');
      ended(await profiles(options, context));
    });
  program
    .command('schema')
    .description('prints the JSON Schema of a profile, or of the board')
    .argument('[subject]', 'profile or board', 'profile')
    .action(async (subject: string) => {
      const { schema } = await import('./commands/schema.ts');
      ended(schema(subject, context));
    });
}
