import { Channel, ChannelCredentials, type ChannelOptions, compressionAlgorithms } from '@grpc/grpc-js';
import type { ClientSettings, TlsOptions } from './options.js';

/** Opens the channel of a client. It connects with the first call and reconnects by itself. */
export function openChannel(settings: ClientSettings): Channel {
  return new Channel(settings.target, createCredentials(settings.tls), channelOptions(settings));
}

function createCredentials(tls: TlsOptions | undefined): ChannelCredentials {
  if (!tls) return ChannelCredentials.createInsecure();
  return ChannelCredentials.createSsl(pem(tls.ca), pem(tls.key), pem(tls.cert));
}

function pem(value: string | Uint8Array | undefined): Buffer | null {
  return value === undefined ? null : Buffer.from(value);
}

function channelOptions({ tls, keepalive, maxMessageBytes, compression }: ClientSettings): ChannelOptions {
  return {
    // gRPC reads -1 as no limit.
    'grpc.max_send_message_length': Number.isFinite(maxMessageBytes) ? maxMessageBytes : -1,
    'grpc.max_receive_message_length': Number.isFinite(maxMessageBytes) ? maxMessageBytes : -1,
    'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
    // The balancing above is not looked up in DNS TXT records, and `retry.ts` is the only layer that retries.
    'grpc.service_config_disable_resolution': 1,
    'grpc.enable_retries': 0,
    ...(keepalive && {
      'grpc.keepalive_time_ms': keepalive.timeMs,
      'grpc.keepalive_timeout_ms': keepalive.timeoutMs,
    }),
    ...(tls?.serverName && { 'grpc.ssl_target_name_override': tls.serverName }),
    ...(compression && { 'grpc.default_compression_algorithm': compressionAlgorithms.gzip }),
  };
}
