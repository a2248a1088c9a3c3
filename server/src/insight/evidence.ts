import type { Emotion } from '../domain/emotions.js';
import type { Segment } from '../domain/segment.js';
import type { Evidence } from '../domain/sentiment.js';
import { type AnswerLanguage, MESSAGES } from './messages.js';
import type { Reading } from './reading.js';

/** Longest quote, in UTF-16 code units. */
const QUOTE_LENGTH = 280;

/** What evidence is chosen by. */
export interface EvidenceOptions {
  /** Valence that counts as neutral: the median reference scene's. */
  readonly neutral: number;
  /** Most lines to return. */
  readonly limit: number;
  readonly language: AnswerLanguage;
  /** Order of the encoder's emotion labels. */
  readonly emotions: readonly Emotion[];
}

/**
 * The readings that pull a scene to the side of neutral it stands on, the heaviest first. A reading's pull is its
 * distance from neutral times its tokens; its weight is its share of all pull to that side.
 */
export function selectEvidence(readings: readonly Reading[], options: EvidenceOptions): Evidence[] {
  const pulls = readings.map((reading) => ({
    reading,
    pull: (reading.encoding.valence - options.neutral) * reading.encoding.tokens,
  }));
  const side = Math.sign(pulls.reduce((sum, { pull }) => sum + pull, 0)) || 1;
  const along = pulls.filter(({ pull }) => pull * side > 0).sort((a, b) => (b.pull - a.pull) * side);
  const total = along.reduce((sum, { pull }) => sum + pull, 0);
  return along.slice(0, options.limit).map(({ reading, pull }) => toEvidence(reading, pull / total, side, options));
}

function toEvidence({ segment, encoding }: Reading, weight: number, side: number, options: EvidenceOptions): Evidence {
  const words = MESSAGES[options.language];
  const emotion = words.emotion[strongest(encoding.emotion, options.emotions)];
  return {
    scene: segment.scene,
    span: segment.span,
    ...(segment.speaker !== undefined && { speaker: segment.speaker }),
    quote: quoteOf(segment),
    reason: side > 0 ? words.brightest(emotion) : words.darkest(emotion),
    weight,
  };
}

function strongest(probabilities: Float32Array, labels: readonly Emotion[]): Emotion {
  return labels[probabilities.indexOf(Math.max(...probabilities))]!;
}

/** The words of a segment as evidence cites them. */
export function quoteOf({ text }: Pick<Segment, 'text'>): string {
  return shorten(text);
}

/** Cut between words where there is a space to cut at, else between characters: half a character is none. */
function shorten(text: string): string {
  if (text.length <= QUOTE_LENGTH) return text;
  const cut = text.slice(0, QUOTE_LENGTH - 1);
  const space = cut.lastIndexOf(' ');
  const kept = space > QUOTE_LENGTH / 2 ? cut.slice(0, space) : cut.replace(/[\uD800-\uDBFF]$/, '');
  return `${kept.trimEnd()}…`;
}
