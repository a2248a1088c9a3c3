/** A caller and its inputs. */
interface Waiting<Input, Output> {
  readonly inputs: readonly Input[];
  resolve(outputs: Output[]): void;
  reject(error: unknown): void;
}

/**
 * Joins calls of a function over lists, for one whose every call costs something whatever its list: one call runs at a time,
 * and what is asked meanwhile, or in the same turn of the event loop, goes into the next. A joint call that fails is made
 * again for each caller by itself, so that no caller's inputs can fail another's.
 */
export class JointCalls<Input, Output> {
  private waiting: Waiting<Input, Output>[] = [];
  private running = false;

  /**
   * @param compute One output an input, in order.
   * @param mostTogether Inputs joined at most; a longer list of one caller still goes whole.
   */
  constructor(
    private readonly compute: (inputs: readonly Input[]) => Promise<Output[]>,
    private readonly mostTogether: number,
  ) {}

  /** Outputs of the inputs, in order. Rejects with what `compute` says of these inputs alone. */
  call(inputs: readonly Input[]): Promise<Output[]> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ inputs, resolve, reject });
      if (this.running) return;
      this.running = true;
      setImmediate(() => void this.drain());
    });
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0) await this.run(this.take());
    this.running = false;
  }

  private take(): Waiting<Input, Output>[] {
    let size = 0;
    let count = 0;
    for (const { inputs } of this.waiting) {
      size += inputs.length;
      if (count > 0 && size > this.mostTogether) break;
      count += 1;
    }
    return this.waiting.splice(0, count);
  }

  /** Never rejects. */
  private async run(callers: readonly Waiting<Input, Output>[]): Promise<void> {
    try {
      const outputs = await this.compute(callers.flatMap(({ inputs }) => inputs));
      let at = 0;
      for (const { inputs, resolve } of callers) {
        resolve(outputs.slice(at, at + inputs.length));
        at += inputs.length;
      }
    } catch (error) {
      if (callers.length === 1) callers[0]!.reject(error);
      else for (const caller of callers) await this.run([caller]);
    }
  }
}
