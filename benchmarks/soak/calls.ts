/** The calls of the soak, each checked as it is answered: nothing lost, nothing twice, everything in order. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Embedding, MlClient, Priority, StreamEmbedTextsRequest } from '@guionix/ml-client';
import { numberedScript } from '../load/numbered-script.js';
import type { TextSource } from '../serving/texts.js';

/** Under what conditions a call is made. */
export interface Conditions {
  readonly priority: Priority;
  /** Cancels it. */
  readonly signal?: AbortSignal;
  /** Longest time it may take, in milliseconds. */
  readonly deadlineMs?: number;
}

/** What calls are made with. */
export interface CallParts {
  readonly client: MlClient;
  readonly texts: TextSource;
  readonly random: () => number;
  /** Told of every embedding. */
  readonly onEmbedding: (text: string, embedding: Embedding) => void;
}

/** What became of the texts of a call that was answered. */
export interface Answered {
  readonly texts: number;
  /** Texts that were refused one by one, on a stream. */
  readonly refused: number;
}

/** An answer that is not what it should be. */
export class WrongAnswer extends Error {}

/** A kind of call. */
export type Call = (parts: CallParts, conditions: Conditions) => Promise<Answered>;

/** Scenes of a script of the soak. */
const SCENES = 2;

/** Reasons for which one text of a stream may be refused. */
const REFUSALS: readonly string[] = ['OVERLOADED', 'DEADLINE', 'DEADLINE_UNREACHABLE'];

/** Scripts so far: no two are alike. */
let scripts = 0;

/** Kinds of calls and their share. */
export const CALLS: Readonly<Record<string, { readonly share: number; readonly call: Call }>> = {
  'one text': { share: 0.6, call: (parts, conditions) => embedList(parts, conditions, 1) },
  list: { share: 0.25, call: (parts, conditions) => embedList(parts, conditions, 2 + below(parts, 80)) },
  stream: { share: 0.1, call: embedStream },
  script: { share: 0.05, call: analyzeScript },
};

async function embedList(parts: CallParts, { priority, ...call }: Conditions, count: number): Promise<Answered> {
  const { client, texts, onEmbedding } = parts;
  // Ids by chance: an answer in the order of the ids would be seen.
  const list = (await texts.next(count)).map(({ text }) => ({ id: below(parts, 2 ** 31), text }));
  const { outputs } = await client.raw.inference.embedTexts({ texts: list, options: { priority } }, call);
  if (outputs.length !== count) throw new WrongAnswer(`${count} texts, ${outputs.length} answers.`);
  for (const [i, { id, embedding }] of outputs.entries()) {
    if (id !== list[i]!.id) throw new WrongAnswer(`Answer ${i} of ${count} is for another text.`);
    onEmbedding(list[i]!.text, embedding!);
  }
  return { texts: count, refused: 0 };
}

async function embedStream(parts: CallParts, { priority, ...call }: Conditions): Promise<Answered> {
  const sent = await parts.texts.next(1 + below(parts, 200));
  const open = new Map(sent.map(({ text }, id) => [id, text]));
  let refused = 0;
  let completed = false;
  for await (const { event } of parts.client.raw.inference.streamEmbedTexts(messages(parts, open, priority), call)) {
    if (completed) throw new WrongAnswer('An event after the last one.');
    if (event?.$case === 'completed') completed = true;
    else if (event !== undefined) {
      const { id } = event.value;
      const text = open.get(id);
      if (!open.delete(id)) throw new WrongAnswer('A text was answered twice, or was never sent.');
      if (event.$case === 'outputs') parts.onEmbedding(text!, event.value.embedding!);
      else if (REFUSALS.includes(event.value.reason)) refused += 1;
      else throw new WrongAnswer(`A text failed: ${event.value.reason}.`);
    }
  }
  if (open.size > 0 || !completed) throw new WrongAnswer(`The stream ended with ${open.size} texts unanswered.`);
  return { texts: sent.length - refused, refused };
}

/** The options, then the texts, with pauses as somebody who types makes them. */
async function* messages(
  parts: CallParts,
  texts: ReadonlyMap<number, string>,
  priority: Priority,
): AsyncGenerator<StreamEmbedTextsRequest> {
  const options = { heads: [], modelVersion: '', priority };
  yield { message: { $case: 'options', value: options } };
  for (const [id, text] of [...texts]) {
    if (parts.random() < 0.05) await delay(parts.random() * 50);
    yield { message: { $case: 'text', value: { id, text, context: [], speaker: '' } } };
  }
}

async function analyzeScript(parts: CallParts, { priority, ...call }: Conditions): Promise<Answered> {
  const text = numberedScript(scripts++, SCENES);
  // One reader in five leaves after the first scene.
  const leaves = parts.random() < 0.2;
  let scenes = 0;
  let segments = 0;
  let completed = false;
  for await (const event of parts.client.sentiment.stream({ text }, { priority }, call)) {
    if (event.type === 'completed') completed = true;
    if (event.type !== 'scene') continue;
    if (event.scene.sceneIndex !== scenes++) throw new WrongAnswer('A scene came out of order.');
    segments += event.scene.segmentCount;
    if (leaves) return { texts: segments, refused: 0 };
  }
  if (scenes !== SCENES || !completed) throw new WrongAnswer(`${scenes} of ${SCENES} scenes came.`);
  return { texts: segments, refused: 0 };
}

function below({ random }: CallParts, limit: number): number {
  return Math.floor(random() * limit);
}
