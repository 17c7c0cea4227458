// For want of what a metric cannot be told: the one at the root, so that one cause is one problem.

import { describe, expect, it } from 'vitest';
import { judged } from '../../support/judged.ts';

const spec = {
  metrics: {
    up: { alert: '== false', source: 'api' },
    latency: { target: '< 200', needs: ['up'] },
    settled: { target: '> 1', needs: ['latency'] },
    rows: { target: '> 1', needs: ['db'] },
    cpu: { target: '< 70', source: 'db' },
  },
};

describe('what a metric waits for', () => {
  const seen = { up: false, latency: 90, settled: 4, rows: 5, cpu: 12 };

  it('is the metric at the root, not the one between', () => {
    const [board] = judged(spec, [{ at: 0, seen }]);
    expect(board?.metrics.map(({ id, blockedBy }) => [id, blockedBy])).toEqual([
      ['up', null],
      ['latency', 'up'],
      ['settled', 'up'],
      ['rows', null],
      ['cpu', null],
    ]);
  });

  it('is a source that fails', () => {
    const [, board] = judged(spec, [
      { at: 0, seen: { ...seen, up: true } },
      { at: 1, seen: { ...seen, up: true }, failing: ['db'] },
    ]);
    expect(board?.metrics.find(({ id }) => id === 'rows')).toMatchObject({
      status: 'unknown',
      blockedBy: 'db',
    });
    expect(board?.metrics.find(({ id }) => id === 'settled')?.blockedBy).toBeNull();
  });
});
