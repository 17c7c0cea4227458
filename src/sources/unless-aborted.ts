// Waits for something that may come too late.

/** What `work` comes to, or `late` as soon as the signal aborts; what it comes to after that is of no interest. */
export async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T | 'late'> {
  const { promise, resolve } = Promise.withResolvers<'late'>();
  const stop = (): void => resolve('late');
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
