// Stopping the program from its terminal (Ctrl-Z, `kill -TSTP`) and going on (`fg`), as a shell's job control expects it.

import type { Clock, Milliseconds } from '../../domain/clock.ts';
import type { JobControl } from '../../ui/controls.ts';

/** Longer than a stop that has been asked for takes to happen. Where none happens (nobody could continue us), we go on. */
const stopTakes: Milliseconds = 100;

export interface RunningJobControl extends JobControl {
  dispose(): void;
}

/** Null where there is no job control. @param clock the real one: a drill's runs faster. */
export function jobControl(clock: Clock): RunningJobControl | null {
  if (process.platform === 'win32') return null;
  const listeners = new Set<(event: 'stop' | 'continued') => void>();
  // Asked for while nobody listens yet: the wall stops once it is there, since the default is switched off by our listening.
  let isOwed = false;
  const onStop = (): void => {
    isOwed = listeners.size === 0;
    for (const listener of listeners) listener('stop');
  };
  const onContinued = (): void => listeners.forEach((listener) => listener('continued'));
  process.on('SIGTSTP', onStop);
  process.on('SIGCONT', onContinued);
  return {
    listen(listener) {
      listeners.add(listener);
      if (isOwed) listener('stop');
      isOwed = false;
      return () => listeners.delete(listener);
    },
    async stop() {
      // Without a listener the signal stops us, as it stops whoever started us (npm): the shell waits for all of them.
      process.removeListener('SIGTSTP', onStop);
      process.kill(0, 'SIGTSTP');
      await new Promise<void>((resolve) => clock.after(stopTakes, resolve));
      process.on('SIGTSTP', onStop);
    },
    // Node reads the size anew when it gets this signal.
    refreshSize: () => void process.kill(process.pid, 'SIGWINCH'),
    dispose() {
      process.removeListener('SIGTSTP', onStop);
      process.removeListener('SIGCONT', onContinued);
    },
  };
}
