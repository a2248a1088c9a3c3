import { Metadata } from 'nice-grpc';
import { expect, it } from 'vitest';
import { readErrorDetails } from './error-details.js';
import { BadRequest, ErrorInfo, RequestInfo, ResourceInfo, RetryInfo } from './gen/google/rpc/error_details.js';
import { Status } from './gen/google/rpc/status.js';

function trailer(...details: [type: string, value: Uint8Array][]) {
  const status = Status.fromPartial({
    code: 3,
    details: details.map(([type, value]) => ({ typeUrl: `type.googleapis.com/${type}`, value: Buffer.from(value) })),
  });
  return Metadata().set('grpc-status-details-bin', Status.encode(status).finish());
}

it('reads every kind of detail the engine sends', () => {
  const violation = { field: 'script.data', description: 'Line 7: tag is not closed.' };
  const details = readErrorDetails(
    trailer(
      ['google.rpc.ErrorInfo', ErrorInfo.encode(ErrorInfo.fromPartial({ reason: 'SCRIPT_MALFORMED' })).finish()],
      ['google.rpc.BadRequest', BadRequest.encode(BadRequest.fromPartial({ fieldViolations: [violation] })).finish()],
      [
        'google.rpc.RetryInfo',
        RetryInfo.encode(RetryInfo.fromPartial({ retryDelay: { seconds: 2n, nanos: 500_000_000 } })).finish(),
      ],
      [
        'google.rpc.ResourceInfo',
        ResourceInfo.encode(ResourceInfo.fromPartial({ resourceType: 'script', resourceName: 's1' })).finish(),
      ],
      ['google.rpc.RequestInfo', RequestInfo.encode(RequestInfo.fromPartial({ requestId: 'i-1' })).finish()],
    ),
  );
  expect(details).toEqual({
    reason: 'SCRIPT_MALFORMED',
    violations: [violation],
    retryAfterMs: 2500,
    resource: { type: 'script', name: 's1' },
    incidentId: 'i-1',
  });
});

it('passes over details it does not know', () => {
  expect(readErrorDetails(trailer(['example.Unknown', Uint8Array.of(1, 2, 3)]))).toEqual({});
});

it('survives a trailer that is broken, empty or missing', () => {
  for (const bytes of [Uint8Array.of(0x1a, 0xff), Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff), new Uint8Array()]) {
    expect(readErrorDetails(Metadata().set('grpc-status-details-bin', bytes))).toEqual({});
  }
  expect(readErrorDetails(Metadata())).toEqual({});
});
