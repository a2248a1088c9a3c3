/**
 * Answers requests as they come, each when its answers are ready, in any order. No more than `most` requests are read and
 * not answered: then the sender waits.
 *
 * @param answer Never rejects.
 * @throws The reason of the signal when it aborts, or whatever reading the requests throws.
 */
export async function* answerAsReady<Request, Answer>(
  requests: AsyncIterable<Request>,
  answer: (request: Request) => Promise<readonly Answer[]>,
  { most, signal }: { readonly most: number; readonly signal: AbortSignal },
): AsyncGenerator<Answer, void, undefined> {
  const ready: (readonly Answer[])[] = [];
  const answered = new Bell();
  const taken = new Bell();
  let unanswered = 0;
  let ended = false;
  const read = async () => {
    for await (const request of requests) {
      unanswered += 1;
      void answer(request).then((answers) => {
        ready.push(answers);
        answered.ring();
      });
      while (unanswered >= most) await taken.rung();
    }
  };
  const reading = read().finally(() => {
    ended = true;
    answered.ring();
  });
  // It is awaited at the end; until then it must not count as unhandled.
  reading.catch(() => undefined);
  signal.addEventListener('abort', () => answered.ring(), { once: true });
  while (!ended || unanswered > 0) {
    if (ready.length === 0) await answered.rung();
    signal.throwIfAborted();
    for (const answers of ready.splice(0)) {
      yield* answers;
      unanswered -= 1;
      taken.ring();
    }
  }
  await reading;
}

/** Wakes the one who waits; a ring that nobody waits for is kept for the next. */
class Bell {
  private kept = false;
  private wake: (() => void) | undefined;

  ring(): void {
    this.kept = true;
    this.wake?.();
  }

  async rung(): Promise<void> {
    if (!this.kept) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    this.kept = false;
    this.wake = undefined;
  }
}
