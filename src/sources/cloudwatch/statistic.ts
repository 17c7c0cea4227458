// The statistics and units that CloudWatch knows, as its user guide and its API reference list them.

/** The plain statistics. */
export const statistics: readonly string[] = ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount', 'IQM'];

const percent = String.raw`(?:100(?:\.0{1,10})?|\d{1,2}(?:\.\d{1,10})?)`;
const bound = String.raw`(?:${percent}%|-?\d+(?:\.\d+)?)`;

const extendedPatterns: readonly RegExp[] = [
  new RegExp(`^p${percent}$`),
  new RegExp(`^(?:tm|wm|tc|ts)${percent}$`),
  new RegExp(`^(?:TM|WM|TC|TS|PR)\\((?:${bound}:${bound}?|:${bound})\\)$`),
];

/** Whether CloudWatch takes this as a statistic: Average, p99.9, tm90, TM(10%:90%), PR(:300). */
export function isStatistic(text: string): boolean {
  return statistics.includes(text) || extendedPatterns.some((pattern) => pattern.test(text));
}

/** The units a metric's data may have been stored with. */
export const storedUnits = [
  'Seconds',
  'Microseconds',
  'Milliseconds',
  'Bytes',
  'Kilobytes',
  'Megabytes',
  'Gigabytes',
  'Terabytes',
  'Bits',
  'Kilobits',
  'Megabits',
  'Gigabits',
  'Terabits',
  'Percent',
  'Count',
  'Bytes/Second',
  'Kilobytes/Second',
  'Megabytes/Second',
  'Gigabytes/Second',
  'Terabytes/Second',
  'Bits/Second',
  'Kilobits/Second',
  'Megabits/Second',
  'Gigabits/Second',
  'Terabits/Second',
  'Count/Second',
  'None',
] as const;

/** Whether CloudWatch takes this many milliseconds as a period: 1, 5, 10, 20, 30 s, or whole minutes up to a day. */
export function isPeriod(period: number): boolean {
  const seconds = period / 1_000;
  return [1, 5, 10, 20, 30].includes(seconds) || (seconds >= 60 && seconds % 60 === 0 && seconds <= 86_400);
}
