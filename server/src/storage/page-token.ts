import { EngineError } from '../domain/errors.js';

/** Where a page ended: the creation time and id of its last script. */
export interface PageEnd {
  readonly createdAt: Date;
  readonly id: string;
}

/** The opaque text that a caller gives back for the next page. */
export function toPageToken({ createdAt, id }: PageEnd): string {
  return Buffer.from(JSON.stringify([createdAt.getTime(), id])).toString('base64url');
}

/** @throws EngineError `FIELD_INVALID` for a text that {@link toPageToken} did not make. */
export function fromPageToken(token: string): PageEnd {
  const parts = parse(token);
  if (Array.isArray(parts) && parts.length === 2) {
    const [time, id] = parts;
    const createdAt = new Date(typeof time === 'number' ? time : Number.NaN);
    if (typeof id === 'string' && !Number.isNaN(createdAt.getTime())) return { createdAt, id };
  }
  throw new EngineError('FIELD_INVALID', 'The page token is not one that this list gave out.', {
    violations: [{ field: 'page_token', description: 'Give the next_page_token of the page before, or leave it out.' }],
  });
}

function parse(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch {
    return undefined;
  }
}
