import { describe, expect, it } from 'vitest';
import { answerAsReady } from './answer-as-ready.js';

const LIMITS = { most: 8, signal: new AbortController().signal };
const settled = () => new Promise((resolve) => setImmediate(resolve));

async function* send<T>(...requests: T[]): AsyncGenerator<T> {
  yield* requests;
}

async function collect<T>(answers: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const answer of answers) all.push(answer);
  return all;
}

describe('answerAsReady', () => {
  it('answers each as it is ready, the slow after the quick', async () => {
    let finish: () => void = () => undefined;
    const slow = new Promise<string[]>((resolve) => {
      finish = () => resolve(['slow']);
    });
    const answers = answerAsReady(send('slow', 'quick'), async (name) => (name === 'slow' ? slow : ['quick']), LIMITS);
    expect(await answers.next()).toEqual({ done: false, value: 'quick' });
    finish();
    expect(await collect(answers)).toEqual(['slow']);
  });

  it('sends every answer of a request, and none for one that has none', async () => {
    const answers = answerAsReady(send(0, 1, 2), async (n) => Array.from({ length: n }, () => n), LIMITS);
    expect(await collect(answers)).toEqual([1, 2, 2]);
  });

  it('ends at once when there is nothing to answer', async () => {
    expect(await collect(answerAsReady(send(), async () => [], LIMITS))).toEqual([]);
  });

  it('reads no more than it may leave unanswered, and goes on when answers are taken', async () => {
    let read = 0;
    const endless = (async function* () {
      for (; read < 100; ) yield read++;
    })();
    const answers = answerAsReady(endless, async (n) => [n], LIMITS);
    await answers.next();
    await settled();
    expect(read).toBeLessThanOrEqual(LIMITS.most + 1);
    expect(await collect(answers)).toHaveLength(99);
  });

  it('fails with what reading fails with, after the answers', async () => {
    const broken = (async function* () {
      yield 1;
      throw new Error('broken');
    })();
    const answers = answerAsReady(broken, async (n) => [n], LIMITS);
    expect(await answers.next()).toEqual({ done: false, value: 1 });
    await expect(answers.next()).rejects.toThrow('broken');
  });

  it('fails with the reason of an abort while it waits', async () => {
    const controller = new AbortController();
    const silent = (async function* () {
      await new Promise(() => undefined);
      yield 1;
    })();
    const answers = answerAsReady(silent, async (n) => [n], { most: 8, signal: controller.signal });
    const next = answers.next();
    await settled();
    controller.abort(new Error('gone'));
    await expect(next).rejects.toThrow('gone');
  });
});
