// Prints the digest of the runs whose seeds are given: what the replay test starts in other time zones.
import { digestOf } from './digest.ts';

process.stdout.write(digestOf(process.argv.slice(2).map(Number)));
