// Ctrl-Z as people expect it: the normal screen and the terminal's own modes while stopped, the whole wall again afterwards.

import { useStdout, type SuspendTerminal } from 'ink';
import { useCallback, useEffect, useRef } from 'react';
import type { JobControl } from '../controls.ts';
import { wrapOff, wrapOn } from './modes.ts';

/** Gives the terminal back and stops the program; also when a signal asks for it. Does nothing where there is no job control. */
export function useSuspension(jobs: JobControl | null, suspendTerminal: SuspendTerminal): () => void {
  const { stdout } = useStdout();
  const busy = useRef(false);
  /** Asked for while the terminal was being taken back: nobody asks twice for what a signal has asked for. */
  const owed = useRef(false);
  const suspend = useCallback(
    (asked: 'stop' | 'continued'): void => {
      if (jobs === null) return;
      if (busy.current) {
        owed.current ||= asked === 'stop';
        return;
      }
      const run = (event: 'stop' | 'continued'): void => {
        busy.current = true;
        const away = async (): Promise<void> => {
          stdout.write(wrapOn);
          if (event === 'stop') {
            await jobs.stop();
            // Whoever asked for this stop once more has had it.
            owed.current = false;
          }
          stdout.write(wrapOff);
        };
        void suspendTerminal(away).finally(() => {
          busy.current = false;
          jobs.refreshSize();
          if (owed.current) run('stop');
        });
      };
      run(asked);
    },
    [jobs, stdout, suspendTerminal],
  );
  useEffect(() => jobs?.listen(suspend), [jobs, suspend]);
  return useCallback(() => suspend('stop'), [suspend]);
}
