// One poll's GetDashboard: how many widgets each dashboard has that a profile names.

import * as z from 'zod';
import { amount } from '../../domain/amount.ts';
import type { Answer } from '../../domain/answer.ts';
import { gap } from '../../domain/gap.ts';
import { plainText } from '../../domain/text.ts';
import { gapsFor, type MetricRead } from '../source.ts';
import type { ReaderParts } from './alarms.ts';
import type { Outcome } from './metric-data.ts';
import type { DashboardRead } from './options.ts';

export type DashboardMetric = MetricRead<DashboardRead>;

/** A dashboard's body as AWS documents it ("Dashboard body structure and syntax"), as far as it is looked at. */
const bodySchema = z.object({ widgets: z.array(z.object({ type: z.string() })) });

export class DashboardReader {
  readonly #parts: ReaderParts;
  readonly #byName: ReadonlyMap<string, readonly DashboardMetric[]>;

  constructor(reads: readonly DashboardMetric[], parts: ReaderParts) {
    this.#parts = parts;
    this.#byName = Map.groupBy(reads, ({ read }) => read.dashboard);
  }

  /** Dashboards that one poll asks for, each in a call. */
  get dashboards(): number {
    return this.#byName.size;
  }

  read(signal: AbortSignal): Promise<Outcome[]> {
    const named = [...this.#byName];
    return Promise.all(named.map(([name, reads]) => this.#readOne(name, reads, signal)));
  }

  async #readOne(name: string, reads: readonly DashboardMetric[], signal: AbortSignal): Promise<Outcome> {
    const { clock, place, session } = this.#parts;
    const reply = await session.getDashboard({ DashboardName: name }, signal);
    const at = clock.now();
    const metrics = reads.map(({ metric }) => metric);
    const shown = plainText(name, 80);
    if (reply.gap && reply.kind === 'missing') {
      const missing = gap('not_found', `no dashboard "${shown}" in ${place}`);
      return { samples: gapsFor(metrics, at, missing), failure: null, remarks: [] };
    }
    if (reply.gap) return { samples: gapsFor(metrics, at, reply.gap), failure: reply, remarks: [] };
    const types = widgetTypes(reply.value.DashboardBody, shown);
    if (types.gap) return { samples: gapsFor(metrics, at, types.gap), failure: null, remarks: [] };
    const samples = reads.map(({ metric, read }) => {
      const count = types.value.filter((type) => read.type === undefined || type === read.type).length;
      return { metric, sample: { at, value: amount(count) } };
    });
    return { samples, failure: null, remarks: [] };
  }
}

/** The type of each widget, or why the body cannot be read. */
function widgetTypes(body: string | undefined, shown: string): Answer<readonly string[]> {
  if (body === undefined || body === '')
    return { gap: gap('parse', `the dashboard "${shown}" came without a body`) };
  const parsed = bodySchema.safeParse(jsonOf(body));
  if (!parsed.success)
    return { gap: gap('parse', `the body of the dashboard "${shown}" has no list of widgets`) };
  return { value: parsed.data.widgets.map(({ type }) => type) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
