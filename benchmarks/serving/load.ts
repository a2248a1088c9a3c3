/** Ways to put load on an entrance. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Entrance } from './entrances.js';
import type { SampleText } from './texts.js';

/** What the client saw. */
export interface Load {
  readonly texts: number;
  /** From the first text sent to the last answer. */
  readonly seconds: number;
  /** Of each call: the tokens of its first text and how long it took, in milliseconds. */
  readonly calls: readonly { readonly tokens: number; readonly ms: number }[];
}

/** How a closed loop sends. */
export interface ClosedLoopOptions {
  /** Calls that are under way all the time: the next is sent when one is answered. */
  readonly inFlight: number;
  /** Texts of a call. */
  readonly textsPerCall: number;
}

/** Sends texts with a fixed number of calls in flight. */
export async function closedLoop(
  entrance: Entrance,
  texts: readonly SampleText[],
  { inFlight, textsPerCall }: ClosedLoopOptions,
): Promise<Load> {
  const calls: Load['calls'][number][] = [];
  let sent = 0;
  const started = performance.now();
  const sendUntilEmpty = async () => {
    while (sent < texts.length) {
      const list = texts.slice(sent, sent + textsPerCall);
      sent += list.length;
      calls.push(await timed(entrance, list, performance.now()));
    }
  };
  await Promise.all(Array.from({ length: inFlight }, sendUntilEmpty));
  return { texts: texts.length, seconds: (performance.now() - started) / 1000, calls };
}

/**
 * Sends one text a call at times of chance (Poisson), whatever is answered meanwhile. Latency counts from when a text was
 * due: a client that falls behind does not hide a stall.
 *
 * @param rate Texts a second.
 */
export async function openLoop(
  entrance: Entrance,
  texts: readonly SampleText[],
  rate: number,
  random: () => number,
): Promise<Load> {
  const calls: Promise<Load['calls'][number]>[] = [];
  const started = performance.now();
  let due = started;
  for (const text of texts) {
    due += (-Math.log(1 - random()) / rate) * 1000;
    const early = due - performance.now();
    if (early > 1) await delay(early);
    calls.push(timed(entrance, [text], due));
  }
  const answered = await Promise.all(calls);
  return { texts: texts.length, seconds: (performance.now() - started) / 1000, calls: answered };
}

async function timed(entrance: Entrance, list: readonly SampleText[], from: number): Promise<Load['calls'][number]> {
  await entrance.send(list.map(({ text }) => text));
  return { tokens: list[0]!.ids.length, ms: performance.now() - from };
}
