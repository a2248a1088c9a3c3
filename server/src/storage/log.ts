/** What the storage room writes to the log: never a row's content. A pino logger fits. */
export interface StorageLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}
