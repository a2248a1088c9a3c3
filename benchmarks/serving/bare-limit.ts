import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { workerEntry } from '../../server/src/config/worker-url.js';
import type { Manifest } from '../../server/src/inference/manifest.js';
import type { Tokenizer } from '../../server/src/inference/text/tokenizer.js';
import { cutWindow, packWindows, splitSentences } from '../../server/src/inference/text/window.js';
import type { BareOptions, BareUsage, ToBare } from './bare-protocol.js';
import type { SampleText } from './texts.js';

/** The runtime with nothing around it, in a process of its own. */
export interface BareLimit {
  /** Takes the texts that the next runs are over. */
  load(texts: readonly SampleText[]): Promise<void>;
  /** Computes them, sorted by length, in batches of at most so many tokens, padding included. */
  run(tokenBudget: number): Promise<BareUsage>;
  /** Tokenises them. */
  tokenize(): Promise<BareUsage>;
  close(): void;
}

/** Starts the process and opens the graph on its threads. */
export async function startBareLimit(options: BareOptions, tokenizer: Tokenizer): Promise<BareLimit> {
  const { url, execArgv } = workerEntry(import.meta.url, 'bare-process');
  const child = fork(url, { execArgv, serialization: 'advanced' });
  await ask(child, { type: 'open', options });
  return {
    async load(texts) {
      const rows = await Promise.all(texts.map((text) => rowsOf(text, options.manifest, tokenizer)));
      await ask(child, { type: 'load', texts: texts.map(({ text }) => text), rows: rows.flat() });
    },
    run: async (tokenBudget) => (await ask(child, { type: 'run', tokenBudget }))!,
    tokenize: async () => (await ask(child, { type: 'tokenize' }))!,
    close: () => child.disconnect(),
  };
}

async function ask(child: ChildProcess, message: ToBare): Promise<BareUsage | null> {
  const answer = once(child, 'message');
  child.send(message);
  const [usage] = (await answer) as [BareUsage | null];
  return usage;
}

/** The rows that the engine computes for a text: itself, or its windows. */
async function rowsOf({ text, ids }: SampleText, { tokens }: Manifest, tokenizer: Tokenizer): Promise<Int32Array[]> {
  if (ids.length <= tokens.window) return [ids];
  if (tokens.overflow === 'cut') return [cutWindow(ids, tokens.window)];
  return packWindows(await tokenizer.encode(splitSentences(text)), tokens.window);
}
