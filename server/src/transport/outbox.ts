/** Messages that wait to be sent, in the order they were put in. One reader reads them. */
export class Outbox<Message> implements AsyncIterable<Message> {
  private waiting: Message[] = [];
  private unsent = 0;
  private closed = false;
  private failure: unknown;
  private wakeReader = (): void => undefined;
  private wakeWriter = (): void => undefined;

  /** Messages that were put in and not yet sent. */
  get size(): number {
    return this.unsent;
  }

  /** Puts a message in; one that comes after the end is dropped. */
  push(message: Message): void {
    if (this.closed) return;
    this.waiting.push(message);
    this.unsent += 1;
    this.wakeReader();
  }

  /** Ends the reading after what is in it: well, or with an error when one is given. The first end counts. */
  close(failure?: unknown): void {
    if (this.closed) return;
    this.closed = true;
    this.failure = failure;
    this.wakeReader();
    this.wakeWriter();
  }

  /** Resolves when one more message was sent, or at the end. For one writer. */
  async sent(): Promise<void> {
    if (this.closed) return;
    await new Promise<void>((resolve) => {
      this.wakeWriter = resolve;
    });
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Message, void, undefined> {
    for (;;) {
      const messages = this.waiting;
      this.waiting = [];
      for (const message of messages) {
        yield message;
        this.unsent -= 1;
        this.wakeWriter();
      }
      if (this.waiting.length > 0) continue;
      if (this.failure !== undefined) throw this.failure;
      if (this.closed) return;
      await new Promise<void>((resolve) => {
        this.wakeReader = resolve;
      });
    }
  }
}
