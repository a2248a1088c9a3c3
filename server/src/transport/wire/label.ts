/** Labels: the short texts of a request that say which thing or whose. */
import { EngineError } from '../../domain/errors.js';

/** Longest id of a script or owner, in UTF-16 code units. */
const LONGEST_ID = 128;

/** Longest name of a script, in UTF-16 code units. */
const LONGEST_NAME = 1000;

/**
 * An id as it was given.
 *
 * @throws EngineError FIELD_INVALID for one that is empty, longer than 128 characters or holds a NUL character.
 */
export function fromId(id: string, field: string): string {
  if (id === '') throw invalid(field, `An id has 1 to ${LONGEST_ID} characters; this one has 0.`);
  return checkLabel(id, field, LONGEST_ID);
}

/**
 * The id of an owner; undefined when nobody was named.
 *
 * @throws EngineError FIELD_INVALID for one that is longer than 128 characters or holds a NUL character.
 */
export function fromOwnerId(id: string, field: string): string | undefined {
  return id === '' ? undefined : checkLabel(id, field, LONGEST_ID);
}

/**
 * The name of a script; undefined when it was given none.
 *
 * @throws EngineError FIELD_INVALID for one that is longer than 1000 characters or holds a NUL character.
 */
export function fromName(name: string, field: string): string | undefined {
  return name === '' ? undefined : checkLabel(name, field, LONGEST_NAME);
}

function checkLabel(text: string, field: string, longest: number): string {
  if (text.length > longest) throw invalid(field, `Give at most ${longest} characters; this one has ${text.length}.`);
  if (text.includes('\0')) throw invalid(field, 'A NUL character cannot be kept; leave it out.');
  return text;
}

function invalid(field: string, description: string): EngineError {
  return new EngineError('FIELD_INVALID', undefined, { violations: [{ field, description }] });
}
