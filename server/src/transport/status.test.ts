import { status } from '@grpc/grpc-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError, ERRORS, type ErrorDetails, type ErrorReason } from '../domain/errors.js';
import { BadRequest, ErrorInfo, RequestInfo, ResourceInfo, RetryInfo } from '../gen/google/rpc/error_details.js';
import { Status } from '../gen/google/rpc/status.js';
import { ERROR_DOMAIN, toFailure } from './status.js';

const DECODERS = { BadRequest, ErrorInfo, RequestInfo, ResourceInfo, RetryInfo };

/** The status as a client reads it off the trailer. */
function read(thrown: unknown) {
  const failure = toFailure(thrown);
  const [trailer] = failure.status.metadata!.get('grpc-status-details-bin');
  const { code, message, details } = Status.decode(trailer as Buffer);
  const unpacked = Object.fromEntries(
    details.map(({ typeUrl, value }) => {
      const name = typeUrl.replace('type.googleapis.com/google.rpc.', '') as keyof typeof DECODERS;
      return [name, DECODERS[name].decode(value)];
    }),
  );
  return { failure, code, message, details: unpacked };
}
const retryMs = (details: ErrorDetails) => {
  const { retryDelay } = read(new EngineError('OVERLOADED', undefined, details)).details['RetryInfo'] as RetryInfo;
  return Number(retryDelay!.seconds) * 1000 + retryDelay!.nanos / 1e6;
};

describe('toFailure', () => {
  it.each(Object.keys(ERRORS) as ErrorReason[])('maps %s to a status that is not OK, with its reason', (reason) => {
    const { failure, code, message, details } = read(new EngineError(reason));
    const [name, meaning] = ERRORS[reason];
    expect(status[code]).toBe(name);
    expect(code).not.toBe(status.OK);
    expect(failure.status).toMatchObject({ code, details: meaning });
    expect(message).toBe(meaning);
    expect(details['ErrorInfo']).toEqual({ reason, domain: ERROR_DOMAIN, metadata: {} });
  });

  it('sends field violations with their lines', () => {
    const violations = [
      { field: 'script.data', description: 'is broken', line: 12 },
      { field: 'options', description: 'is out of range' },
    ];
    const { details } = read(new EngineError('SCRIPT_MALFORMED', 'No.', { violations }));
    expect(details['BadRequest']).toMatchObject({
      fieldViolations: [
        { field: 'script.data', description: 'line 12: is broken' },
        { field: 'options', description: 'is out of range' },
      ],
    });
  });

  it('sends what was not found', () => {
    const resource = { type: 'guionix.ml.v1.Script', name: 'guion-ñ' };
    const { details } = read(new EngineError('SCRIPT_NOT_FOUND', undefined, { resource }));
    expect(details['ResourceInfo']).toMatchObject({ resourceType: resource.type, resourceName: resource.name });
  });

  it('sends any delay in whole milliseconds, never a shorter one', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (retryAfterMs) => {
        expect(retryMs({ retryAfterMs })).toBe(Math.ceil(retryAfterMs));
      }),
    );
  });

  it('sends no detail that the error does not have', () => {
    expect(Object.keys(read(new EngineError('SCRIPT_EMPTY')).details)).toEqual(['ErrorInfo']);
  });

  it.each([
    ['an error', new TypeError('secret line of a script')],
    ['a text', 'secret line of a script'],
    ['nothing', undefined],
    ['an engine fault', new EngineError('INTERNAL', undefined, { cause: new Error('secret line of a script') })],
  ])('hides what %s says behind an incident id', (_, thrown) => {
    const { failure, code, details } = read(thrown);
    expect(code).toBe(status.INTERNAL);
    expect(failure.incident).toMatch(/^[0-9a-f-]{36}$/);
    expect(details['RequestInfo']).toMatchObject({ requestId: failure.incident });
    expect(failure.status.details).not.toContain('secret');
    expect(String(failure.status.metadata!.get('grpc-status-details-bin')[0])).not.toContain('secret');
  });

  it('never sends the cause of an engine error', () => {
    const error = new EngineError('STORAGE_UNAVAILABLE', undefined, { cause: new Error('secret') });
    const { failure } = read(error);
    expect(failure.status.details).not.toContain('secret');
    expect(failure.incident).toBeUndefined();
  });
});
