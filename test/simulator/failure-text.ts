// A failing run for people: the seed, the rules, what arrived when, and the boards around the moment.
import { exactText } from '../../src/domain/value.ts';
import type { Board } from '../../src/rules/board.ts';
import { statusWord } from './checks.ts';
import { deliveriesOf, zoneAt, type Delivery } from './deliver.ts';
import { formOf, metricId, planOfScript } from './plan-of-script.ts';
import type { Failure } from './run.ts';
import { scriptStart, type Offset } from './script.ts';

const shownMax = 40;

export function failureText({ script, offset, violations, boards }: Failure): string {
  const plan = planOfScript(script);
  const arrivals = deliveriesOf(script)
    .filter(({ arrives }) => arrives <= scriptStart + offset)
    .map((delivery) => {
      const told = delivery.gap ?? `${valueText(delivery.value)} of ${seconds(delivery.at - scriptStart)}`;
      return `  ${seconds(delivery.arrives - scriptStart)}  ${metricId(delivery.metric)}  ${told}${processText(delivery)}`;
    });
  return [
    `seed ${script.seed}, at ${seconds(offset)}:`,
    ...violations.map(({ check, what }) => `  ${check}: ${what}`),
    'rules:',
    ...plan.metrics.map(
      (metric, index) =>
        `  ${metric.id} (${formOf(script, index).name}): target ${metric.target?.text ?? '-'} · alert ${metric.alert?.text ?? '-'} · hold ${seconds(metric.hold)} · stale after ${seconds(metric.staleAfter)} · missing ${metric.missing} · needs ${metric.needs.join() || '-'} · seen ${metric.minSeen ?? '-'}`,
    ),
    ...[...plan.incidents, ...plan.hints, ...plan.gate].map(
      ({ id, when, minSeen }) =>
        `  ${id}: ${when?.text ?? '-'}${minSeen === null ? '' : ` · seen ${minSeen}`}`,
    ),
    'truth:',
    ...script.metrics.map(
      (metric, index) =>
        `  ${metricId(index)}: ${metric.truth.map((part) => `${seconds(part.from)} ${part.zone}`).join(', ')}; now ${zoneAt(metric, offset)}; faults ${JSON.stringify(metric.faults)}`,
    ),
    `events: ${JSON.stringify(script.events)}; a board every ${seconds(script.tick)}`,
    `arrivals${arrivals.length > shownMax ? ` (the last ${shownMax})` : ''}:`,
    ...arrivals.slice(-shownMax),
    'boards:',
    ...boards.map((board) => `  ${boardText(board)}`),
  ].join('\n');
}

function processText(delivery: Delivery): string {
  if (delivery.gap !== undefined) return '';
  const { begunAt, run } = delivery;
  return `${begunAt === undefined ? '' : `, begun at ${seconds(begunAt - scriptStart)}`}${run === undefined ? '' : `, ${run}`}`;
}

function valueText(value: Parameters<typeof exactText>[0]): string {
  return typeof value === 'number' && Number.isNaN(value) ? 'NaN' : exactText(value);
}

function seconds(ms: Offset): string {
  return `${ms / 1_000}s`;
}

function boardText(board: Board): string {
  const metrics = board.metrics.map((metric) => `${metric.id} ${statusWord(metric)}`);
  const rules = [...board.incidents, ...board.hints].map(({ id, state }) => `${id} ${state}`);
  const criteria = board.gate.criteria.map(({ id, status }) => `${id} ${status}`);
  const at = seconds(Date.parse(board.at) - scriptStart);
  return `${at}  ${[...metrics, ...rules, ...criteria, board.gate.verdict].join(' · ')}`;
}
