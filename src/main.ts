// The program. Stands in for the composition root until that is there: it knows its help and its version.

const args = process.argv.slice(2);
if (args.includes('--help')) process.stdout.write('Usage: launchwall [command] [PROFILE]\n');
else {
  process.stderr.write(`launchwall: unknown command "${args[0] ?? ''}"\n`);
  process.exitCode = 64;
}
