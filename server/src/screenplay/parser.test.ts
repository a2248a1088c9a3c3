import type { Worker } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SHIPPED_MODELS } from '../config/settings.js';
import { Parser, type ParserOptions } from './parser.js';

const encode = (text: string) => ({ bytes: new Uint8Array(Buffer.from(text)) });
const SCRIPT = encode('INT. SALÓN - DÍA\n\nAna entra.\n\nANA\n¿Hay alguien?\n');
const OTHER = encode('EXT. YARD - NIGHT\n\nRain.\n');
/** Takes seconds to read. */
const LARGE = encode('INT. SALÓN - DÍA\n\nAna entra.\n\nANA\n(bajo)\n¿Hay alguien?\n\n'.repeat(100_000));

/** Threads that parsers started in this test. */
const threads: Worker[] = [];
const keep = (worker: Worker) => threads.push(worker);
beforeAll(() => void process.on('worker', keep));
afterAll(() => void process.off('worker', keep));

const parsers: Parser[] = [];
function open(options: Partial<ParserOptions> = {}): Parser {
  const parser = new Parser({ maxBytes: 20_000_000, timeoutMs: 15_000, models: [SHIPPED_MODELS], ...options });
  parsers.push(parser);
  return parser;
}

afterEach(async () => {
  await Promise.all(threads.splice(0).map((thread) => thread.terminate()));
  await Promise.all(parsers.splice(0).map((parser) => parser.close()));
});

describe('Parser', () => {
  it('reads one script after the other, on one thread', async () => {
    const parser = open();
    const [first, second] = await Promise.all([parser.parse(SCRIPT), parser.parse(OTHER)]);
    expect(first).toMatchObject({ format: 'fountain', language: 'es', characters: [{ name: 'ANA', cues: 1 }] });
    expect(second.scenes[0]!.heading).toMatchObject({ setting: 'EXT', location: 'YARD', time: 'NIGHT' });
    expect(threads).toHaveLength(1);
  });

  it('hands refusals on with their reason and their place', async () => {
    const parser = open();
    await expect(parser.parse({ ...encode(' \n'), field: 'script.text' })).rejects.toMatchObject({
      name: 'EngineError',
      reason: 'SCRIPT_EMPTY',
      details: { violations: [{ field: 'script.text' }] },
    });
    expect(await parser.parse(OTHER)).toMatchObject({ format: 'text' });
  });

  it('refuses a script over the time limit and reads the next one on a new thread', async () => {
    const parser = open({ timeoutMs: 1_000 });
    const slow = parser.parse(LARGE);
    const next = parser.parse(OTHER);
    await expect(slow).rejects.toMatchObject({ reason: 'SCRIPT_TOO_SLOW' });
    expect((await next).scenes).toHaveLength(1);
    expect(threads).toHaveLength(2);
  });

  it('does not count the start of a thread against the script', async () => {
    expect((await open({ timeoutMs: 250 }).parse(SCRIPT)).scenes).toHaveLength(1);
  });

  it('refuses a large script before it comes near a thread', async () => {
    const parser = open({ maxBytes: 1_000 });
    await expect(parser.parse({ bytes: new Uint8Array(2_000), field: 'script.text' })).rejects.toMatchObject({
      reason: 'SCRIPT_TOO_LARGE',
      details: { violations: [{ field: 'script.text' }] },
    });
    expect(threads).toHaveLength(0);
  });

  it('frees a caller who aborts while the script waits', async () => {
    const parser = open({ timeoutMs: 1_000 });
    const controller = new AbortController();
    const slow = parser.parse(LARGE).catch(() => 'slow');
    const waiting = parser.parse(SCRIPT, controller.signal).catch(({ message }: Error) => message);
    setTimeout(() => controller.abort(new Error('gone')), 50);
    expect(await Promise.race([slow, waiting])).toBe('gone');
    await expect(parser.parse(SCRIPT, controller.signal)).rejects.toThrow('gone');
    expect(await slow).toBe('slow');
  });

  it('frees a caller who aborts while the script is read, and reads the next one', async () => {
    const parser = open();
    const controller = new AbortController();
    const read = parser.parse(SCRIPT, controller.signal);
    const next = parser.parse(OTHER);
    setTimeout(() => controller.abort(new Error('gone')), 0);
    await expect(read).rejects.toThrow('gone');
    expect((await next).scenes).toHaveLength(1);
  });

  it('replaces a thread that ended between two scripts, with an error or without', async () => {
    const parser = open();
    await parser.parse(SCRIPT);
    await threads[0]!.terminate();
    expect(await parser.parse(OTHER)).toMatchObject({ format: 'text' });
    threads[1]!.emit('error', new Error('out of memory'));
    expect(await parser.parse(SCRIPT)).toMatchObject({ language: 'es' });
    expect(threads).toHaveLength(3);
  });

  it('gives up the script whose thread ends under it, and reads the next one', async () => {
    const parser = open();
    await parser.parse(SCRIPT);
    const lost = parser.parse(LARGE);
    const next = parser.parse(OTHER);
    setTimeout(() => void threads[0]!.terminate(), 50);
    await expect(lost).rejects.toMatchObject({ reason: 'INTERNAL' });
    expect((await next).scenes).toHaveLength(1);
  });

  it('reads what waits before it closes, and nothing after', async () => {
    const parser = open();
    const waiting = [parser.parse(SCRIPT), parser.parse(OTHER)];
    await parser.close();
    expect(await Promise.all(waiting)).toHaveLength(2);
    await expect(parser.parse(SCRIPT)).rejects.toMatchObject({ reason: 'DRAINING' });
    expect(threads).toHaveLength(1);
  });
});
