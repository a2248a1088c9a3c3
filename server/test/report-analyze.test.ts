/** `guionix analyze` over the wire: a server that answers by script, a real client, real files. */
import { once } from 'node:events';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { Metadata, Server, ServerCredentials, type ServerWritableStream, status } from '@grpc/grpc-js';
import { Command } from 'commander';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AnalyzeOptions, analyzeFile, registerAnalyze } from '../src/cli/analyze.js';
import { AnalysisInfo, Language, Progress } from '../src/gen/guionix/ml/v1/common.js';
import {
  SceneSentiment,
  ScriptOutline,
  ScriptSentiment,
  SentimentServiceService,
  type StreamSceneSentimentRequest,
  StreamSceneSentimentResponse,
} from '../src/gen/guionix/ml/v1/sentiment.js';

type Call = ServerWritableStream<StreamSceneSentimentRequest, StreamSceneSentimentResponse>;

describe('guionix analyze', () => {
  let server: Server;
  let address: string;
  let folder: string;
  let file: string;
  let answer: (call: Call) => void;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'analyze-'));
    file = join(folder, 'guion.fountain');
    server = new Server();
    server.addService(SentimentServiceService, {
      analyzeSentiment: () => {},
      streamSceneSentiment: (call: Call) => answer(call),
    });
    const port = await new Promise<number>((resolve, reject) =>
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      ),
    );
    address = `127.0.0.1:${port}`;
  });

  beforeEach(async () => {
    await writeFile(file, 'INT. CASA - DÍA\n\nANA\nHola.\n');
    answer = sendAnalysis;
  });

  afterAll(async () => {
    server.forceShutdown();
    await rm(folder, { recursive: true, force: true });
  });

  /** Runs the command against the scripted server and gathers what it prints. */
  async function run(options: Partial<AnalyzeOptions> = {}, signal = new AbortController().signal, path = file) {
    const terminal = { stdout: new PassThrough(), stderr: new PassThrough(), color: false };
    const dependencies = { startEngine: () => Promise.reject(new Error('no engine was to be started')) };
    const exitCode = await analyzeFile(
      path,
      { server: address, progress: true, ...options },
      dependencies,
      terminal,
      signal,
    );
    return { exitCode, stdout: String(terminal.stdout.read() ?? ''), stderr: String(terminal.stderr.read() ?? '') };
  }

  it('sends the bytes and prints the arc', async () => {
    let sent: StreamSceneSentimentRequest | undefined;
    answer = (call) => {
      sent = call.request;
      sendAnalysis(call);
    };
    const { exitCode, stdout, stderr } = await run({ format: 'fountain' });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('El arco emocional');
    expect(sent?.script).toMatchObject({ name: 'guion.fountain', format: 1 });
    expect(sent?.script?.source).toEqual({ $case: 'data', value: await readFile(file) });
  });

  it('prints JSON and nothing else on stdout, and writes the page beside it', async () => {
    const html = join(folder, 'report.html');
    const { exitCode, stdout, stderr } = await run({ json: true, html });
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ sourceName: 'guion.fountain', scenes: [{ valence: { value: 0.25 } }] });
    expect(stderr).toBe(`report: ${html}\n`);
    expect(await readFile(html, 'utf8')).toContain('<html lang="es">');
  });

  it('starts an engine when no server is named, and closes it whatever happens', async () => {
    const closed: string[] = [];
    const startEngine = async () => ({ address, close: async () => void closed.push('closed') });
    const terminal = { stdout: new PassThrough(), stderr: new PassThrough(), color: false };
    const { signal } = new AbortController();
    expect(await analyzeFile(file, { progress: false }, { startEngine }, terminal, signal)).toBe(0);
    answer = (call) => call.emit('error', { code: status.INTERNAL, details: 'A fault.' });
    expect(await analyzeFile(file, { progress: false }, { startEngine }, terminal, signal)).toBe(1);
    expect(closed).toEqual(['closed', 'closed']);
  });

  it('exits 2 with one line for a script that cannot be read', async () => {
    answer = (call) => call.emit('error', { code: status.INVALID_ARGUMENT, details: 'The script has no text.' });
    const { exitCode, stdout, stderr } = await run();
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'guionix: The script has no text.\n',
    });
  });

  it('exits 2 for a file that is not there and for an address that is none', async () => {
    const missing = await run({}, undefined, join(folder, 'missing.fountain'));
    expect(missing.exitCode).toBe(2);
    expect(missing.stderr).toMatch(/^guionix: cannot read .*missing\.fountain: ENOENT.*\n$/);
    expect((await run({ server: 'ftp://x' })).exitCode).toBe(2);
  });

  it('says before the analysis that the page cannot be written', async () => {
    let asked = false;
    answer = (call) => {
      asked = true;
      sendAnalysis(call);
    };
    const { exitCode, stderr } = await run({ html: join(folder, 'missing', 'report.html') });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^guionix: cannot write .*report\.html: ENOENT.*\n$/);
    expect(asked).toBe(false);
  });

  it('exits 2 for a file too large to send, without reading it', async () => {
    const large = join(folder, 'large.pdf');
    await writeFile(large, '');
    await truncate(large, 2 ** 36);
    const { exitCode, stderr } = await run({}, undefined, large);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('is larger than the 63 MiB that can be read');
  });

  it('is a command that knows its formats and sets the exit code', async () => {
    const program = new Command().exitOverride().configureOutput({ writeErr: () => {} });
    const startEngine = () => Promise.reject(new Error('no engine was to be started'));
    registerAnalyze(program, { startEngine });
    const parse = (...words: string[]) => program.parseAsync(['analyze', file, ...words], { from: 'user' });
    await expect(parse('--format', 'docx')).rejects.toThrow(/Allowed choices are fountain, fdx, pdf/);
    const before = process.exitCode;
    const wrote = vi.spyOn(process.stderr, 'write').mockImplementation(print);
    await parse('--server', 'ftp://x', '--no-progress');
    const { exitCode } = process;
    wrote.mockRestore();
    process.exitCode = before;
    expect(exitCode).toBe(2);
    expect(process.listenerCount('SIGINT')).toBe(0);
  });

  it('exits 3 when nobody listens', async () => {
    const { exitCode, stderr } = await run({ server: '127.0.0.1:1' });
    expect(exitCode).toBe(3);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('stops at once, cancels the call and exits 130 when told to', async () => {
    const stop = new AbortController();
    const cancelled = new Promise<void>((resolve) => {
      answer = (call) => {
        call.write(outline);
        void once(call, 'cancelled').then(() => resolve());
        stop.abort();
      };
    });
    const { exitCode, stdout, stderr } = await run({}, stop.signal);
    await cancelled;
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 130, stdout: '', stderr: 'guionix: stopped\n' });
  });
});

