import { EngineError } from '../../domain/errors.js';
import type * as domain from '../../domain/script.js';
import type * as wire from '../../gen/guionix/ml/v1/script.js';
import type { ScriptInput } from '../../usecase/script-input.js';
import type { StoredScriptSummary } from '../../usecase/script-store.js';
import { fromFormat, toDoubtedKind, toElementKind, toFormat, toLanguage } from './enums.js';
import { fromId, fromName } from './label.js';

/** A script sent along with a request. */
export type InlineInput = Extract<ScriptInput, { type: 'inline' }>;

/**
 * The script of a request.
 *
 * @throws EngineError SCRIPT_MISSING when none was given, FIELD_INVALID for an id that no script can have.
 */
export function fromScriptInput(input: wire.ScriptInput | undefined): ScriptInput {
  if (input?.source?.$case !== 'scriptId') return fromInlineInput(input);
  if (input.source.value === '') throw missing('script.script_id');
  const id = fromId(input.source.value, 'script.script_id');
  return { type: 'stored', id, ...(input.version > 0 && { version: input.version }) };
}

/**
 * A script that must come along with the request, not by id.
 *
 * @throws EngineError SCRIPT_MISSING when it does not, FIELD_INVALID for a name that is too long.
 */
export function fromInlineInput(input: wire.ScriptInput | undefined): InlineInput {
  const source = input?.source;
  if (source === undefined || source.$case === 'scriptId') throw missing('script');
  const bytes = source.$case === 'text' ? Buffer.from(source.value, 'utf8') : source.value;
  const format = fromFormat(input!.format, 'script.format');
  const name = fromName(input!.name, 'script.name');
  const field = `script.${source.$case}`;
  return { type: 'inline', source: { bytes, field, ...(format && { format }), ...(name && { name }) } };
}

function missing(field: string): EngineError {
  const description = 'Give the script as script_id, text or data.';
  return new EngineError('SCRIPT_MISSING', undefined, { violations: [{ field, description }] });
}

/** A parsed script on the wire. */
export function toParsedScript(script: domain.Script): wire.ParsedScript {
  const inScenes = new Set(script.scenes.flatMap(({ elements }) => elements));
  return {
    format: toFormat(script.format),
    encoding: script.encoding,
    title: script.title ?? '',
    language: toLanguage(script.language),
    scenes: script.scenes.map(toScene),
    characters: script.characters.map(({ name, cues, words, scenes }) => ({
      name,
      cueCount: cues,
      wordCount: words,
      sceneIndices: [...scenes],
    })),
    warnings: script.warnings.map(toWarning),
    lineCount: script.lines,
    form: script.form.form,
    formEvidence: script.form.evidence,
    locations: script.locations.map(({ name, scenes }) => ({ name, sceneIndices: [...scenes] })),
    prelude: script.elements.filter((element) => !inScenes.has(element)).map(toElement),
  };
}

/** A parser's doubt on the wire. */
export function toWarning({ line, message, guess, alternative, confidence }: domain.ParseWarning): wire.ParseWarning {
  return { line, message, guess: toDoubtedKind(guess), alternative: toDoubtedKind(alternative), confidence };
}

function toScene(scene: domain.Scene): wire.Scene {
  return {
    index: scene.index,
    heading: scene.heading && toHeading(scene.heading),
    section: scene.section ?? '',
    elements: scene.elements.map(toElement),
    span: toSpan(scene.span),
    language: toLanguage(scene.language),
  };
}

function toHeading(heading: domain.SceneHeading): wire.SceneHeading {
  const { text, setting = '', location = '', time = '', timeOfDay = '', number = '' } = heading;
  return { text, setting, location, time, timeOfDay, number };
}

function toElement({ kind, text, span, speaker, dual, confidence }: domain.ScriptElement): wire.ScriptElement {
  return {
    kind: toElementKind(kind),
    text,
    span: toSpan(span),
    speaker: speaker ?? '',
    dual: dual ?? false,
    confidence,
  };
}

function toSpan({ startLine, startColumn, endLine, endColumn, page }: domain.SourceSpan): wire.SourceSpan {
  return { startLine, startColumn, endLine, endColumn, page };
}

/** A stored script on the wire, without its bytes. */
export function toStoredScript(script: StoredScriptSummary): wire.StoredScript {
  return {
    scriptId: script.id,
    version: script.version,
    ownerId: script.ownerId ?? '',
    name: script.name ?? '',
    format: toFormat(script.format),
    sizeBytes: script.size,
    sha256: script.sha256,
    createdAt: script.createdAt.toISOString(),
    updatedAt: script.updatedAt.toISOString(),
  };
}
