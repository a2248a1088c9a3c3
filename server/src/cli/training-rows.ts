/** Corrections of analyses as rows to train from: what was said, of which lines, of which models' answer. */
import {
  type Correction,
  CorrectionDirection,
  ElementKind,
  Emotion,
  type Feedback,
  type MlClient,
  NotFoundError,
  type ParsedScript,
} from '@guionix/ml-client';

/** One row of the export, a JSON object a line. Its text is the script's: private. */
export interface TrainingRow {
  readonly feedbackId: string;
  readonly analysisId: string;
  /** Models whose answer is corrected. */
  readonly models: readonly { readonly name: string; readonly version: string }[];
  /** Which head the row is for: `tension`, `valence`, `emotion`, `genre`, `turning_point` or `beat`. */
  readonly task: string;
  /** Scene, from 0; left out for the whole script. */
  readonly scene?: number;
  /** What is right, and what was wrong, as the correction says it. */
  readonly label: Readonly<Record<string, unknown>>;
  /** Dialogue and action that the correction is about, in order; empty for the whole script. */
  readonly texts: readonly string[];
}

/** Yields a row for each correction whose script is still kept in the version that was analysed. */
export async function* trainingRows(client: MlClient): AsyncGenerator<TrainingRow, void, undefined> {
  const scripts = new Map<string, Promise<ParsedScript | undefined>>();
  for await (const feedback of client.feedback.list({ pageSize: 1000 })) {
    if (feedback.corrections.length === 0) continue;
    const script = await scriptOf(client, feedback, scripts);
    if (script === undefined) continue;
    for (const correction of feedback.corrections) yield* toRow(feedback, correction, script);
  }
}

async function scriptOf(
  client: MlClient,
  { analysisId }: Feedback,
  scripts: Map<string, Promise<ParsedScript | undefined>>,
): Promise<ParsedScript | undefined> {
  const { record } = await client.analyses.get(analysisId);
  const { scriptId = '', scriptVersion: version = 0 } = record?.info ?? {};
  if (scriptId === '') return undefined;
  const key = `${scriptId} ${version}`;
  const known = scripts.get(key) ?? client.scripts.parse({ scriptId, version }).catch(absent);
  scripts.set(key, known);
  return known;
}

/** A script may be gone, or have another text in the shared database; anything else is a failure. */
function absent(error: unknown): undefined {
  if (error instanceof NotFoundError) return undefined;
  throw error;
}

function* toRow(feedback: Feedback, { correction }: Correction, script: ParsedScript): Generator<TrainingRow> {
  if (correction === undefined) return;
  const { feedbackId, analysisId, models } = feedback;
  const row = { feedbackId, analysisId, models: models.map(({ name, version }) => ({ name, version })) };
  const { $case, value } = correction;
  if ($case === 'genre') {
    yield { ...row, task: 'genre', label: { genres: value.genres }, texts: [] };
  } else if ($case === 'turningPoint' || $case === 'beat') {
    const task = $case === 'beat' ? 'beat' : 'turning_point';
    yield { ...row, task, scene: value.sceneIndex, label: { kind: value.kind }, texts: [] };
  } else if ($case === 'emotion') {
    const lines = value.startLine > 0 ? { start: value.startLine, end: value.endLine } : undefined;
    const label = { wrong: emotionName(value.wrong), right: emotionName(value.right) };
    yield { ...row, task: 'emotion', scene: value.sceneIndex, label, texts: textsOf(script, value.sceneIndex, lines) };
  } else {
    const direction = value.direction === CorrectionDirection.HIGHER ? 'higher' : 'lower';
    const label = { direction, ...(value.value !== undefined && { value: value.value }) };
    yield { ...row, task: $case, scene: value.sceneIndex, label, texts: textsOf(script, value.sceneIndex) };
  }
}

const READ = [ElementKind.ACTION, ElementKind.DIALOGUE, ElementKind.LYRICS];

function textsOf(script: ParsedScript, scene: number, lines?: { start: number; end: number }): string[] {
  const elements = script.scenes[scene]?.elements.filter(({ kind }) => READ.includes(kind)) ?? [];
  const meant = elements.filter(({ span }) => {
    return lines === undefined || (span!.startLine <= lines.end && span!.endLine >= lines.start);
  });
  return meant.map(({ text }) => text);
}

const emotionName = (emotion: Emotion): string | undefined =>
  emotion === Emotion.UNSPECIFIED ? undefined : Emotion[emotion]?.toLowerCase();
