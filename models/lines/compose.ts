/** One script to learn from: a stretch of a source, made over into the mixture that film scripts have. */
import { between, type Chance, isLikely, pick, upTo } from './chance.js';
import { describe, headline, type Paragraph, type Source } from './corpus.js';
import type { Phrases } from './phrases.js';

/** What the writer of one script does. */
interface Habits {
  readonly bareHeadings: boolean;
  readonly lowerHeadings: number;
  readonly lowerCues: number;
  readonly action: number;
  readonly transitions: number;
  readonly shots: number;
  readonly remarks: number;
  readonly extensions: number;
  readonly ownSpeech: number;
  readonly shout: number;
  readonly names: ReadonlyMap<string, string> | undefined;
}

const MIN_PARAGRAPHS = 40;
const MAX_PARAGRAPHS = 220;

/** Paragraphs of a script made from a stretch of a source. */
export function compose({ paragraphs, phrases }: Source, chance: Chance): Paragraph[] {
  const habits = takeUp(paragraphs, phrases, chance);
  const length = between(chance, MIN_PARAGRAPHS, MAX_PARAGRAPHS);
  const start = upTo(chance, Math.max(1, paragraphs.length - length));
  const script: Paragraph[] = [];
  let untilScene = upTo(chance, 25);
  for (const paragraph of paragraphs.slice(start, start + length)) {
    const opens = paragraph.label === 'C' || paragraph.label === 'N';
    if (opens && --untilScene < 0) {
      script.push(...changeScene(phrases, habits, chance));
      untilScene = between(chance, 4, 30);
    }
    if (opens && isLikely(chance, habits.action)) script.push(...narrate(phrases, habits, chance));
    script.push(...makeOver(paragraph, phrases, habits, chance));
  }
  return script.map((paragraph) => inHabit(paragraph, habits, chance));
}

function takeUp(paragraphs: readonly Paragraph[], { names }: Phrases, chance: Chance): Habits {
  const often = (probability: number, most: number): number => (isLikely(chance, probability) ? chance() * most : 0);
  const cues = [...new Set(paragraphs.filter(({ label }) => label === 'C').map(({ text }) => text))];
  return {
    bareHeadings: isLikely(chance, 0.12),
    lowerHeadings: often(0.2, 1),
    lowerCues: often(0.2, 1),
    action: 0.1 + chance() * 0.5,
    transitions: often(0.7, 0.5),
    shots: often(0.6, 0.25),
    remarks: often(0.8, 0.4),
    extensions: often(0.8, 0.3),
    ownSpeech: often(0.8, 0.9),
    shout: often(0.6, 0.15),
    names: isLikely(chance, 0.7) ? new Map(cues.map((cue) => [cue, pick(chance, names)])) : undefined,
  };
}

function changeScene(phrases: Phrases, { transitions, bareHeadings }: Habits, chance: Chance): Paragraph[] {
  const bare = bareHeadings && isLikely(chance, 0.7);
  return [
    ...(isLikely(chance, transitions) ? [{ label: 'T' as const, text: pick(chance, phrases.transitions) }] : []),
    headline(phrases, chance, bare),
    ...(isLikely(chance, 0.85) ? [describe(phrases, chance)] : []),
  ];
}

function narrate(phrases: Phrases, { shots }: Habits, chance: Chance): Paragraph[] {
  return Array.from({ length: between(chance, 1, 3) }, () =>
    isLikely(chance, shots) ? { label: 'N', text: pick(chance, phrases.shots) } : describe(phrases, chance),
  );
}

function makeOver(paragraph: Paragraph, phrases: Phrases, habits: Habits, chance: Chance): Paragraph[] {
  const { label, text } = paragraph;
  if (label === 'C') return speak(text, phrases, habits, chance);
  if (label === 'S' && isLikely(chance, 0.5)) return [headline(phrases, chance, false)];
  if (label !== 'D') return [paragraph];
  const own = isLikely(chance, habits.ownSpeech);
  const said = own ? phrasesSaid(phrases, chance) : isLikely(chance, 0.7) ? shorten(text, chance) : text;
  if (!isLikely(chance, habits.remarks * 0.3)) return [{ label, text: said }];
  const more = { label, text: pick(chance, phrases.said) };
  return [{ label, text: said }, { label: 'E', text: pick(chance, phrases.remarks) }, more];
}

function speak(cue: string, phrases: Phrases, { names, extensions, remarks }: Habits, chance: Chance): Paragraph[] {
  const name = names?.get(cue) ?? cue;
  const extended = isLikely(chance, extensions) ? `${name} ${pick(chance, phrases.extensions)}` : name;
  const remark = { label: 'E' as const, text: pick(chance, phrases.remarks) };
  return [{ label: 'C', text: extended }, ...(isLikely(chance, remarks) ? [remark] : [])];
}

const phrasesSaid = ({ said }: Phrases, chance: Chance): string =>
  Array.from({ length: 1 + upTo(chance, 4) }, () => pick(chance, said)).join(' ');

/** The first sentences. */
function shorten(text: string, chance: Chance): string {
  const sentences = text.replace(/\n/g, ' ').split(/(?<=[.!?…])\s+/u);
  return sentences.slice(0, between(chance, 1, 4)).join(' ');
}

function inHabit(paragraph: Paragraph, habits: Habits, chance: Chance): Paragraph {
  const { label, text } = paragraph;
  if (label === 'S' && isLikely(chance, habits.lowerHeadings)) return { label, text: lower(text, chance) };
  if (label === 'C' && isLikely(chance, habits.lowerCues)) return { label, text: lower(text, chance) };
  if (label !== 'N' || habits.shout === 0) return paragraph;
  const words = text.split(' ').map((word) => (isLikely(chance, habits.shout) ? word.toUpperCase() : word));
  return { label, text: words.join(' ') };
}

const lower = (text: string, chance: Chance): string =>
  isLikely(chance, 0.5)
    ? text.toLowerCase()
    : text.toLowerCase().replace(/(?<=^|[\s(.])\p{L}/gu, (c) => c.toUpperCase());
