import { readFileSync } from 'node:fs';
import { ServerCredentials } from '@grpc/grpc-js';
import { expect, it } from 'vitest';
import { type ClientOptions, UnavailableError } from '../src/index.js';
import { openClient, startEngine } from './engine.js';

const pem = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url));
const ca = pem('ca.pem');
const health = { check: async () => ({ status: 1 }) };

/** Checks the health of an engine that speaks TLS, by its address with or without certificates. */
async function check(options: Partial<ClientOptions>, { mutual = false, plain = false } = {}) {
  const pair = { private_key: pem('server.key'), cert_chain: pem('server.pem') };
  const credentials = plain ? ServerCredentials.createInsecure() : ServerCredentials.createSsl(ca, [pair], mutual);
  const address = await startEngine({ health }, credentials);
  return openClient(address, { address: `https://${address}`, retry: false, ...options }).health.check();
}

it('trusts the given authority', async () => {
  expect(await check({ tls: { ca, serverName: 'localhost' } })).toBe('SERVING');
});

it('shows a client certificate to a server that asks for one', async () => {
  const tls = { ca: ca.toString(), serverName: 'localhost', cert: pem('client.pem'), key: pem('client.key') };
  expect(await check({ tls }, { mutual: true })).toBe('SERVING');
});

it.each([
  ['an unknown authority', {}, {}, 'set tls.ca'],
  ['another name', { tls: { ca } }, {}, 'set tls.serverName'],
  ['a missing client certificate', { tls: { ca, serverName: 'localhost' } }, { mutual: true }, 'tls.cert and tls.key'],
  ['a server without TLS', {}, { plain: true }, 'does not speak TLS'],
])('explains %s', async (_, options, server, hint) => {
  const error = await check(options, server).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(UnavailableError);
  expect(error.message).toContain(hint);
});
