import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Outbox } from './outbox.js';

async function readAll<Message>(outbox: Outbox<Message>): Promise<Message[]> {
  const messages: Message[] = [];
  for await (const message of outbox) messages.push(message);
  return messages;
}

describe('Outbox', () => {
  it('gives every message in order, whenever it is put in', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(fc.nat())), async (turns) => {
        const outbox = new Outbox<number>();
        const read = readAll(outbox);
        for (const turn of turns) {
          for (const message of turn) outbox.push(message);
          await new Promise(setImmediate);
        }
        outbox.close();
        expect(await read).toEqual(turns.flat());
        expect(outbox.size).toBe(0);
      }),
      { numRuns: 30 },
    );
  });

  it('holds a message until the reader comes back for the next', async () => {
    const outbox = new Outbox<string>();
    outbox.push('a');
    outbox.push('b');
    const reader = outbox[Symbol.asyncIterator]();
    await reader.next();
    expect(outbox.size).toBe(2);
    const sent = outbox.sent();
    await reader.next();
    await sent;
    expect(outbox.size).toBe(1);
  });

  it('fails after what was put in before, and drops what comes after', async () => {
    const outbox = new Outbox<string>();
    outbox.push('a');
    outbox.close(new Error('first'));
    outbox.close(new Error('second'));
    outbox.push('b');
    const reader = outbox[Symbol.asyncIterator]();
    expect(await reader.next()).toMatchObject({ value: 'a' });
    await expect(reader.next()).rejects.toThrow('first');
    await outbox.sent();
  });

  it('wakes who waits for its end', async () => {
    const outbox = new Outbox<string>();
    const sent = outbox.sent();
    const read = readAll(outbox);
    outbox.close();
    await sent;
    expect(await read).toEqual([]);
  });
});
