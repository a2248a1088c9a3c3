/** What `new Worker(url, { execArgv })` needs to start a worker from the build or from source. */
export interface WorkerEntry {
  readonly url: URL;
  /** Node flags of the worker; those of the process are not inherited. */
  readonly execArgv: string[];
}

/**
 * Where the worker file `name` (no extension) beside the module `base` (its `import.meta.url`) is: the compiled file when
 * the caller is compiled, the TypeScript file with a loader when the caller runs from source (tests, watch mode), because
 * a worker thread does not inherit the loader of the thread that starts it.
 */
export function workerEntry(base: string, name: string): WorkerEntry {
  if (!base.endsWith('.ts')) return { url: new URL(`./${name}.js`, base), execArgv: [] };
  return { url: new URL(`./${name}.ts`, base), execArgv: ['--import', typescriptLoader()] };
}

/** tsx has to be registered by call: loaded by its bare name it serves the main thread alone. */
function typescriptLoader(): string {
  const api = import.meta.resolve('tsx/esm/api');
  return `data:text/javascript,import { register } from ${JSON.stringify(api)}; register();`;
}
