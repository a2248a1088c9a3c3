import type { Store } from './store.js';

/**
 * A store that is opened by its first use: for an engine that runs for one command, which may never need it. A failure
 * to open is that use's failure; the next one tries again.
 */
export function lazyStore(open: () => Promise<Store>): Store {
  let opening: Promise<Store> | undefined;
  const opened = () => {
    opening ??= open().catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };
  return {
    scripts: {
      put: async (script) => (await opened()).scripts.put(script),
      get: async (id, version) => (await opened()).scripts.get(id, version),
      list: async (query) => (await opened()).scripts.list(query),
      delete: async (id) => (await opened()).scripts.delete(id),
    },
    check: async () => (await opened()).check(),
    close: async () => (await opening)?.close(),
  };
}
