import { Outbox } from '../outbox.js';

/**
 * Answers requests as they come, each when its answers are ready, in any order. No more than `most` are read without their
 * answers being sent: then the sender waits. Fails with what reading fails with, or with the reason of an abort.
 *
 * @param answer At least one answer of a request; never rejects.
 */
export function answerAsReady<Request, Answer>(
  requests: AsyncIterable<Request>,
  answer: (request: Request) => Promise<readonly Answer[]>,
  { most, signal }: { readonly most: number; readonly signal: AbortSignal },
): AsyncIterable<Answer> {
  const outbox = new Outbox<Answer>();
  const underWay = new Set<Promise<void>>();
  const take = (request: Request) => {
    const work = answer(request).then((answers) => {
      underWay.delete(work);
      for (const one of answers) outbox.push(one);
    });
    underWay.add(work);
  };
  const read = async () => {
    for await (const request of requests) {
      take(request);
      while (underWay.size + outbox.size >= most && !signal.aborted) await outbox.sent();
      if (signal.aborted) return;
    }
    await Promise.all(underWay);
  };
  signal.addEventListener('abort', () => outbox.close(signal.reason), { once: true });
  read().then(
    () => outbox.close(),
    (error: unknown) => outbox.close(error),
  );
  return outbox;
}
