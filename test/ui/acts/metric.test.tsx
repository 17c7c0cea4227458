// Acknowledging and muting from the wall and from a metric's own screen; names, refusals, and what is pasted.

import { expect, test } from 'vitest';
import { openApp } from '../../support/app-screen.tsx';
import { checklistSnapshot } from '../../support/checklist-wall.ts';
import { keys } from '../../support/render-screen.tsx';
import {
  ago,
  fixtureAt,
  metricState,
  wallBoard,
  wallControls,
  wallSnapshot,
} from '../../support/wall-fixture.ts';

const ctrlU = '\u0015';
const now = Date.parse(fixtureAt);

test('a asks for a note and a span, and names the metric', async () => {
  const controls = wallControls();
  const screen = await openApp(controls);
  await screen.press('a');
  expect(screen.screen()).toContain('Acknowledge Ledger balance: what are you doing about it?');
  await screen.press('on it');
  await screen.press(keys.enter);
  expect(screen.screen()).toContain('Acknowledge Ledger balance for how long?');
  await screen.press('soon\r');
  expect(screen.screen()).toContain('"soon" is no duration: write 30m, 2h or 1d');
  await screen.press(ctrlU);
  await screen.press('30m\r');
  await screen.until('acknowledged: Ledger balance until 15:02:07');
  expect(controls.asked).toEqual([`ack ledger-balance: on it: ${now + 1_800_000}`]);
  expect(screen.screen()).toContain('▸✖ Ledger balance');
});

test('keys that come all at once answer both questions; nothing typed is no end', async () => {
  const controls = wallControls();
  const screen = await openApp(controls);
  await screen.press('aon it\r\r');
  await screen.until('acknowledged: Ledger balance');
  expect(controls.asked).toEqual(['ack ledger-balance: on it']);
});

test('m mutes for half an hour where nothing else is typed, also on the metric’s own screen', async () => {
  const controls = wallControls();
  const screen = await openApp(controls);
  await screen.press(keys.enter);
  await screen.press('mmaintenance\r');
  expect(screen.screen()).toContain('Mute Ledger balance for how long?');
  expect(screen.screen()).toContain('› 30m');
  await screen.press(keys.enter);
  await screen.until('muted: Ledger balance until 15:02:07');
  expect(controls.asked).toEqual([`mute ledger-balance: maintenance: ${now + 1_800_000}`]);
});

test('A and M take back what there is, and say so where there is nothing', async () => {
  const ack = { by: 'ana', at: ago(60), until: null, note: '' };
  const mute = { by: 'ana', at: ago(60), until: ago(-600), note: '' };
  const first = wallSnapshot({
    board: wallBoard({
      metrics: [
        metricState({ id: 'q', title: 'Queue', status: 'red', ack, mute, detail: 'muted', reason: 'full' }),
        metricState({ id: 'fine', title: 'Fine' }),
      ],
    }),
  });
  const controls = wallControls({ first });
  const screen = await openApp(controls);
  await screen.press('A');
  await screen.until('no longer acknowledged: Queue');
  await screen.press('M');
  await screen.until('counted again: Queue');
  expect(controls.asked).toEqual(['unack q', 'unmute q']);
  await screen.press(keys.end);
  for (const [key, said] of [
    ['A', 'Fine is not acknowledged'],
    ['M', 'Fine is not muted'],
    ['a', 'Fine is green: there is nothing to acknowledge'],
  ] as const) {
    await screen.press(key);
    expect(screen.screen()).toContain(said);
  }
  expect(controls.asked).toHaveLength(2);
});

