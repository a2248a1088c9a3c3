import { readFile } from 'node:fs/promises';
import type { MlClient } from '@guionix/ml-client';

/** What one streamed analysis took. */
export interface StreamedScript {
  readonly scenes: number;
  readonly segments: number;
  readonly tokens: number;
  /** Tokens of the scenes finished when the first scene came. */
  readonly tokensAtFirstScene: number;
  /** From the call to the first scene, in milliseconds. */
  readonly firstSceneMs: number;
  /** From the call to the end, in milliseconds. */
  readonly totalMs: number;
}

/** Analyses a script file scene by scene and takes the times that a client sees. */
export async function streamScript(client: MlClient, file: string): Promise<StreamedScript> {
  const data = await readFile(file);
  const started = performance.now();
  let first: { ms: number; tokens: number } | undefined;
  let segments = 0;
  let last = { scenesTotal: 0, tokensTotal: 0 };
  for await (const event of client.sentiment.stream({ data })) {
    last = event.progress;
    if (event.type !== 'scene') continue;
    segments += event.scene.segmentCount;
    first ??= { ms: performance.now() - started, tokens: event.progress.tokensDone };
  }
  return {
    scenes: last.scenesTotal,
    segments,
    tokens: last.tokensTotal,
    tokensAtFirstScene: first?.tokens ?? 0,
    firstSceneMs: first?.ms ?? 0,
    totalMs: performance.now() - started,
  };
}
