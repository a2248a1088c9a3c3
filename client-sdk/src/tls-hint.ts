const HINTS: readonly (readonly [RegExp, string])[] = [
  [
    /certificate required|alert bad certificate|alert handshake failure|alert number (?:40|42|116)\b/i,
    'The server asks for a client certificate that it trusts: set tls.cert and tls.key.',
  ],
  [/alert unknown ca|alert number 48\b/i, 'The server does not trust the client certificate in tls.cert.'],
  [
    /self.signed certificate|unable to (?:verify|get (?:local )?issuer)/i,
    'The server’s certificate is not signed by a known authority: set tls.ca to the one that signed it.',
  ],
  [
    /altnames|hostname\/ip does not match/i,
    'The server’s certificate is for another name: connect to that name or set tls.serverName.',
  ],
  [/certificate has expired/i, 'The server’s certificate has expired.'],
  [
    /wrong version number|packet length too long|http request/i,
    'The server does not speak TLS on this port: use http:// or leave tls out.',
  ],
];

/**
 * What to do about a connection that failed in its TLS handshake, in one sentence; `undefined` when the text of the
 * failure does not look like TLS.
 */
export function tlsHint(details: string): string | undefined {
  return HINTS.find(([pattern]) => pattern.test(details))?.[1];
}
