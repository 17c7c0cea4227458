// The wall as the program starts it, over a board that is there at once. It says when the first whole frame has been written,
// and when every source's client is loaded after it. `q` ends it.
import { runWall } from '../../src/ui/render.tsx';
import { wallControls } from '../../test/support/wall-fixture.ts';
import { loadClients } from './clients.ts';
import { wallOf } from './wall-data.ts';

/** A frame of 160×50 is longer, and nothing before it is. */
const frameBytesMin = 1_000;

const { stdin, stdout } = process;
const kinds = (process.env['LAUNCHWALL_BENCH_CLIENTS'] ?? '').split(',').filter((kind) => kind !== '');
const write = stdout.write.bind(stdout);
/** A terminal shows nothing of a title that is set. */
const say = (text: string): boolean => write(`\u001b]2;${text}\u0007`);

const toTerminal = stdout.write.bind(stdout);
stdout.write = (chunk: string | Uint8Array, ...rest: never[]): boolean => {
  const more = toTerminal(chunk, ...rest);
  if (chunk.length > frameBytesMin) {
    stdout.write = toTerminal;
    say('bench-wall-drawn');
    if (kinds.length > 0) void loadClients(kinds).then(() => say('bench-clients-loaded'));
  }
  return more;
};

const controls = wallControls({ first: wallOf(Number(process.env['LAUNCHWALL_BENCH_METRICS'])) });
await runWall(controls, { stdin, stdout, colours: true });
process.exit(0);
