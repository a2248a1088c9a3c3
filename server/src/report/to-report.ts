/**
 * Wire messages to the report's own words: the only file of the report that knows the contract's messages. A server
 * newer than this program may send enum values it has no name for; those read as unknown.
 */
import type {
  ActSentiment,
  AnalysisInfo,
  CharacterSentiment,
  EmotionDistribution,
  Evidence,
  SceneSentiment,
  ScriptOutline,
  ScriptSentiment,
  Estimate as WireEstimate,
} from '@guionix/ml-client';
import { Act, BoundaryMethod, Language, NarrativeEmotion, ScriptFormat } from '@guionix/ml-client';
import type * as report from './report.js';

const LANGUAGES: Record<Language, report.ReportLanguage> = {
  [Language.UNSPECIFIED]: 'undetermined',
  [Language.ES]: 'es',
  [Language.EN]: 'en',
  [Language.UNDETERMINED]: 'undetermined',
};

const FORMATS: Record<ScriptFormat, report.ReportFormat> = {
  [ScriptFormat.UNSPECIFIED]: 'unknown',
  [ScriptFormat.FOUNTAIN]: 'fountain',
  [ScriptFormat.FDX]: 'fdx',
  [ScriptFormat.PDF]: 'pdf',
  [ScriptFormat.TEXT]: 'text',
  [ScriptFormat.CELTX]: 'celtx',
  [ScriptFormat.FADE_IN]: 'fadein',
  [ScriptFormat.HIGHLAND]: 'highland',
  [ScriptFormat.MARKDOWN]: 'markdown',
};

const ACTS: Record<Act, report.ActName | undefined> = {
  [Act.UNSPECIFIED]: undefined,
  [Act.SETUP]: 'setup',
  [Act.RISING]: 'rising',
  [Act.FALLING]: 'falling',
  [Act.RESOLUTION]: 'resolution',
};

const BOUNDARY_METHODS: Record<BoundaryMethod, report.BoundaryMethod> = {
  [BoundaryMethod.UNSPECIFIED]: 'unknown',
  [BoundaryMethod.POSITION_PRIOR]: 'positionPrior',
  [BoundaryMethod.MODEL]: 'model',
};

const NARRATIVE_EMOTIONS: Record<NarrativeEmotion, report.NarrativeEmotion | undefined> = {
  [NarrativeEmotion.UNSPECIFIED]: undefined,
  [NarrativeEmotion.CURIOSITY]: 'curiosity',
  [NarrativeEmotion.TENSION]: 'tension',
  [NarrativeEmotion.CLIMAX]: 'climax',
  [NarrativeEmotion.RESOLUTION]: 'resolution',
  [NarrativeEmotion.HOPE]: 'hope',
  [NarrativeEmotion.DREAD]: 'dread',
  [NarrativeEmotion.GRIEF]: 'grief',
  [NarrativeEmotion.TRIUMPH]: 'triumph',
};

/** Formats a caller may name with `--format`, as the contract spells them. */
export const FORMAT_CODES: Readonly<Record<Exclude<report.ReportFormat, 'unknown'>, ScriptFormat>> = {
  fountain: ScriptFormat.FOUNTAIN,
  fdx: ScriptFormat.FDX,
  pdf: ScriptFormat.PDF,
  text: ScriptFormat.TEXT,
  celtx: ScriptFormat.CELTX,
  markdown: ScriptFormat.MARKDOWN,
  fadein: ScriptFormat.FADE_IN,
  highland: ScriptFormat.HIGHLAND,
};

/** The outline without the headings, which the scenes carry. */
export function toOutline(outline: ScriptOutline): report.ReportOutline {
  const { title, lineCount, wordCount, warnings } = outline;
  return {
    title,
    format: FORMATS[outline.format] ?? 'unknown',
    language: LANGUAGES[outline.language] ?? 'undetermined',
    lineCount,
    wordCount,
    warnings: warnings.map(({ line, message }) => ({ line, message })),
  };
}

/** One scene as it was streamed. */
export function toScene(scene: SceneSentiment): report.ReportScene {
  return {
    index: scene.sceneIndex,
    heading: scene.heading,
    startLine: scene.startLine,
    endLine: scene.endLine,
    ...(scene.page === undefined ? {} : { page: scene.page }),
    language: LANGUAGES[scene.language] ?? 'undetermined',
    ...toScores(scene),
    evidence: scene.evidence.map(toEvidence),
    speakers: scene.speakers,
    segmentCount: scene.segmentCount,
    tokenCount: scene.tokenCount,
  };
}

/** The arc over the whole script. */
export function toSummary(summary: ScriptSentiment): report.ReportSummary {
  return {
    ...toScores({ ...summary, sentiment: summary.overallSentiment }),
    acts: summary.acts.flatMap(toAct),
    strongestScenes: summary.strongestScenes.map((scene) => ({ ...toScene(scene), strength: scene.strength })),
    characters: summary.characters.map(toCharacter),
  };
}

/** The account of the analysis. */
export function toInfo(info: AnalysisInfo): report.ReportInfo {
  const { analysisId, models, timing, cache } = info;
  return {
    analysisId,
    models: models.map(({ name, version }) => ({ name, version })),
    ...(timing && { timing: { ...timing } }),
    ...(cache && { cache: { ...cache } }),
  };
}

function toAct(act: ActSentiment): report.ReportAct[] {
  const name = ACTS[act.act];
  const narrativeEmotion = NARRATIVE_EMOTIONS[act.narrativeEmotion];
  // An act this version has no name for cannot be shown truthfully.
  if (!name) return [];
  return [
    {
      act: name,
      firstScene: act.firstScene,
      lastScene: act.lastScene,
      boundaryMethod: BOUNDARY_METHODS[act.boundaryMethod] ?? 'unknown',
      ...(act.start && { start: toEstimate(act.start) }),
      ...(narrativeEmotion && { narrativeEmotion }),
      ...toScores(act),
    },
  ];
}

function toCharacter(character: CharacterSentiment): report.ReportCharacter {
  const { name, cueCount, wordCount, sceneIndices, sceneValence } = character;
  return { name, cueCount, wordCount, sceneIndices, sceneValence, ...toScores(character) };
}

function toEvidence(evidence: Evidence): report.ReportEvidence {
  const { startLine, endLine, page, speaker, quote, reason, weight } = evidence;
  return { startLine, endLine, ...(page === undefined ? {} : { page }), speaker, quote, reason, weight };
}

interface WireScores {
  readonly sentiment?: WireEstimate | undefined;
  readonly valence?: WireEstimate | undefined;
  readonly arousal?: WireEstimate | undefined;
  readonly tension?: WireEstimate | undefined;
  readonly emotions?: EmotionDistribution | undefined;
}

function toScores(scores: WireScores): report.Scores {
  const { sentiment, valence, arousal, tension, emotions } = scores;
  return {
    ...(sentiment && { sentiment: toEstimate(sentiment) }),
    ...(valence && { valence: toEstimate(valence) }),
    ...(arousal && { arousal: toEstimate(arousal) }),
    ...(tension && { tension: toEstimate(tension) }),
    ...(emotions && { emotions: { ...emotions } }),
  };
}

function toEstimate({ value, interval }: WireEstimate): report.Estimate {
  return { value, ...(interval && { interval: { ...interval } }) };
}
