/**
 * Reports for tests. The numbers are made up by a formula, never measured. Headings and lines are those of Luces de
 * bohemia (Ramón del Valle-Inclán, 1924, public domain; digital edition BETTE) and of Macbeth (William Shakespeare,
 * public domain; Standard Ebooks edition, CC0 1.0), with screenplay headings added.
 */
import {
  EMOTIONS,
  type Emotion,
  type EmotionShares,
  type Estimate,
  type Report,
  type ReportAct,
  type ReportCharacter,
  type ReportEvidence,
  type ReportScene,
  type StrongScene,
} from '../src/report/report.js';

interface Passage {
  readonly heading: string;
  readonly speaker: string;
  readonly line: string;
}

interface Play {
  readonly title: string;
  readonly passages: readonly Passage[];
  readonly reason: string;
}

const PLAYS: Readonly<Record<'es' | 'en', Play>> = {
  es: {
    title: 'Luces de bohemia',
    reason: 'Es la línea que más inclina la escena.',
    passages: [
      {
        heading: 'INT. GUARDILLÓN DE MAX ESTRELLA - ATARDECER',
        speaker: 'MAX',
        line: 'Vuelve a leerme la carta del Buey Apis.',
      },
      { heading: 'INT. CALABOZO - NOCHE', speaker: '', line: 'Hora crepuscular. Un guardillón con ventano angosto.' },
      {
        heading: 'EXT. COSTANILLA, QUICIO DE LA PUERTA - AMANECER',
        speaker: 'MAX',
        line: 'Los héroes clásicos reflejados en los espejos cóncavos dan el Esperpento.',
      },
      {
        heading: 'EXT. CEMENTERIO DEL ESTE, PATIO - TARDE',
        speaker: 'DON LATINO',
        line: '¡Eres genial! ¡Me quito el cráneo!',
      },
    ],
  },
  en: {
    title: 'Macbeth',
    reason: 'The line that tilts the scene most.',
    passages: [
      { heading: 'EXT. A DESERT PLACE - DAY', speaker: '', line: 'Thunder and lightning. Enter three Witches.' },
      {
        heading: 'EXT. HEATH NEAR FORRES - DAY',
        speaker: 'MACBETH',
        line: 'So foul and fair a day I have not seen.',
      },
      {
        heading: 'INT. THE PALACE, BANQUET HALL - NIGHT',
        speaker: 'LADY MACBETH',
        line: 'Be bright and jovial among your guests to-night.',
      },
      {
        heading: 'INT. DUNSINANE CASTLE - DAY',
        speaker: 'MACBETH',
        line: 'O, full of scorpions is my mind, dear wife!',
      },
    ],
  },
};

/** What a made-up report holds. */
export interface FixtureOptions {
  readonly language?: 'es' | 'en';
  readonly scenes?: number;
  /** Passages to use in place of the built-in ones; one a scene, reused from the first when there are fewer. */
  readonly passages?: readonly Passage[];
  readonly title?: string;
}

/** A report of `scenes` scenes (default 15); four acts from eight scenes on, as the contract says. */
export function makeReport({ language = 'es', scenes = 15, passages, title }: FixtureOptions = {}): Report {
  const play = PLAYS[language];
  const used = passages ?? play.passages;
  const all = Array.from({ length: scenes }, (_, index) => makeScene(index, scenes, used, language, play.reason));
  return {
    sourceName: 'draft-3.fountain',
    outline: {
      title: title ?? play.title,
      format: 'fountain',
      language,
      lineCount: scenes * 60,
      wordCount: scenes * 412,
      warnings: [
        { line: 32, message: 'A cue without a speech was read as action.' },
        { line: 118, message: 'A heading without INT. or EXT. was read as a scene heading.' },
      ],
    },
    scenes: all,
    summary: {
      ...makeScores(0.42, 0.02),
      emotions: averageEmotions(all),
      acts: scenes < 8 ? [] : makeActs(scenes),
      strongestScenes: pickStrongest(all),
      characters: makeCharacters(used, all),
    },
    info: {
      analysisId: '5e0c2a52-6d3f-4c7e-9a41-1f3f0b7f9d10',
      models: [
        { name: 'encoder', version: '1' },
        { name: 'calibration', version: '1' },
      ],
      timing: { parseMs: 12, queueMs: 820, inferenceMs: 9300, insightMs: 40, totalMs: 10_200 },
      cache: { segmentHits: 12, segmentMisses: 640 },
    },
  };
}

/** A wave with a fall at three quarters and a small rise at the end, as narrow as the valence of real scenes is. */
function valenceAt(position: number): number {
  const wave =
    0.22 * Math.cos(position * 5.4) - 0.18 * position + 0.16 * Math.sin(position * 41) * Math.cos(position * 23);
  return wave / 5;
}

