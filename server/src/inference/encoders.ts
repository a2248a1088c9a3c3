import type { Calibration } from '../domain/calibration.js';
import { Encoder } from './encoder.js';
import type { Models, TextModel, VersionSelector } from './models.js';

/** Names of the models that read screenplays, by what their licences allow. */
export const ENCODERS = { open: 'encoder', research: 'encoder-research' } as const;

/** Which of them reads. */
export type Variant = keyof typeof ENCODERS;

/** A version of the encoder in use, and the calibration fitted for it. */
export interface EncoderLease {
  readonly encoder: Encoder;
  readonly calibration: Calibration;
  /** Ends the use. */
  release(): void;
}

/** Finds the calibration fitted for an encoder; throws EngineError MODEL_MISSING when there is none. */
export type LoadCalibration = (encoder: Calibration['encoder']) => Promise<Calibration>;

/** Hands out the versions of the encoder that answer now. */
export class Encoders {
  private readonly encoders = new WeakMap<TextModel, Encoder>();
  private readonly calibrations = new Map<string, Promise<Calibration>>();

  constructor(
    private readonly models: Models,
    /** Name of the model. */
    private readonly name: string,
    private readonly loadCalibration: LoadCalibration,
  ) {}

  /**
   * Takes a version into use; the default one when left out.
   *
   * @throws EngineError of {@link Models.acquire}; MODEL_CORRUPT when it is no encoder of screenplays; MODEL_MISSING when
   * no calibration was fitted for it.
   */
  async acquire(selector?: VersionSelector): Promise<EncoderLease> {
    const lease = this.models.acquire(this.name, selector);
    try {
      const encoder = this.encoderOf(lease.model);
      return { encoder, calibration: await this.calibrationOf(encoder.model), release: () => lease.release() };
    } catch (error) {
      lease.release();
      throw error;
    }
  }

  private encoderOf(model: TextModel): Encoder {
    let encoder = this.encoders.get(model);
    if (encoder === undefined) {
      encoder = new Encoder(model);
      this.encoders.set(model, encoder);
    }
    return encoder;
  }

  /** Calibration of a version, read once. */
  calibrationOf(encoder: Calibration['encoder']): Promise<Calibration> {
    let calibration = this.calibrations.get(encoder.version);
    if (calibration === undefined) {
      calibration = this.loadCalibration(encoder);
      this.calibrations.set(encoder.version, calibration);
      // One that could not be read may be there the next time.
      calibration.catch(() => this.calibrations.delete(encoder.version));
    }
    return calibration;
  }
}
