// A store of the engine as a value that a component draws from.

import { useCallback, useSyncExternalStore } from 'react';
import type { Store } from '../engine/store.ts';

export function useStore<T>(store: Store<T>): T {
  // The same functions for the same store: others would subscribe anew at each frame.
  const subscribe = useCallback((listener: () => void) => store.subscribe(listener), [store]);
  const get = useCallback(() => store.get(), [store]);
  return useSyncExternalStore(subscribe, get);
}
