// Bytes of a keyboard, in pieces: kept while the program starts, then taken by the whole wall, which is drawn and goes on.

import { App } from '../../../src/ui/app.tsx';
import { takeKeys } from '../../../src/ui/terminal/early-keys.ts';
import { createTheme } from '../../../src/ui/theme.ts';
import { mulberry32 } from '../../simulator/random.ts';
import { keys as named, renderScreen } from '../../support/render-screen.tsx';
import { wallControls } from '../../support/wall-fixture.ts';
import { demand, demandPlain } from '../laws.ts';
import { bytesOf, type OpenTarget, type Target } from '../target.ts';

const seeds = [
  `${named.down}${named.down}${named.enter}${named.escape}`,
  '/queue\r\u001B[A\u001B[A\r',
  'd\u001B[B\u001B[By\u001B',
  't\u001B[B x\u001B[Bsbecause of this\rn\u001B[Danother note\r',
  'v\u001B[B signed\r\u001B[A\u007F\u007F',
  'pstag\u007F\u001B[B\r',
  'aa reason\r30m\rm1h\rT\r',
  '?\u001B[6~\u001B[5~\u001B[H\u001B[F?',
  '\u001B[200~pasted\nin two lines\u001B[201~\r',
  '/\u001B[200~depth\u001B[201~\u0015abc\u0017\u0001\u0005\u000B\r',
  '\u001B[97u\u001B[57414u\u001B[1;5C\u001BOA\u001B[[A\u001B[13;2u',
  'ogvtdf?s /世界🚀e\u0301\r',
];

const words = [
  ...Object.values(named).filter((key) => key !== named.ctrlC),
  '\u001B',
  '\u001B[',
  '\u001BO',
  '\u001B[200~',
  '\u001B[201~',
  '\u001B[1;2A',
  '\u001B[3~',
  '\u001B[2$',
  '\u001B[97;5u',
  '\u001B[97;1:3u',
  '\u001B[1114112u',
  '\u001B[55296u',
  '\u001B[999999999999999999u',
  '\u001B[M !!',
  '\u001B[<0;1;1M',
  '\u001B[I',
  '\u001B[?1u',
  '\u001B]0;x\u0007',
  '\u0000',
  '\u0001',
  '\u0008',
  '\u0012',
  '\u0015',
  '\u0017',
  '\u001C',
  '\u001F',
  '\u007F',
  '\t',
  '\r\n',
  ' ',
  'q',
  '/',
  'p',
  'T',
];

/** A wall is drawn after each piece. */
const piecesMax = 4;
/** How much is typed: the rest would be more of the same, and each stroke is drawn. */
const typedBytesMax = 400;

export const keys: Target = {
  name: 'keys',
  cases: 24,
  async open(): Promise<OpenTarget> {
    return {
      seeds: seeds.map(bytesOf),
      words,
      async run(input) {
        demandKept(input);
        const controls = wallControls();
        const screen = await renderScreen(
          <App controls={controls} theme={createTheme({ colours: true })} />,
          { columns: 60, rows: 16 },
        );
        try {
          for (const piece of piecesOf(input.subarray(0, typedBytesMax))) await screen.press(piece);
          const drawn = screen.screen();
          for (const line of drawn.split('\n')) demandPlain(line, 'a row of the screen');
          screen.assertFits();
          if (!controls.asked.includes('quit')) demand(drawn.length > 0, 'nothing is to be seen');
          demand(!/could not be drawn|internal/.test(drawn), drawn);
        } finally {
          await screen.close();
        }
        return controls.asked.length > 0 ? 'asked for something' : 'looked';
      },
      close: () => Promise.resolve(),
    };
  },
};

/** Cut anywhere, in the middle of a sequence or a letter, too; where follows from the bytes. */
function piecesOf(input: Uint8Array): readonly Buffer[] {
  const random = mulberry32(input.reduce((sum, byte) => Math.imul(sum, 31) + byte, input.length));
  const cuts = Array.from({ length: random.int(0, piecesMax - 1) }, () => random.int(0, input.length));
  const edges = [...new Set([0, ...cuts, input.length])].toSorted((left, right) => left - right);
  return edges.slice(1).map((edge, index) => Buffer.from(input.subarray(edges[index] ?? 0, edge)));
}

/** What is typed before the wall is there comes to it whole, but for the two keys that have their effect at once. */
function demandKept(input: Uint8Array): void {
  const pieces = [...piecesOf(input)];
  let listener = (): void => undefined;
  let back: Uint8Array = new Uint8Array();
  const nothing = (): void => undefined;
  const early = takeKeys(
    {
      setRawMode: nothing,
      on: (event, run) => {
        if (event === 'readable') listener = run;
      },
      off: nothing,
      read: () => pieces.shift() ?? null,
      unshift: (chunk) => {
        back = chunk;
      },
      pause: nothing,
      unref: nothing,
    },
    { interrupt: nothing, stop: () => true },
  );
  listener();
  early.handOver();
  const wanted = Buffer.from(input.filter((byte) => byte !== 0x03 && byte !== 0x1a));
  const rest = Buffer.concat(pieces).filter((byte) => byte !== 0x03 && byte !== 0x1a);
  demand(Buffer.concat([back, rest]).equals(wanted), 'keys were lost, or came in another order');
}
