// The robust slope that forecasts rest on, against SciPy's and mljs' own cases.
import { sortedSlopes } from '../../src/domain/kept-slopes.ts';
import { sortedQuantile } from '../../src/domain/trend.ts';
import { describeConformance, itPassesAll } from '../support/conformance.ts';

interface TheilSenCase {
  id: string;
  x: number[];
  y: number[];
  slope: number;
  intercept_separate?: number;
  intercept_joint?: number;
}

describeConformance('promql/theil_sen.json', ({ cases }: { cases: TheilSenCase[] }) => {
  itPassesAll(
    'theil-sen',
    6,
    cases,
    ({ id, x, y, slope, intercept_joint: joint, intercept_separate: separate }) => {
      const points = x.map((at, index) => ({ at, value: y[index] ?? NaN }));
      const median = (values: readonly number[]): number =>
        sortedQuantile(Float64Array.from(values).sort(), 0.5);
      const found = sortedQuantile(sortedSlopes([points]), 0.5);
      const wrong =
        Math.abs(found - slope) > 1e-9 ||
        (joint !== undefined && Math.abs(median(points.map((p) => p.value - found * p.at)) - joint) > 1e-9) ||
        (separate !== undefined && Math.abs(median(y) - found * median(x) - separate) > 1e-9);
      return wrong ? `${id}: ${found}` : null;
    },
  );
});
