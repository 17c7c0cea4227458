// The program. Stands in for the composition root until that is there: it knows its help.

const args = process.argv.slice(2);
if (args.includes('--help')) {
  const commands = ['watch', 'check', 'snapshot', 'drill', 'lint', 'profiles', 'schema'];
  process.stdout.write(`Usage: launchwall [command] [PROFILE]\n\nCommands:\n  ${commands.join('\n  ')}\n`);
} else {
  process.stderr.write(`launchwall: unknown command "${args[0] ?? ''}"\n`);
  process.exitCode = 64;
}
