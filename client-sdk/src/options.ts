/** Options of a client and the settings they resolve to. Defaults are applied here and nowhere else. */

/** Certificates of a TLS connection, each as PEM text or bytes. */
export interface TlsOptions {
  /** Certificates to trust; the system's own when left out. */
  readonly ca?: string | Uint8Array | undefined;
  /** Client certificate chain, for servers that ask for one (mTLS). Needs `key`. */
  readonly cert?: string | Uint8Array | undefined;
  /** Private key of `cert`. */
  readonly key?: string | Uint8Array | undefined;
  /** Name to expect in the server's certificate when it differs from the host of the address. */
  readonly serverName?: string | undefined;
}

/**
 * Longest time a call may take, in milliseconds, retries included; `Infinity` for none. Streams in both directions, such
 * as live editing, have none unless the call sets one.
 */
export interface DeadlineOptions {
  /** Calls with one answer. Default 30 000. */
  readonly unaryMs?: number | undefined;
  /** Streams in one direction, from first to last message. Default 600 000. */
  readonly streamMs?: number | undefined;
}

/** How refused and unreachable calls are tried again. */
export interface RetryOptions {
  /** Tries in all, the first included, from 1. Default 4. */
  readonly maxAttempts?: number | undefined;
  /** Longest wait before the second try, in milliseconds; doubles with each try after it. Default 200. */
  readonly baseDelayMs?: number | undefined;
  /** Longest wait between tries, in milliseconds. A wait that the server asks for may be longer. Default 5 000. */
  readonly maxDelayMs?: number | undefined;
}

/** Pings that notice a dead connection while a call is waiting. */
export interface KeepaliveOptions {
  /** Time between pings, in milliseconds. Default 60 000. */
  readonly timeMs?: number | undefined;
  /** Time a ping may stay unanswered, in milliseconds. Default 20 000. */
  readonly timeoutMs?: number | undefined;
}

/** Options of `createClient`. */
export interface ClientOptions {
  /**
   * Where the engine listens: `host:port`, `http://host:port`, `https://host:port`, or a gRPC target such as
   * `dns:///host:port`. A bare `host` means port 3005. A name with several addresses is used in turn (round robin).
   */
  readonly address: string;
  /** Sent as `Authorization: Bearer` with every call. */
  readonly apiKey?: string | undefined;
  /** `true` or certificates for TLS. Default: TLS for `https://`, none otherwise. */
  readonly tls?: boolean | TlsOptions | undefined;
  /** Deadlines per kind of call. */
  readonly deadlines?: DeadlineOptions | undefined;
  /** Retry policy; `false` for one try only. */
  readonly retry?: RetryOptions | false | undefined;
  /** Keepalive; `false` for none. */
  readonly keepalive?: KeepaliveOptions | false | undefined;
  /** Largest message sent or received, in bytes. Default 64 MiB. */
  readonly maxMessageBytes?: number | undefined;
  /** Compress requests with gzip: worth it over slow links only. Default `false`. */
  readonly compression?: boolean | undefined;
}

/** Options with every default applied. */
export interface ClientSettings {
  /** gRPC target, e.g. `localhost:3005`. */
  readonly target: string;
  /** TLS options, or `undefined` for plain text. */
  readonly tls: TlsOptions | undefined;
  readonly apiKey: string | undefined;
  readonly deadlines: { readonly unaryMs: number; readonly streamMs: number };
  readonly retry: { readonly maxAttempts: number; readonly baseDelayMs: number; readonly maxDelayMs: number };
  readonly keepalive: { readonly timeMs: number; readonly timeoutMs: number } | undefined;
  readonly maxMessageBytes: number;
  readonly compression: boolean;
}

/**
 * Applies the defaults and checks every value.
 * @throws TypeError for an address that cannot be read or TLS options that contradict it.
 * @throws RangeError for a number out of its range.
 */
export function resolveOptions(options: ClientOptions): ClientSettings {
  const { target, secure } = parseAddress(options.address);
  return {
    target,
    tls: resolveTls(options.tls, secure),
    apiKey: options.apiKey || undefined,
    deadlines: {
      unaryMs: positive('deadlines.unaryMs', options.deadlines?.unaryMs ?? 30_000),
      streamMs: positive('deadlines.streamMs', options.deadlines?.streamMs ?? 600_000),
    },
    retry: resolveRetry(options.retry),
    keepalive: resolveKeepalive(options.keepalive),
    maxMessageBytes: positive('maxMessageBytes', options.maxMessageBytes ?? 64 * 1024 * 1024),
    compression: options.compression ?? false,
  };
}

const GRPC_TARGET = /^(?:dns|ipv4|ipv6|unix|unix-abstract|xds):/;
const HOST_ADDRESS = /^(?:(https?):\/\/)?(\[[0-9a-f:.]+\]|[^\s:/?#@[\]]+)(?::(\d{1,5}))?\/?$/i;
const DEFAULT_PORT = { http: '80', https: '443', none: '3005' } as const;

function parseAddress(address: string): { target: string; secure: boolean | undefined } {
  if (GRPC_TARGET.test(address)) return { target: address, secure: undefined };
  const match = HOST_ADDRESS.exec(address);
  if (!match) throw new TypeError(`address must be host:port or http(s)://host:port, not ${JSON.stringify(address)}`);
  const scheme = match[1]?.toLowerCase() as 'http' | 'https' | undefined;
  const target = `${match[2]}:${match[3] ?? DEFAULT_PORT[scheme ?? 'none']}`;
  return { target, secure: scheme && scheme === 'https' };
}

function resolveTls(tls: ClientOptions['tls'], secure: boolean | undefined): TlsOptions | undefined {
  const wanted = tls === undefined ? (secure ?? false) : tls !== false;
  if (secure !== undefined && secure !== wanted) {
    throw new TypeError(`address says http${secure ? 's' : ''}:// but tls says otherwise`);
  }
  if (!wanted) return undefined;
  const certificates = typeof tls === 'object' ? tls : {};
  if (!certificates.cert !== !certificates.key) throw new TypeError('tls.cert and tls.key go together');
  return certificates;
}

function resolveRetry(retry: ClientOptions['retry']): ClientSettings['retry'] {
  const { maxAttempts = 4, baseDelayMs = 200, maxDelayMs = 5_000 } = retry || { maxAttempts: retry === false ? 1 : 4 };
  return {
    maxAttempts: positive('retry.maxAttempts', maxAttempts),
    baseDelayMs: positive('retry.baseDelayMs', baseDelayMs),
    maxDelayMs: positive('retry.maxDelayMs', maxDelayMs),
  };
}

function resolveKeepalive(keepalive: ClientOptions['keepalive']): ClientSettings['keepalive'] {
  if (keepalive === false) return undefined;
  return {
    timeMs: positive('keepalive.timeMs', keepalive?.timeMs ?? 60_000),
    timeoutMs: positive('keepalive.timeoutMs', keepalive?.timeoutMs ?? 20_000),
  };
}

/** Returns `value` when it is above 0 (`Infinity` included). @throws RangeError otherwise, naming `option`. */
export function positive(option: string, value: number): number {
  if (value > 0) return value;
  throw new RangeError(`${option} must be above 0, not ${value}`);
}