test.each([
  [80, 24],
  [120, 36],
  [200, 60],
])('at %i×%i a metric shows who acknowledged it, who muted it, and until when', async (columns, rows) => {
  const first = wallSnapshot({
    board: wallBoard({
      metrics: [
        metricState({
          id: 'q',
          title: 'Queue',
          status: 'red',
          reason: '640 > 500',
          ack: { by: 'ana', at: ago(60), until: ago(-600), note: 'on it' },
        }),
        metricState({
          id: 'm',
          title: 'Muted one',
          status: 'red',
          detail: 'muted',
          reason: 'muted by bob until 14:52:07: works; 12 > 10',
          mute: { by: 'bob', at: ago(60), until: ago(-1_200), note: 'works' },
        }),
        metricState({ id: 'amber', title: 'Amber one', status: 'amber', reason: 'misses its target' }),
        metricState({
          id: 'g',
          title: 'Green one',
          detail: 'muted',
          mute: { by: 'bob', at: ago(60), until: ago(-1_200), note: '' },
        }),
      ],
    }),
  });
  const screen = await openApp(wallControls({ first }), columns, rows);
  expect(screen.screen()).toContain('ack ana until 14:42:07');
  expect(screen.screen()).toMatch(/muted by bob until\s/);
  expect(screen.screen()).toContain('2 muted');
  // A muted red stands behind what counts.
  const place = (title: string): number => {
    const { x, y } = screen.find(title);
    return y * columns + x;
  };
  expect(place('Amber one')).toBeLessThan(place('Muted one'));
  screen.assertFits();
});

test('a refused mark is told in its one sentence, and the watch goes on', async () => {
  const controls = wallControls();
  const marks = {
    ...controls.marks,
    mute: () => Promise.reject(new Error('the disk is full: nothing was kept')),
  };
  const screen = await openApp({ ...controls, marks });
  await screen.press('m\r\r');
  await screen.until('✖ the disk is full: nothing was kept');
  await screen.press('d');
  expect(screen.screen()).toContain('Put the old image back');
});

test('a name is asked for once, when nobody knows it, and then what was meant is said', async () => {
  let name: string | null = null;
  const controls = wallControls({ first: checklistSnapshot() });
  const marks = {
    ...controls.marks,
    name: () => Promise.resolve(name),
    setName: (given: string) => {
      name = given;
      return Promise.resolve();
    },
  };
  const screen = await openApp({ ...controls, marks });
  await screen.press('t');
  await screen.press(' ');
  await screen.until('Who are you?');
  await screen.press(keys.enter);
  expect(screen.screen()).toContain('a name has at least one letter');
  await screen.press('Ana Lyst\r');
  await screen.until('ticked: “Switch DNS');
  expect(controls.asked).toEqual(['tick dns']);
  expect(name).toBe('Ana Lyst');
});

test('what was meant for one launch is not said of another', async () => {
  let known: (name: string) => void = () => undefined;
  const controls = wallControls({ first: checklistSnapshot() });
  const marks = {
    ...controls.marks,
    name: () => new Promise<string>((resolve) => (known = resolve)),
  };
  const screen = await openApp({ ...controls, marks });
  await screen.press('t');
  await screen.press(' ');
  controls.session.set({ name: 'sge/staging', mode: null, wall: wallControls().wall });
  await screen.settle();
  known('ana');
  await screen.until('another profile is watched now: nothing was said');
  expect(controls.asked).toEqual([]);
});

test('another profile closes the question', async () => {
  const controls = wallControls();
  const screen = await openApp(controls);
  await screen.press('a');
  controls.session.set({ name: 'sge/staging', mode: null, wall: wallControls().wall });
  await screen.until('q quit');
  await screen.press('\r\r');
  expect(controls.asked).toEqual([]);
});

test('what is pasted is text for the question, and no key', async () => {
  const controls = wallControls();
  const screen = await openApp(controls);
  await screen.press('\u001B[200~q\rmm\r\u001B[201~');
  await screen.until('nothing here takes pasted text');
  expect(controls.asked).toEqual([]);
  await screen.press('a');
  await screen.press('\u001B[200~two\r\nlines \u001B[31mred\u001B[201~');
  await screen.until('› two lines [31mred');
  await screen.press(keys.left);
  await screen.press('!');
  expect(screen.screen()).toContain('› two lines [31mre!d');
});

test('Ctrl-C quits from within a question', async () => {
  const controls = wallControls();
  const screen = await openApp(controls);
  await screen.press('aq');
  expect(controls.asked).toEqual([]);
  await screen.press(keys.ctrlC);
  expect(controls.asked).toEqual(['quit']);
});
