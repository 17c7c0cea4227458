// The keys of a metric: acknowledge it, mute it, and take either back.

import { isoInstant, type Instant } from '../../domain/clock.ts';
import type { MetricState } from '../../rules/board.ts';
import { momentText } from '../views/words/mark.ts';
import { ask, recordMark, spanOf, tell } from './asking.ts';
import type { KeyContext } from '../keys/binding.ts';
import { shownOf } from '../keys/navigation.ts';

/** What a mute lasts where nothing else is typed. */
const muteSpan = '30m';

/** The selected metric, or the first one, as Enter takes it. */
function selected({ snapshot, view, bounds }: KeyContext): MetricState | null {
  const metrics = snapshot()?.board.metrics ?? [];
  const { grid, first } = bounds();
  const shown = shownOf({ grid });
  const { selected: picked, screen } = view();
  const id =
    picked !== null && (screen === 'metric' || shown.includes(picked)) ? picked : (first ?? shown[0]);
  return metrics.find((metric) => metric.id === id) ?? null;
}

/** A metric to speak of, picked out from now on: the question names it. */
function speakOf(context: KeyContext): MetricState | null {
  const metric = selected(context);
  if (metric === null) tell(context, 'warning', 'no metric is selected');
  else context.send({ type: 'select', metric: metric.id });
  return metric;
}

export function acknowledge(context: KeyContext): void {
  const metric = speakOf(context);
  if (metric === null) return;
  const { id, title, status, ack } = metric;
  if (status === null || status === 'green')
    return tell(
      context,
      'warning',
      `${title} is ${status === null ? 'not judged' : 'green'}: there is nothing to acknowledge`,
    );
  ask(context, {
    question: `Acknowledge ${title}: what are you doing about it?`,
    hint: 'a note, or nothing',
    text: ack?.note ?? '',
    take(note) {
      ask(context, {
        question: `Acknowledge ${title} for how long?`,
        hint: '30m, 2h; nothing: until it recovers or gets worse',
        take(text) {
          const until = text === '' ? null : endOf(context, text);
          if (typeof until === 'string') return until;
          recordMark(
            context,
            (marks) => marks.ack(id, note, until),
            `acknowledged: ${title}${until === null ? '' : ` until ${endText(context, until)}`}`,
          );
          return null;
        },
      });
      return null;
    },
  });
}

export function mute(context: KeyContext): void {
  const metric = speakOf(context);
  if (metric === null) return;
  const { id, title, mute: muted } = metric;
  ask(context, {
    question: `Mute ${title}: why? It is shown, and not counted until then`,
    hint: 'a note, or nothing',
    text: muted?.note ?? '',
    take(note) {
      ask(context, {
        question: `Mute ${title} for how long?`,
        hint: '30m, 2h',
        text: muteSpan,
        take(text) {
          const until = endOf(context, text);
          if (typeof until === 'string') return until;
          recordMark(
            context,
            (marks) => marks.mute(id, note, until),
            `muted: ${title} until ${endText(context, until)}`,
          );
          return null;
        },
      });
      return null;
    },
  });
}

export function unacknowledge(context: KeyContext): void {
  const metric = speakOf(context);
  if (metric === null) return;
  const { id, title, ack } = metric;
  if (ack === null) return tell(context, 'warning', `${title} is not acknowledged`);
  recordMark(context, (marks) => marks.unack(id), `no longer acknowledged: ${title}`);
}

export function unmute(context: KeyContext): void {
  const metric = speakOf(context);
  if (metric === null) return;
  const { id, title, mute: muted } = metric;
  if (muted === null) return tell(context, 'warning', `${title} is not muted`);
  recordMark(context, (marks) => marks.unmute(id), `counted again: ${title}`);
}

/** The instant at which a span that begins now ends; or why the text is no span. By the launch's clock, as the board has it. */
function endOf({ snapshot }: KeyContext, text: string): Instant | string {
  const span = spanOf(text);
  const board = snapshot()?.board;
  if (typeof span === 'string') return span;
  return board === undefined ? 'there is no board yet' : Date.parse(board.at) + span;
}

function endText({ snapshot }: KeyContext, until: Instant): string {
  return momentText(isoInstant(until), snapshot()?.board.at ?? '');
}
