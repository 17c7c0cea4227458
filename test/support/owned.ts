// What stands in one file, or a few, and nowhere else in src: the clock, chance, and whatever bytes leave the program by.

/** The two writers, and who writes escape sequences: the wall, and what stands there before it. */
const writers = 'src/cli/output.ts';
const skeleton = 'src/ui/terminal/skeleton.ts';
const wallsDoor = ['src/ui/render.tsx', 'src/ui/terminal/suspension.ts', 'src/cli/wall/wall.ts'];
/** Its stream is a socket. */
const statementOfSql = 'src/sources/sql/statement.ts';

/** What only the named files may use. */
export const owned: readonly (readonly [what: string, pattern: RegExp, owners: readonly string[]])[] = [
  ['Date.now', /\bDate\.now\b/g, ['src/engine/clocks.ts']],
  ['new Date() for now', /\bnew Date\(\s*\)/g, []],
  ['setTimeout', /\bsetTimeout\b/g, ['src/engine/clocks.ts']],
  ['setInterval', /\bsetInterval\b/g, []],
  ['Math.random', /\bMath\.random\b/g, []],
  ['console', /\bconsole\b(?!')/g, ['src/cli/stray-output.ts']],
  // Bytes leave the program in one place, where they are cleaned (docs/security.md), and through the wall's door.
  [
    'a stream of the process',
    /\bprocess\.(?:stdout|stderr)\b/g,
    ['src/main.ts', 'src/cli/session/poll-worker.ts', skeleton],
  ],
  [
    'what a stream of the process is',
    /\bWriteStream\b/g,
    ['src/cli/context.ts', writers, 'src/ui/render.tsx'],
  ],
  [
    'writing to an output',
    /\b(?:stdout|stderr|terminal|stream|output)\??\.(?:write|end)\b|\bwriteSync\(|\bcreateWriteStream\b/g,
    [writers, skeleton, ...wallsDoor, statementOfSql],
  ],
  ['the raw terminal', /\bcontext\.terminal\b/g, ['src/cli/wall/wall.ts']],
  ['the streams of Ink', /\buse(?:Stdout|Stderr)\b/g, ['src/ui/terminal/suspension.ts']],
  ['a process that writes where we do', /'inherit'/g, []],
  ['a device', /['"`]\/dev\/(?:tty|std|fd)/g, []],
  ['a prompt that writes itself', /\bcreateInterface\((?!\{ input: \w+, terminal: false \}\))/g, []],
  [
    'another way to them',
    /from '(?:node:)?(?:process|tty|console)'|\b(?:stdout|stderr)\b[^}]*\}\s*=\s*process\b/g,
    [skeleton],
  ],
  ['a default export', /^export default\b|\bas default\b/gm, []],
];
