import { EngineError } from '../domain/errors.js';

/** Largest page that a list gives. */
const MAX_PAGE_SIZE = 1000;

/** @throws EngineError FIELD_INVALID for a page size out of range. */
export function checkPageSize(pageSize: number): void {
  if (Number.isInteger(pageSize) && pageSize >= 1 && pageSize <= MAX_PAGE_SIZE) return;
  throw new EngineError('FIELD_INVALID', undefined, {
    violations: [{ field: 'page_size', description: `Give a whole number from 1 to ${MAX_PAGE_SIZE}.` }],
  });
}
