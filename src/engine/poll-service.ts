// The polling thread's side: polls what it is asked to, and tells what has come in batches, since each message wakes the other side.

import type { Clock, Milliseconds } from '../domain/clock.ts';
import { createRedactor } from '../domain/redact.ts';
import { messageOf } from '../domain/thrown.ts';
import type { MetricSample } from '../sources/source.ts';
import { Agenda } from './agenda.ts';
import { LocalPoller } from './local-poller.ts';
import type { Ask, Told } from './poll-messages.ts';
import type { OpenSource } from './poller.ts';

/** What has come waits this long at most, in real milliseconds, for what comes with it. */
const batchEvery: Milliseconds = 50;

export interface PollServiceSetup {
  readonly clock: Clock;
  readonly open: OpenSource;
  tell(told: Told): void;
}

export class PollService {
  readonly #setup: PollServiceSetup;
  readonly #agenda: Agenda;
  readonly #poller: LocalPoller;
  #redact = createRedactor([]);
  #samples: MetricSample[] = [];
  /** Those of which something has come that is not told yet; also one whose samples are none. */
  #touched = new Set<string>();

  constructor(setup: PollServiceSetup) {
    this.#setup = setup;
    this.#agenda = new Agenda(setup.clock);
    this.#poller = new LocalPoller({
      clock: setup.clock,
      agenda: this.#agenda,
      open: setup.open,
      events: {
        samples: (samples, sources) => this.#note(samples, sources),
        fault: (source, error) =>
          setup.tell({
            type: 'fault',
            source,
            message: messageOf(error),
          }),
        trouble: (sentence) => setup.tell({ type: 'fault', source: null, message: sentence }),
        redact: (text) => this.#redact(text),
      },
    });
  }

  async hear(ask: Ask): Promise<void> {
    switch (ask.type) {
      case 'open':
        this.#redact = createRedactor(ask.secrets);
        await this.#poller.open(ask.sources, ask.memories);
        break;
      case 'start':
        this.#poller.start(ask.ids);
        return;
      case 'pause':
        this.#poller.setPaused(ask.paused);
        return;
      case 'askAgain':
        this.#poller.askAgain(ask.ids);
        return;
      case 'lookSoon':
        this.#poller.lookSoon();
        return;
      case 'pollOnce':
        await this.#poller.pollOnce();
        this.#tellNews();
        break;
      case 'remember': {
        const memories = await this.#poller.memories(ask.ids, ask.charsMax);
        this.#setup.tell({ type: 'remembered', memories });
        break;
      }
      case 'close':
        await this.#poller.close(ask.ids);
        // Else it would be told when a source of the same name is open again, and pass for its reading.
        this.#tellNews();
        break;
      case 'stop':
        this.#agenda.clear();
        await this.#poller.stop();
        this.#agenda.clear();
        break;
    }
    this.#setup.tell({ type: 'done', turn: ask.turn });
  }

  #note(samples: readonly MetricSample[], sources: readonly string[]): void {
    const { clock } = this.#setup;
    if (this.#touched.size === 0)
      this.#agenda.at(clock.now() + batchEvery * clock.scale, () => this.#tellNews());
    for (const source of sources) this.#touched.add(source);
    for (const sample of samples) this.#samples.push(sample);
  }

  #tellNews(): void {
    if (this.#touched.size === 0) return;
    const states = [...this.#touched].flatMap((id) => {
      const source = this.#poller.source(id);
      return source ? [{ state: source.state, look: source.look, doubts: source.doubts }] : [];
    });
    this.#setup.tell({ type: 'news', samples: this.#samples, states });
    this.#samples = [];
    this.#touched = new Set();
  }
}
