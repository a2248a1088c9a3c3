import { describe, expect, it } from 'vitest';
import { answerAsReady } from './answer-as-ready.js';

const LIMITS = { most: 8, signal: new AbortController().signal };
const settled = () => new Promise((resolve) => setImmediate(resolve));
const itself = async <T>(request: T) => [request];

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
    const answers = answerAsReady(send('slow', 'quick'), (name) => (name === 'slow' ? slow : itself(name)), LIMITS);
    const received: string[] = [];
    for await (const answer of answers) {
      received.push(answer);
      finish();
    }
    expect(received).toEqual(['quick', 'slow']);
  });

  it('sends every answer of a request', async () => {
    const answers = answerAsReady(send(1, 2), async (n) => Array.from({ length: n }, () => n), LIMITS);
    expect(await collect(answers)).toEqual([1, 2, 2]);
  });

  it('ends when there is nothing to answer', async () => {
    expect(await collect(answerAsReady(send(), itself, LIMITS))).toEqual([]);
  });

  it.each([
    ['ready', itself],
    ['under way', (n: number) => settled().then(() => [n])],
  ])('reads no more than it may while answers are %s, and goes on when they are sent', async (_, answer) => {
    let read = 0;
    const counted = (async function* () {
      while (read < 100) yield read++;
    })();
    const answers = answerAsReady(counted, answer, LIMITS);
    for (let turn = 0; turn < 50; turn++) await settled();
    expect(read).toBe(LIMITS.most);
    expect(await collect(answers)).toHaveLength(100);
  });

  it('fails with what reading fails with, after the answers', async () => {
    const broken = (async function* () {
      yield 1;
      await settled();
      throw new Error('broken');
    })();
    const answers = answerAsReady(broken, itself, LIMITS)[Symbol.asyncIterator]();
    expect(await answers.next()).toEqual({ done: false, value: 1 });
    await expect(answers.next()).rejects.toThrow('broken');
  });

  it('fails with the reason of an abort while it waits', async () => {
    const controller = new AbortController();
    const silent = (async function* () {
      await new Promise(() => undefined);
      yield 1;
    })();
    const answers = answerAsReady(silent, itself, { most: 8, signal: controller.signal });
    const next = answers[Symbol.asyncIterator]().next();
    await settled();
    controller.abort(new Error('gone'));
    await expect(next).rejects.toThrow('gone');
  });

  it('stops reading when it is aborted at its limit', async () => {
    const controller = new AbortController();
    let read = 0;
    const endless = (async function* () {
      for (;;) yield read++;
    })();
    answerAsReady(endless, () => new Promise<never>(() => undefined), { most: 8, signal: controller.signal });
    await settled();
    controller.abort(new Error('gone'));
    await settled();
    expect(read).toBe(8);
  });
});
