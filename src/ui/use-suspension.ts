// Ctrl-Z as people expect it: the normal screen and the terminal's own modes while stopped, the whole wall again afterwards.

import { useStdout, type SuspendTerminal } from 'ink';
import { useCallback, useEffect, useRef } from 'react';
import type { JobControl } from './controls.ts';
import { wrapOff, wrapOn } from './terminal-modes.ts';

/** Gives the terminal back and stops the program; also when a signal asks for it. Does nothing where there is no job control. */
export function useSuspension(jobs: JobControl | null, suspendTerminal: SuspendTerminal): () => void {
  const { stdout } = useStdout();
  const busy = useRef(false);
  const suspend = useCallback(
    (event: 'stop' | 'continued'): void => {
      if (jobs === null || busy.current) return;
      busy.current = true;
      const away = async (): Promise<void> => {
        stdout.write(wrapOn);
        if (event === 'stop') await jobs.stop();
        stdout.write(wrapOff);
      };
      void suspendTerminal(away).finally(() => {
        busy.current = false;
        jobs.refreshSize();
      });
    },
    [jobs, stdout, suspendTerminal],
  );
  useEffect(() => jobs?.listen(suspend), [jobs, suspend]);
  return useCallback(() => suspend('stop'), [suspend]);
}
