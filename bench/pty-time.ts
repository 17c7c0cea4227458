// Runs a command on a fresh pseudo-terminal and takes the time until its output shows what is waited for.
import pty from '@lydell/node-pty';

export interface PtyRun {
  readonly args: readonly string[];
  /** Matched against everything written so far; without one, the first byte counts. */
  readonly marker?: RegExp;
  /** Typed once the marker is there, so that the program ends by itself; without it, it is killed. */
  readonly quitWith?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly columns?: number;
  readonly rows?: number;
}

const timeoutMs = 30_000;
const quitMs = 3_000;

/** Real milliseconds from the start of Node with these arguments to the marker. */
export async function ptyTime(run: PtyRun): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const ended = Promise.withResolvers<void>();
  let output = '';
  let found = false;
  const startedAt = performance.now();
  const child = pty.spawn(process.execPath, [...run.args], {
    name: 'xterm-256color',
    cols: run.columns ?? 160,
    rows: run.rows ?? 50,
    env: { ...plainEnvironment(), ...run.env },
  });
  child.onData((data) => {
    if (found) return;
    output += data;
    if (run.marker !== undefined && !run.marker.test(output)) return;
    found = true;
    resolve(performance.now() - startedAt);
  });
  child.onExit(({ exitCode }) => {
    ended.resolve();
    reject(
      new Error(`ended with ${exitCode} before ${run.marker ?? 'the first byte'}:\n${output.slice(-2_000)}`),
    );
  });
  const limit = setTimeout(
    () => reject(new Error(`no ${run.marker} in ${timeoutMs} ms:\n${output}`)),
    timeoutMs,
  );
  try {
    return await promise;
  } finally {
    clearTimeout(limit);
    if (run.quitWith !== undefined && found) child.write(run.quitWith);
    else child.kill('SIGKILL');
    const stubborn = setTimeout(() => child.kill('SIGKILL'), quitMs);
    await ended.promise;
    clearTimeout(stubborn);
  }
}

function plainEnvironment(): Record<string, string> {
  const hidden = /^(?:CI|CI_.*|CONTINUOUS_INTEGRATION|NO_COLOR|FORCE_COLOR|NODE_.*|DEV)$/;
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !hidden.test(entry[0]),
    ),
  );
}
