/**
 * PDF.js drops promises that fail when it repairs a damaged file. Unhandled, one would end the thread.
 */

let guarded = 0;

/** Runs work on PDF.js; failures that PDF.js leaves unhandled meanwhile are let go, any other one is fatal as ever. */
export async function withStrayRejections<T>(work: () => Promise<T>): Promise<T> {
  if (guarded++ === 0) process.on('unhandledRejection', absorb);
  try {
    return await work();
  } finally {
    // Node tells of them only when the task that caused them has ended.
    await new Promise((done) => setImmediate(done));
    if (--guarded === 0) process.off('unhandledRejection', absorb);
  }
}

function absorb(reason: unknown): void {
  if (!(reason instanceof Error) || !reason.stack?.includes('pdfjs')) throw reason;
}
