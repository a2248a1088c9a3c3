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
    scripts: lazyPort(async () => (await opened()).scripts),
    analyses: lazyPort(async () => (await opened()).analyses),
    jobs: lazyPort(async () => (await opened()).jobs),
    queue: lazyPort(async () => (await opened()).queue),
    feedback: lazyPort(async () => (await opened()).feedback),
    insights: lazyPort(async () => (await opened()).insights),
    userData: lazyPort(async () => (await opened()).userData),
    shared: lazyPort(async () => (await opened()).shared),
    check: async () => (await opened()).check(),
    close: async () => (await opening)?.close(),
  };
}

/** A port whose methods, all of them async, wait for it to be there. */
function lazyPort<Port extends object>(opened: () => Promise<Port>): Port {
  const forward =
    (method: string | symbol) =>
    async (...values: unknown[]) => {
      const port = (await opened()) as Record<string | symbol, (...values: unknown[]) => unknown>;
      return port[method]!(...values);
    };
  return new Proxy({} as Port, { get: (_, method) => forward(method) });
}
