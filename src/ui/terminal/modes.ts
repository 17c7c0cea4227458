// Modes of the terminal that the wall sets for itself, and that everything else expects to be unset.

// Terminals and libraries disagree on the width of some characters. Without automatic wrapping a row that comes out
// wider than it was measured loses its end, instead of pushing everything below it down.
export const wrapOff = '\u001B[?7l';
export const wrapOn = '\u001B[?7h';

/** Bracketed paste, which Ink sets while the wall is there, for an end that passes Ink by. */
export const pasteOff = '\u001B[?2004l';

/** Out of the alternate screen, with the cursor shown; for the same end. */
export const normalScreen = '\u001B[?25h\u001B[?1049l';
