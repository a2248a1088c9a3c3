import { ServerError, Status } from 'nice-grpc';
import { describe, expect, it } from 'vitest';
import type { PutScriptRequest, UploadScriptRequest } from '../src/gen/guionix/ml/v1/script.js';
import { ScriptFormat } from '../src/index.js';
import { connect } from './engine.js';

const stored = { scriptId: 's1', version: 1 };

it('parses, gets and deletes', async () => {
  const deleted: string[] = [];
  const client = await connect({
    scripts: {
      parseScript: async () => ({ script: { title: 'El faro', scenes: [{ index: 0 }] } }),
      getScript: async ({ scriptId, version }) => ({ script: { scriptId, version }, data: Buffer.from('hola') }),
      async deleteScript({ scriptId }) {
        deleted.push(scriptId);
        return {};
      },
    },
  });
  expect(await client.scripts.parse({ text: 'x' })).toMatchObject({ title: 'El faro', scenes: [{ index: 0 }] });
  const { script, data } = await client.scripts.get('s1', { version: 4 });
  expect(script).toMatchObject({ scriptId: 's1', version: 4 });
  expect(Buffer.from(data).toString()).toBe('hola');
  await client.scripts.delete('s1');
  expect(deleted).toEqual(['s1']);
});

it('puts under one id however often it tries', async () => {
  const requests: PutScriptRequest[] = [];
  const client = await connect(
    {
      scripts: {
        async putScript(request) {
          requests.push(request);
          if (requests.length < 3) throw new ServerError(Status.UNAVAILABLE, 'connection lost');
          return { script: { ...stored, scriptId: request.scriptId } };
        },
      },
    },
    { retry: { baseDelayMs: 1 } },
  );
  const { scriptId } = await client.scripts.put({ text: 'hola', format: ScriptFormat.TEXT }, { ownerId: 'o1' });
  expect(scriptId).toMatch(/^[0-9a-f-]{36}$/);
  expect(requests.map((request) => request.scriptId)).toEqual([scriptId, scriptId, scriptId]);
  expect(requests[0]).toMatchObject({ ownerId: 'o1', script: { format: ScriptFormat.TEXT } });
});

describe('upload', () => {
  async function connectUpload() {
    const parts: UploadScriptRequest['part'][] = [];
    const client = await connect({
      scripts: {
        async uploadScript(requests) {
          for await (const { part } of requests) parts.push(part);
          return { script: stored };
        },
      },
    });
    return { client, parts };
  }
  const chunks = (parts: UploadScriptRequest['part'][]) =>
    parts.flatMap((part) => (part?.$case === 'chunk' ? [part.value] : []));

  it('sends a header and then the bytes in parts', async () => {
    const { client, parts } = await connectUpload();
    const file = Uint8Array.from({ length: 600_000 }, (_, index) => index % 251);
    expect(
      await client.scripts.upload(file, { scriptId: 's1', name: 'a.pdf', format: ScriptFormat.PDF }),
    ).toMatchObject(stored);
    expect(parts[0]).toMatchObject({
      $case: 'header',
      value: { scriptId: 's1', name: 'a.pdf', format: ScriptFormat.PDF },
    });
    expect(chunks(parts).length).toBe(3);
    expect(Buffer.concat(chunks(parts)).equals(file)).toBe(true);
  });

  it('takes a stream and splits its large parts', async () => {
    const { client, parts } = await connectUpload();
    async function* source() {
      yield new Uint8Array(10).fill(1);
      yield new Uint8Array(0);
      yield new Uint8Array(300_000).fill(2);
    }
    await client.scripts.upload(source());
    expect(chunks(parts).map((chunk) => chunk.length)).toEqual([10, 262_144, 37_856]);
  });

  it("passes on the source's own error", async () => {
    const { client } = await connectUpload();
    const broken = new Error('disk is gone');
    async function* source() {
      yield Uint8Array.of(1);
      throw broken;
    }
    await expect(client.scripts.upload(source())).rejects.toBe(broken);
  });
});

it('lists page by page, as far as it is read', async () => {
  const tokens: string[] = [];
  const client = await connect({
    scripts: {
      async listScripts({ pageToken, ownerId, pageSize }) {
        expect([ownerId, pageSize]).toEqual(['o1', 2]);
        tokens.push(pageToken);
        const page = Number(pageToken || 0);
        const scripts = [0, 1].map((row) => ({ scriptId: `s${page * 2 + row}` }));
        return { scripts, nextPageToken: page < 2 ? String(page + 1) : '' };
      },
    },
  });
  const ids: string[] = [];
  for await (const { scriptId } of client.scripts.list({ ownerId: 'o1', pageSize: 2 })) ids.push(scriptId);
  expect(ids).toEqual(['s0', 's1', 's2', 's3', 's4', 's5']);
  expect(tokens).toEqual(['', '1', '2']);
  for await (const { scriptId } of client.scripts.list({ ownerId: 'o1', pageSize: 2 })) if (scriptId === 's1') break;
  expect(tokens.length).toBe(4);
});
