import { describe, expect, it } from 'vitest';
import { resolveOptions } from './options.js';

describe('address', () => {
  it.each([
    ['localhost:3005', 'localhost:3005', false],
    ['localhost', 'localhost:3005', false],
    ['http://ml.internal:4000', 'ml.internal:4000', false],
    ['http://ml.internal', 'ml.internal:80', false],
    ['https://ml.example.com', 'ml.example.com:443', true],
    ['HTTPS://ml.example.com:8443/', 'ml.example.com:8443', true],
    ['[::1]:3005', '[::1]:3005', false],
    ['dns:///ml-headless.default.svc:3005', 'dns:///ml-headless.default.svc:3005', false],
    ['ipv4:10.0.0.1:3005,10.0.0.2:3005', 'ipv4:10.0.0.1:3005,10.0.0.2:3005', false],
    ['unix:/run/ml.sock', 'unix:/run/ml.sock', false],
  ])('reads %s', (address, target, secure) => {
    const settings = resolveOptions({ address });
    expect(settings.target).toBe(target);
    expect(settings.tls !== undefined).toBe(secure);
  });

  it.each(['', 'http://', 'http://host/path', 'host:port', 'ftp://host:21', 'user@host:1', 'a b:1'])(
    'refuses %j',
    (address) => {
      expect(() => resolveOptions({ address })).toThrow(TypeError);
    },
  );
});

describe('tls', () => {
  it('is on for any gRPC target when asked for', () => {
    expect(resolveOptions({ address: 'dns:///ml:3005', tls: true }).tls).toEqual({});
    expect(resolveOptions({ address: 'ml:3005', tls: { serverName: 'ml' } }).tls).toEqual({ serverName: 'ml' });
  });

  it('cannot contradict the address', () => {
    expect(() => resolveOptions({ address: 'http://ml', tls: true })).toThrow('tls says otherwise');
    expect(() => resolveOptions({ address: 'https://ml', tls: false })).toThrow('tls says otherwise');
  });

  it('needs the key of a client certificate', () => {
    expect(() => resolveOptions({ address: 'ml', tls: { cert: 'pem' } })).toThrow('go together');
    expect(() => resolveOptions({ address: 'ml', tls: { key: 'pem' } })).toThrow('go together');
  });
});

describe('defaults', () => {
  it('are applied once, all of them', () => {
    expect(resolveOptions({ address: 'localhost:3005' })).toEqual({
      target: 'localhost:3005',
      tls: undefined,
      apiKey: undefined,
      deadlines: { unaryMs: 30_000, streamMs: 600_000 },
      retry: { maxAttempts: 4, baseDelayMs: 200, maxDelayMs: 5_000 },
      keepalive: { timeMs: 60_000, timeoutMs: 20_000 },
      maxMessageBytes: 67_108_864,
      compression: false,
    });
  });

  it('give way to what is set, value by value', () => {
    const settings = resolveOptions({
      address: 'ml',
      apiKey: 'k',
      deadlines: { unaryMs: 5 },
      retry: { baseDelayMs: 1 },
      keepalive: { timeMs: 9 },
    });
    expect(settings.apiKey).toBe('k');
    expect(settings.deadlines).toEqual({ unaryMs: 5, streamMs: 600_000 });
    expect(settings.retry).toEqual({ maxAttempts: 4, baseDelayMs: 1, maxDelayMs: 5_000 });
    expect(settings.keepalive).toEqual({ timeMs: 9, timeoutMs: 20_000 });
  });

  it('can be switched off', () => {
    const settings = resolveOptions({ address: 'ml', retry: false, keepalive: false, apiKey: '' });
    expect(settings.retry.maxAttempts).toBe(1);
    expect(settings.keepalive).toBeUndefined();
    expect(settings.apiKey).toBeUndefined();
  });
});

it.each([
  ['deadlines.unaryMs', { deadlines: { unaryMs: 0 } }],
  ['deadlines.streamMs', { deadlines: { streamMs: -1 } }],
  ['maxMessageBytes', { maxMessageBytes: Number.NaN }],
  ['retry.maxAttempts', { retry: { maxAttempts: 0 } }],
  ['retry.maxDelayMs', { retry: { maxDelayMs: -5 } }],
  ['keepalive.timeoutMs', { keepalive: { timeoutMs: 0 } }],
])('names the option %s when its number is out of range', (name, options) => {
  expect(() => resolveOptions({ address: 'ml', ...options })).toThrow(new RegExp(`^${name} must be above 0`));
});
