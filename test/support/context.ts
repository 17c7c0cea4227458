// The process as the commands see it, with what a test puts in its place.
import type { Context } from '../../src/cli/context.ts';
import { outputTo } from '../../src/cli/output.ts';

export function testContext(change: Partial<Context> = {}): Context {
  return {
    cwd: process.cwd(),
    env: {},
    stdin: process.stdin,
    stdout: outputTo(process.stdout),
    stderr: outputTo(process.stderr),
    terminal: process.stdout,
    shippedDir: '/nowhere',
    configDir: '/nowhere',
    // Not even root can create this.
    stateDir: '/dev/null/nowhere',
    version: '0.0.0',
    faults: { handle: () => () => undefined },
    ...change,
  };
}
