// The steps that a key can take through what is on the screen.

export const moves = [
  'up',
  'down',
  'left',
  'right',
  'next',
  'previous',
  'top',
  'bottom',
  'pageUp',
  'pageDown',
] as const;

export type Move = (typeof moves)[number];
