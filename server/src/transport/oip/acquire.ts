import { EngineError } from '../../domain/errors.js';
import type { ModelLease, Models } from '../../inference/models.js';

/**
 * Takes a model into use.
 *
 * @param version A version, or else a label; the default version when empty.
 * @throws EngineError MODEL_NOT_FOUND, MODEL_NOT_READY.
 */
export function acquire(models: Models, name: string, version: string): ModelLease {
  if (version === '') return models.acquire(name);
  try {
    return models.acquire(name, { version });
  } catch (error) {
    if (!isReason(error, 'MODEL_NOT_FOUND')) throw error;
    return acquireLabel(models, name, version, error);
  }
}

/** Whether a model can answer; a model that is not there cannot. */
export function isReady(models: Models, name: string, version: string): boolean {
  try {
    acquire(models, name, version).release();
    return true;
  } catch (error) {
    if (isReason(error, 'MODEL_NOT_FOUND') || isReason(error, 'MODEL_NOT_READY')) return false;
    throw error;
  }
}

/** By label; what is neither fails as the version did. */
function acquireLabel(models: Models, name: string, label: string, asVersion: EngineError): ModelLease {
  try {
    return models.acquire(name, { label });
  } catch (error) {
    throw isReason(error, 'MODEL_NOT_FOUND') ? asVersion : error;
  }
}

function isReason(error: unknown, reason: EngineError['reason']): error is EngineError {
  return error instanceof EngineError && error.reason === reason;
}
