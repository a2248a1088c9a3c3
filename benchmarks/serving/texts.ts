/** Texts as long as those of a screenplay, none like another, so that no cache can find one. */
import type { Tokenizer } from '../../server/src/inference/text/tokenizer.js';
import { createRandom, shuffled } from './random.js';

/** A text and what the model reads of it. */
export interface SampleText {
  readonly text: string;
  /** Token ids of the whole text, special ones included. */
  readonly ids: Int32Array;
}

/** Texts without end. */
export interface TextSource {
  /** The next texts; one block of {@link BLOCK} has the same lengths as any other. */
  next(count: number): Promise<SampleText[]>;
}

/** What a screenplay is made of: share of the texts, and their tokens, even over the range. */
const MIX = [
  { share: 0.62, least: 5, most: 25 }, // dialogue
  { share: 0.3, least: 20, most: 80 }, // action
  { share: 0.08, least: 90, most: 243 }, // whole scenes
] as const;

/** Texts after which the lengths repeat: what is computed on whole blocks can be compared. */
export const BLOCK = 250;

/** Length classes that latencies are told by, in tokens. */
export const LENGTH_CLASSES = ['1–16', '17–64', '65–243'] as const;

/** Index of the length class of a text. */
export function lengthClassOf(tokens: number): number {
  if (tokens <= 16) return 0;
  return tokens <= 64 ? 1 : 2;
}

/** Words of a sentence, at most. */
const SENTENCE = 12;

const WORDS = (
  'abre cierra la el una un casa noche puerta carta calle luz madre padre amigo nunca siempre nadie espera mira corre ' +
  'vuelve con sin por para entre sobre ahora mañana miedo guerra amor muerte vida sangre agua fuego silencio risa voz ' +
  'mano ojos pared ventana coche tren mar lluvia pueblo ciudad rey hijo hermana mujer hombre niño perro gato verdad ' +
  'opens closes the a house night door letter street light mother father friend never always nobody waits looks runs ' +
  'comes back with without for between over now tomorrow fear war love death life blood water fire silence laugh voice ' +
  'hand eyes wall window car train sea rain town city king son sister woman man child dog cat truth money gun phone'
).split(' ');

const plain = (word: string) => word;
const capital = (word: string) => word[0]!.toUpperCase() + word.slice(1);
const closing = (word: string) => `${word}.`;

/** Opens a source; the same seed gives the same texts. Lengths are those that `tokenizer` counts. */
export async function openTexts(tokenizer: Tokenizer, seed: number): Promise<TextSource> {
  const random = createRandom(seed);
  const sizes = await countTokens(tokenizer);
  const lengths = blockLengths(random);
  const seen = new Set<string>();
  let at = 0;
  const fresh = (tokens: number): string => {
    const text = writeText(tokens, sizes, random);
    if (seen.has(text)) return fresh(tokens);
    seen.add(text);
    return text;
  };
  return {
    async next(count) {
      const texts = Array.from({ length: count }, () => fresh(lengths[at++ % BLOCK]!));
      const encoded = await tokenizer.encode(texts);
      return texts.map((text, i) => ({ text, ids: encoded[i]! }));
    },
  };
}

/** Lengths of a block: even over each range of the mix, in an order of chance. */
function blockLengths(random: () => number): number[] {
  const lengths = MIX.flatMap(({ share, least, most }) => {
    const count = Math.round(share * BLOCK);
    return Array.from({ length: count }, (_, i) => least + Math.round(((most - least) * i) / (count - 1)));
  });
  return shuffled(lengths, random);
}

/** Tokens of every form of every word: both tokenizers here read word by word, so the tokens of a text are their sum. */
async function countTokens(tokenizer: Tokenizer): Promise<ReadonlyMap<string, number>> {
  const forms = [...new Set(WORDS)].flatMap((word) => [plain(word), capital(word), closing(word)]);
  const encoded = await tokenizer.encode(forms);
  return new Map(forms.map((form, i) => [form, encoded[i]!.length - 2]));
}

/** Sentences of words by chance, of so many tokens, the two special ones included. */
function writeText(tokens: number, sizes: ReadonlyMap<string, number>, random: () => number): string {
  const written: string[] = [];
  let left = tokens - 2;
  while (left > 0) {
    const place = written.length % SENTENCE;
    const form = [capital, ...Array(SENTENCE - 2).fill(plain), closing][place]!;
    const word = form(WORDS[Math.floor(random() * WORDS.length)]!);
    const size = sizes.get(word)!;
    const filler = capital('a');
    const chosen = size <= left ? word : filler;
    written.push(chosen);
    left -= sizes.get(chosen)!;
  }
  return written.join(' ');
}
