import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { Server as GrpcServer, ServerCredentials } from '@grpc/grpc-js';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SettingsError } from '../config/load.js';
import { describeStartFailure } from './start-failure.js';

let taken: Server;
beforeEach(async () => {
  taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
});
afterEach(() => taken.close());

it('says which port is taken, as the transport reports it, and what to do', async () => {
  const { port } = taken.address() as { port: number };
  const error = await new Promise((resolve) =>
    new GrpcServer().bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), resolve),
  );
  expect(describeStartFailure(error)).toBe(
    `127.0.0.1:${port} is in use by another program. Stop it, or choose another port with PORT.`,
  );
});

it.each([
  ['listen EACCES: permission denied 0.0.0.0:80', '0.0.0.0:80 is not open to this user.'],
  ['errors: [listen EADDRNOTAVAIL: address not available 10.9.8.7:3005]', '10.9.8.7:3005 is not an address of this'],
  ['errors: [listen EADDRINUSE: address already in use :::3005]', ':::3005 is in use'],
])('%s', (message, said) => {
  expect(describeStartFailure(new Error(message))).toContain(said);
});

it('gives a wrong setting in its own words, and leaves a fault to its stack', () => {
  expect(describeStartFailure(new SettingsError('PORT: is no number'))).toBe('PORT: is no number');
  expect(describeStartFailure(new TypeError('x is not a function'))).toBeUndefined();
});
