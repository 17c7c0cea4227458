// The keyboard from the moment the program takes the terminal until the wall listens: nothing is echoed, and what is typed
// is kept for the wall. Only Ctrl-C and Ctrl-Z have their effect at once, since nobody knows how long loading takes.

/** What is needed of a terminal's input stream. */
export interface Keyboard {
  setRawMode(raw: boolean): unknown;
  on(event: 'readable' | 'error', listener: () => void): unknown;
  off(event: 'readable' | 'error', listener: () => void): unknown;
  read(): unknown;
  unshift(chunk: Uint8Array): void;
  pause(): unknown;
  unref(): unknown;
}

export interface EarlyKeys {
  /** The wall takes over: the terminal stays as it is, and what was typed stands first in the stream. */
  handOver(): void;
  /** There will be no wall: the keyboard is the terminal's own again, and keeps nobody from ending. */
  release(): void;
}

export interface EarlyKeyHandlers {
  readonly interrupt: () => void;
  /** False when it is not to be done now: then the key is kept as well. */
  readonly stop: () => boolean;
}

/** More than anybody types in the time it takes to start; what comes beyond stays with the terminal. */
const keptBytesMax = 4_096;
const ctrlC = 0x03;
const ctrlZ = 0x1a;

export function takeKeys(keyboard: Keyboard, handlers: EarlyKeyHandlers): EarlyKeys {
  let kept: number[] = [];
  const onKey = (byte: number): void => {
    if (byte === ctrlC) handlers.interrupt();
    else if (byte !== ctrlZ || !handlers.stop()) kept.push(byte);
  };
  const onReadable = (): void => {
    while (kept.length < keptBytesMax) {
      const chunk = keyboard.read();
      if (!(chunk instanceof Uint8Array)) return;
      for (const byte of chunk) onKey(byte);
    }
  };
  // A terminal that went away is told by a signal.
  const onError = (): void => undefined;
  const giveBack = (): void => {
    keyboard.off('readable', onReadable);
    keyboard.off('error', onError);
    if (kept.length > 0) keyboard.unshift(Uint8Array.from(kept));
    kept = [];
  };
  keyboard.setRawMode(true);
  keyboard.on('error', onError);
  keyboard.on('readable', onReadable);
  return {
    handOver: giveBack,
    release() {
      giveBack();
      keyboard.pause();
      keyboard.unref();
      keyboard.setRawMode(false);
    },
  };
}
