import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import { disableRuntimeTelemetry } from '../../config/runtime-telemetry.js';

/** An ONNX session of a graph that takes rows of numbers and gives rows of numbers. */
export class DenseSession {
  private constructor(
    private readonly session: InferenceSession,
    private readonly width: number,
  ) {}

  /**
   * Opens a graph with one input and one output, `width` numbers a row.
   *
   * @throws Error of the runtime when the file is no graph.
   */
  static async open(file: string, width: number): Promise<DenseSession> {
    disableRuntimeTelemetry();
    env.logLevel = 'fatal';
    const session = await InferenceSession.create(file, {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: 'sequential',
    });
    return new DenseSession(session, width);
  }

  /** Runs rows; blocks the thread for about a microsecond a row. */
  async run(rows: Float32Array): Promise<Float32Array> {
    const { inputNames, outputNames } = this.session;
    const input = new Tensor('float32', rows, [rows.length / this.width, this.width]);
    const output = (await this.session.run({ [inputNames[0]!]: input }))[outputNames[0]!]!;
    return output.data as Float32Array;
  }
}