/** Stands for a stream's `write`, and prints nothing. */
function print(_text: unknown, done: unknown): boolean {
  if (typeof done === 'function') done();
  return true;
}

const progress = Progress.fromPartial({ scenesDone: 1, scenesTotal: 1, tokensDone: 5, tokensTotal: 5 });
const estimate = { value: 0.25, interval: { low: 0.1, high: 0.4, level: 0.9 } };
const outline = StreamSceneSentimentResponse.fromPartial({
  progress,
  event: { $case: 'outline', value: ScriptOutline.fromPartial({ language: Language.ES, wordCount: 1 }) },
});

function sendAnalysis(call: Call): void {
  const sentiment = { value: 0.7, interval: { low: 0.6, high: 0.8, level: 0.9 } };
  const scores = { sentiment, valence: estimate };
  const scene = SceneSentiment.fromPartial({ heading: 'INT. CASA - DÍA', language: Language.ES, ...scores });
  const summary = ScriptSentiment.fromPartial({ valence: estimate });
  call.write(outline);
  call.write(StreamSceneSentimentResponse.fromPartial({ progress, event: { $case: 'scene', value: scene } }));
  const completed = { info: AnalysisInfo.fromPartial({ analysisId: 'id' }), summary };
  call.write(StreamSceneSentimentResponse.fromPartial({ progress, event: { $case: 'completed', value: completed } }));
  call.end(new Metadata());
}
