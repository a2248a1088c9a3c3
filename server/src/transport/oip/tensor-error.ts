import { EngineError } from '../../domain/errors.js';

/**
 * An error of a tensor, parameter or shape. What is wrong is also its message: clients of this protocol show no details.
 *
 * @param field Path in the request, e.g. `inputs[0].shape`.
 * @param description What is wrong and what would be right; never quotes a text.
 */
export function tensorInvalid(field: string, description: string): EngineError {
  return new EngineError('TENSOR_INVALID', `${field}: ${description}`, { violations: [{ field, description }] });
}
