import { createHash } from 'node:crypto';
import { EngineError } from '../domain/errors.js';

/** Where a page ended: the creation time and id of its last entry. */
export interface PageEnd {
  readonly createdAt: Date;
  readonly id: string;
}

/** What a list was asked for beside its page: a token of one list is none of another. */
export type ListConditions = readonly (string | undefined)[];

/** The opaque text that a caller gives back for the next page. */
export function toPageToken({ createdAt, id }: PageEnd, conditions: ListConditions): string {
  return Buffer.from(JSON.stringify([createdAt.getTime(), id, digest(conditions)])).toString('base64url');
}

/** @throws EngineError `FIELD_INVALID` for a text that {@link toPageToken} did not make for this list. */
export function fromPageToken(token: string, conditions: ListConditions): PageEnd {
  const parts = parse(token);
  if (Array.isArray(parts) && parts.length === 3) {
    const [time, id, list] = parts;
    const createdAt = new Date(typeof time === 'number' ? time : Number.NaN);
    const isOfThisList = typeof id === 'string' && list === digest(conditions);
    if (isOfThisList && !Number.isNaN(createdAt.getTime())) return { createdAt, id };
  }
  throw new EngineError('FIELD_INVALID', 'The page token is not one that this list gave out.', {
    violations: [{ field: 'page_token', description: 'Give the next_page_token of the page before, or leave it out.' }],
  });
}

/** Where a page that is ordered by creation ends with a row. */
export function createdEnd({ created_at: createdAt, id }: { readonly created_at: Date; readonly id: string }): PageEnd {
  return { createdAt, id };
}

/**
 * Cuts a page off rows that were asked for with one more than a page holds; with the token of the next page where there is
 * one.
 *
 * @param endOf Where a page ends that ends with a row.
 */
export function cutPage<Row>(
  rows: readonly Row[],
  pageSize: number,
  conditions: ListConditions,
  endOf: (row: Row) => PageEnd,
): { readonly page: Row[]; readonly next: { readonly nextPageToken?: string } } {
  const page = rows.slice(0, pageSize);
  const last = page.at(-1);
  if (rows.length <= pageSize || last === undefined) return { page, next: {} };
  return { page, next: { nextPageToken: toPageToken(endOf(last), conditions) } };
}

function digest(conditions: ListConditions): string {
  const text = JSON.stringify(conditions.map((condition) => condition ?? null));
  return createHash('sha256').update(text).digest('base64url').slice(0, 12);
}

function parse(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch {
    return undefined;
  }
}
