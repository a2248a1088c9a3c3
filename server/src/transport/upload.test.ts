import { describe, expect, it } from 'vitest';
import { ScriptFormat, type UploadScriptRequest } from '../gen/guionix/ml/v1/script.js';
import { receiveUpload } from './upload.js';

type Part = UploadScriptRequest['part'];
const header = (value: Partial<{ scriptId: string; name: string; format: ScriptFormat }> = {}): Part => ({
  $case: 'header',
  value: { scriptId: '', ownerId: '', format: ScriptFormat.UNSPECIFIED, name: '', ...value },
});
const chunk = (value: string): Part => ({ $case: 'chunk', value: Buffer.from(value) });

async function* send(...parts: Part[]): AsyncGenerator<UploadScriptRequest> {
  for (const part of parts) yield { part };
}

describe('receiveUpload', () => {
  it('puts the parts together', async () => {
    const messages = send(
      header({ scriptId: 'a', name: 'g.txt', format: ScriptFormat.TEXT }),
      chunk('INT. '),
      chunk('CASA'),
    );
    const { id, ownerId, source } = await receiveUpload(messages, 100);
    expect([id, ownerId]).toEqual(['a', undefined]);
    expect(source).toMatchObject({ format: 'text', name: 'g.txt', field: 'chunk' });
    expect(Buffer.from(source.bytes).toString()).toBe('INT. CASA');
  });

  it('takes a file of no parts: the parser says that it is empty', async () => {
    expect((await receiveUpload(send(header()), 100)).source.bytes).toHaveLength(0);
  });

  it.each([
    ['nothing', [], 'header'],
    ['bytes before the header', [chunk('x'), header()], 'header'],
    ['an empty message first', [undefined], 'header'],
    ['a second header', [header(), header()], 'chunk'],
    ['an empty message later', [header(), undefined], 'chunk'],
  ])('refuses %s', async (_, parts, field) => {
    await expect(receiveUpload(send(...parts), 100)).rejects.toMatchObject({
      reason: 'FIELD_INVALID',
      details: { violations: [{ field }] },
    });
  });

  it.each([
    ['script_id', { scriptId: 'x'.repeat(129) }],
    ['name', { name: 'a\0b' }],
    ['format', { format: 99 as ScriptFormat }],
  ])('refuses a header with a wrong %s before it awaits the file', async (field, given) => {
    const silent = (async function* () {
      yield* send(header(given));
      await new Promise(() => undefined);
    })();
    await expect(receiveUpload(silent, 100)).rejects.toMatchObject({
      details: { violations: [{ field: `header.${field}` }] },
    });
  });

  it('keeps no part of it: a million small ones would cost more than the file', async () => {
    const part = Buffer.alloc(1);
    const messages = (async function* () {
      yield* send(header());
      for (const letter of 'INT. CASA') {
        part.write(letter);
        yield* send({ $case: 'chunk', value: part }, { $case: 'chunk', value: Buffer.alloc(0) });
      }
    })();
    const { source } = await receiveUpload(messages, 100);
    expect(Buffer.from(source.bytes).toString()).toBe('INT. CASA');
  });

  it('stops reading as soon as the limit is passed', async () => {
    let sent = 0;
    const endless = (async function* () {
      yield* send(header());
      for (;;) {
        sent += 10;
        yield* send(chunk('x'.repeat(10)));
      }
    })();
    await expect(receiveUpload(endless, 100)).rejects.toMatchObject({ reason: 'SCRIPT_TOO_LARGE' });
    expect(sent).toBe(110);
  });

  it('takes exactly the limit', async () => {
    const { source } = await receiveUpload(send(header(), chunk('x'.repeat(100))), 100);
    expect(source.bytes).toHaveLength(100);
  });
});
