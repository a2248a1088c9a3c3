import { type ExecutorSettings, openExecutor } from './execute/open-executor.js';
import { fitCost } from './fit-cost.js';
import { passGate } from './gate.js';
import type { VerifiedModel } from './model-files.js';
import type { OpenedModel } from './model-version.js';
import type { OutputCache } from './output-cache.js';
import { RememberedOutputs } from './remembered-outputs.js';
import type { SchedulerLimits } from './schedule/job.js';
import { Scheduler } from './schedule/scheduler.js';
import { openTokenizer } from './text/tokenizer.js';
import { TextPipeline } from './text-pipeline.js';

/** What models are opened with; names and units are those of the settings. */
export interface ModelSettings extends ExecutorSettings, SchedulerLimits {}

/**
 * Opens a verified version: tokenizer, executor, load gate, cost model. What was opened is closed again when it fails.
 *
 * @throws EngineError MODEL_CORRUPT when a file cannot be read or the gate is not passed, PROVIDER_MISSING or
 * REMOTE_UNAVAILABLE when what should compute it is not there, MODEL_MISSING when the remote server has no such model.
 */
export async function openModel(
  verified: VerifiedModel,
  settings: ModelSettings,
  cache: OutputCache,
  onFault?: (fault: unknown) => void,
): Promise<OpenedModel> {
  const { manifest, precision, files } = verified;
  // One after the other: a tokenizer that fails must not leave workers behind.
  const tokenizer = await openTokenizer(files.tokenizer);
  const executor = await openExecutor(verified, settings, onFault);
  try {
    await passGate(manifest, precision, executor);
    const cost = await fitCost(manifest, executor);
    const scheduler = new Scheduler(executor, settings, cost, () => performance.now());
    const provider = settings.remoteInference ? 'remote' : settings.executionProvider;
    const remembered = new RememberedOutputs(cache, { manifest, precision, provider });
    return {
      model: new TextPipeline({ manifest, tokenizer, scheduler, remembered }),
      async close() {
        await scheduler.idle();
        await executor.close();
      },
    };
  } catch (error) {
    await executor.close();
    throw error;
  }
}
