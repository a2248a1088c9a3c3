import type { Writable } from 'node:stream';

/** A stream a command prints to; the optional parts are there when it is a real terminal. */
export type TerminalStream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** Where a command prints: results to `stdout`, everything about them to `stderr`. */
export interface Terminal {
  readonly stdout: TerminalStream;
  readonly stderr: TerminalStream;
  /** Whether colours are wanted on `stdout`. */
  readonly color: boolean;
}

/**
 * Prints and waits until it is written. A reader that closed its end (`| head`) wants no more: that is no fault.
 *
 * @throws Error for any other failure to write
 */
export function print(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: NodeJS.ErrnoException | null) => {
      if (error && error.code !== 'EPIPE') reject(error);
      else resolve();
    };
    // Without a listener the stream's own error event would end the process.
    stream.once('error', settle);
    stream.write(text, (error) => {
      settle(error);
      if (!error) stream.off('error', settle);
    });
  });
}
