/**
 * The words of a script in an analysis of it. They are kept with the script alone: an analysis is kept without them, and
 * gets them back from the script when it is read.
 */
import type { AnalysisResult } from '../domain/analysis.js';
import type { Script } from '../domain/script.js';
import type { Segment } from '../domain/segment.js';
import type { Evidence, SceneSentiment } from '../domain/sentiment.js';
import { quoteOf } from '../insight/evidence.js';
import { segmentScript } from '../screenplay/segments.js';

/** A result without headings, quotes and embeddings. Names of characters stay: they say whose a number is. */
export function withoutWords(result: AnalysisResult): AnalysisResult {
  return mapScenes({ ...result, outline: { ...result.outline, headings: [] } }, (scene) => {
    const { heading: _heading, embedding: _embedding, ...numbers } = scene;
    return { ...numbers, evidence: scene.evidence.map((evidence) => ({ ...evidence, quote: '' })) };
  });
}

/** A result with the headings and quotes that `script` has where it says. */
export function withWords(result: AnalysisResult, script: Script): AnalysisResult {
  const segments = new Map(segmentScript(script).map((segment) => [placeOf(segment), segment]));
  const headings = script.scenes.map(({ heading }) => heading?.text ?? '');
  return mapScenes({ ...result, outline: { ...result.outline, headings } }, (scene) => {
    const heading = script.scenes[scene.scene]?.heading?.text;
    return {
      ...scene,
      ...(heading !== undefined && { heading }),
      evidence: scene.evidence.map((evidence) => quoted(evidence, segments.get(placeOf(evidence)))),
    };
  });
}

/** A segment and the evidence that cites it begin at one place. */
function placeOf({ scene, span }: Pick<Segment, 'scene' | 'span'>): string {
  return `${scene} ${span.startLine} ${span.startColumn}`;
}

function quoted(evidence: Evidence, segment: Segment | undefined): Evidence {
  return segment ? { ...evidence, quote: quoteOf(segment) } : evidence;
}

/** The strongest scenes are scenes of the list, and stay so. */
function mapScenes(result: AnalysisResult, change: (scene: SceneSentiment) => SceneSentiment): AnalysisResult {
  const { summary } = result;
  const changed = new Map(result.scenes.map((scene) => [scene, change(scene)]));
  const strongest = summary?.strongest.map((scene) => changed.get(scene) ?? change(scene)) ?? [];
  return { ...result, scenes: [...changed.values()], ...(summary && { summary: { ...summary, strongest } }) };
}
