// Who is asked to stop, and when: a stop that comes before the wall listens is not lost.
import { expect, onTestFinished, test } from 'vitest';
import { jobControl } from '../../../src/cli/wall/job-control.ts';
import { systemClock } from '../../../src/engine/clocks.ts';

test.skipIf(process.platform === 'win32')(
  'a stop before anybody listens is told to the first that does',
  () => {
    const jobs = jobControl(systemClock());
    onTestFinished(() => jobs?.dispose());
    const told: string[] = [];
    process.emit('SIGTSTP', 'SIGTSTP');
    const end = jobs?.listen((event) => void told.push(event));
    expect(told).toEqual(['stop']);
    end?.();
    jobs?.listen((event) => void told.push(event));
    expect(told).toEqual(['stop']);
    process.emit('SIGTSTP', 'SIGTSTP');
    expect(told).toEqual(['stop', 'stop']);
  },
);
