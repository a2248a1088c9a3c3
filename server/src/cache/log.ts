/** The lines the cache writes to a log. A `telemetry` log fits. Keys and values are never in them. */
export interface CacheLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}
