// What nobody has caught is a bug of ours. Node would end the program on the spot, with the alternate screen and all that
// stood on it; here whoever is running is told first, and ends in order.

type FaultHandler = (error: unknown) => void;

export interface FaultGuard {
  /** Takes over what is to be done about faults until the returned function is called; the newest handler is asked. */
  handle(handler: FaultHandler): () => void;
}

/**
 * Listens for exceptions and rejections that nobody has caught.
 * @param otherwise what is done while nobody has taken over.
 */
export function guardFaults(otherwise: FaultHandler): FaultGuard {
  const handlers: FaultHandler[] = [];
  const onFault = (error: unknown): void => (handlers.at(-1) ?? otherwise)(error);
  process.on('uncaughtException', onFault);
  process.on('unhandledRejection', onFault);
  return {
    handle(handler) {
      handlers.push(handler);
      return () => {
        const index = handlers.lastIndexOf(handler);
        if (index >= 0) handlers.splice(index, 1);
      };
    },
  };
}
