// Makes sure that what a cure is held against is not cured itself.
import { vi } from 'vitest';

/** Without cures, a text is split by the real segmenter even where each of its characters is certain to stand alone. */
export function assertStock(what: string, work: () => unknown): void {
  const segment = vi.spyOn(Intl.Segmenter.prototype, 'segment');
  try {
    work();
    if (segment.mock.calls.length === 0)
      throw new Error(
        `${what} is cured here: what compares with it belongs to the project "stock" of vitest.config.ts`,
      );
  } finally {
    segment.mockRestore();
  }
}