function makeScores(position: number, doubt: number) {
  const valence = valenceAt(position);
  return {
    sentiment: makeSentiment(valence, doubt),
    valence: makeEstimate(valence, doubt / 5),
    arousal: makeEstimate(0.04 + 0.05 * Math.sin(position * 9) * position, doubt / 5),
    emotions: makeEmotions(position),
  };
}

function makeEstimate(value: number, doubt: number): Estimate {
  return { value, interval: { low: value - doubt, high: value + doubt * 0.8, level: 0.9 } };
}

function makeSentiment(valence: number, doubt: number): Estimate {
  const share = (score: number) => 1 / (1 + Math.exp(-score * 40));
  return {
    value: share(valence),
    interval: { low: share(valence - doubt / 5), high: share(valence + (doubt / 5) * 0.8), level: 0.9 },
  };
}

function makeEmotions(position: number): EmotionShares {
  const wave = (phase: number) => 0.1 + 0.02 * Math.sin(position * 7 + phase);
  const shares = {
    anger: wave(0),
    anticipation: wave(1),
    disgust: wave(2),
    fear: wave(3),
    joy: wave(4),
    sadness: wave(5),
    surprise: wave(6),
    trust: wave(7),
  };
  const coloured = Object.values(shares).reduce((sum, share) => sum + share, 0);
  return { ...shares, neutral: 1 - coloured };
}

function averageEmotions(scenes: readonly ReportScene[]): EmotionShares {
  const tokens = scenes.reduce((sum, { tokenCount }) => sum + tokenCount, 0);
  const average = (emotion: Emotion) =>
    scenes.reduce((sum, scene) => sum + (scene.emotions?.[emotion] ?? 0) * scene.tokenCount, 0) / tokens;
  return Object.fromEntries(EMOTIONS.map((emotion) => [emotion, average(emotion)])) as Record<Emotion, number>;
}

function makeScene(
  index: number,
  scenes: number,
  passages: readonly Passage[],
  language: 'es' | 'en',
  reason: string,
): ReportScene {
  const passage = passages[index % passages.length]!;
  const startLine = index * 60 + 6;
  return {
    index,
    heading: passage.heading,
    startLine,
    endLine: startLine + 57,
    language,
    ...makeScores((index + 0.5) / scenes, 0.04 + 0.05 * ((index * 7) % 5) * 0.4),
    evidence: [makeEvidence(passage, startLine + 3, reason, 0.34), makeEvidence(passage, startLine + 20, reason, 0.12)],
    speakers: passage.speaker ? [passage.speaker] : [],
    segmentCount: 24,
    tokenCount: 300 + ((index * 131) % 700),
  };
}

function makeEvidence({ speaker, line }: Passage, startLine: number, reason: string, weight: number): ReportEvidence {
  return { startLine, endLine: startLine, page: 1 + Math.floor(startLine / 50), speaker, quote: line, reason, weight };
}

function makeActs(scenes: number): ReportAct[] {
  const names = ['setup', 'rising', 'falling', 'resolution'] as const;
  const cuts = [0, 0.25, 0.5, 0.8, 1].map((share) => Math.round(share * scenes));
  return names.map((act, index) => ({
    act,
    firstScene: cuts[index]!,
    lastScene: cuts[index + 1]! - 1,
    boundaryMethod: 'positionPrior',
    start: {
      value: cuts[index]!,
      ...(index > 0 && {
        interval: { low: cuts[index]! - 2, high: Math.min(scenes - 1, cuts[index]! + 3), level: 0.9 },
      }),
    },
    ...makeScores((cuts[index]! + cuts[index + 1]!) / 2 / scenes, 0.03),
  }));
}

function pickStrongest(scenes: readonly ReportScene[]): StrongScene[] {
  const mean = scenes.reduce((sum, scene) => sum + (scene.valence?.value ?? 0), 0) / scenes.length;
  const reach = (scene: ReportScene) => Math.abs((scene.valence?.value ?? 0) - mean);
  return [...scenes]
    .sort((left, right) => reach(right) - reach(left))
    .slice(0, 5)
    .map((scene, rank) => ({ ...scene, strength: 2.4 - rank * 0.2 }));
}

function makeCharacters(passages: readonly Passage[], scenes: readonly ReportScene[]): ReportCharacter[] {
  const names = [...new Set(passages.map(({ speaker }) => speaker).filter(Boolean))].slice(0, 20);
  return names.map((name, rank) => {
    const sceneIndices = scenes.filter((scene) => scene.speakers.includes(name)).map((scene) => scene.index);
    return {
      name,
      cueCount: 180 - rank * 7,
      wordCount: 3200 - rank * 140,
      sceneIndices,
      sceneValence: sceneIndices.map((index) => valenceAt(index / scenes.length + rank / 10)),
      ...makeScores(rank / 9, 0.05),
    };
  });
}
