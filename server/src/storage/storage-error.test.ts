import { inspect } from 'node:util';
import { DatabaseError } from 'pg';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../domain/errors.js';
import { toStorageError, withStorageErrors } from './storage-error.js';

function databaseError(code: string): DatabaseError {
  const error = new DatabaseError('invalid value "ELLA LLORA"', 10, 'error');
  return Object.assign(error, { code, detail: 'Failing row contains (ELLA LLORA)', table: 'scripts' });
}

describe('toStorageError', () => {
  it.each(['08006', '53300', '57014', '57P01', '57P03', '40001', '40P01', '55P03', '28P01', '3D000'])(
    'lets a call be retried after SQLSTATE %s',
    (code) => {
      const error = toStorageError(databaseError(code));
      expect(error).toMatchObject({ reason: 'STORAGE_UNAVAILABLE', details: { retryAfterMs: 1000 } });
    },
  );

  it.each(['22021', '22003', '54000'])('blames the request for SQLSTATE %s', (code) => {
    expect(toStorageError(databaseError(code)).reason).toBe('FIELD_INVALID');
  });

  it.each(['42P01', '23505', '55000', 'XX000'])('calls SQLSTATE %s a fault of the engine', (code) => {
    expect(toStorageError(databaseError(code)).reason).toBe('INTERNAL');
  });

  it.each(['57P01', '22021', '23502'])('keeps the code but no value of a row for SQLSTATE %s', (code) => {
    const error = toStorageError(databaseError(code));
    expect(inspect(error)).not.toContain('ELLA LLORA');
    expect(inspect(error)).toContain(`SQLSTATE ${code} in scripts`);
  });

  it('takes every other fault of the driver for a lost connection', () => {
    const cause = new Error('Connection terminated unexpectedly');
    expect(toStorageError(cause)).toMatchObject({ reason: 'STORAGE_UNAVAILABLE', cause });
  });

  it('leaves errors of the engine as they are', async () => {
    const error = new EngineError('FIELD_INVALID');
    await expect(withStorageErrors(() => Promise.reject(error))).rejects.toBe(error);
  });
});
