/** Names of emotions and polarities; a model's manifest gives the order its outputs have. */

/** Plutchik's eight emotions and neutral. */
export const EMOTIONS = [
  'anger',
  'anticipation',
  'disgust',
  'fear',
  'joy',
  'sadness',
  'surprise',
  'trust',
  'neutral',
] as const;

/** One of {@link EMOTIONS}. */
export type Emotion = (typeof EMOTIONS)[number];

/** The three polarities. */
export const POLARITIES = ['negative', 'neutral', 'positive'] as const;

/** One of {@link POLARITIES}. */
export type PolarityName = (typeof POLARITIES)[number];
