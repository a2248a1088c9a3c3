import { expect, it } from 'vitest';
import { tlsHint } from './tls-hint.js';

it.each([
  ['ssl3_read_bytes:tlsv13 alert certificate required: SSL alert number 116', 'tls.cert and tls.key'],
  ['Error: ssl3_read_bytes:tlsv1 alert unknown ca: SSL alert number 48', 'does not trust the client certificate'],
  ['Last error: Error: self-signed certificate', 'set tls.ca'],
  ['unable to verify the first certificate', 'set tls.ca'],
  ["Hostname/IP does not match certificate's altnames: Host: a. is not in the cert's altnames", 'tls.serverName'],
  ['certificate has expired', 'has expired'],
  ['Error: ssl3_get_record:wrong version number', 'does not speak TLS'],
])('explains %s', (details, hint) => {
  expect(tlsHint(details)).toContain(hint);
});

it('says nothing about other failures', () => {
  expect(tlsHint('connect ECONNREFUSED 127.0.0.1:3005')).toBeUndefined();
});
