import { ANALYSIS_SECTIONS, type AnalysisSection, type AnalysisWarning } from '../domain/analysis.js';
import { EngineError } from '../domain/errors.js';

/** Sections that the models here can make. */
const MADE: readonly AnalysisSection[] = ['scenes', 'sentiment'];

/** @throws EngineError MODEL_MISSING for a section that was named and cannot be made. */
export function requireSections(named: readonly AnalysisSection[], field: string): void {
  const missing = named.filter((section) => !MADE.includes(section));
  if (missing.length === 0) return;
  const description = `No model here makes ${missing.join(', ')}; there are ${MADE.join(', ')}.`;
  throw new EngineError('MODEL_MISSING', description, { violations: [{ field, description }] });
}

/** The sections to make: those named, or every one that can be made. */
export function sectionsToMake(named: readonly AnalysisSection[]): ReadonlySet<AnalysisSection> {
  return new Set(named.length > 0 ? named : MADE);
}

/** What is to be said of sections that were meant by naming none and cannot be made. */
export function sectionWarnings(named: readonly AnalysisSection[], language: 'es' | 'en'): AnalysisWarning[] {
  if (named.length > 0) return [];
  const message =
    language === 'es' ? 'Ningún modelo instalado hace esta sección.' : 'No installed model makes this section.';
  const missing = ANALYSIS_SECTIONS.filter((section) => !MADE.includes(section));
  return missing.map((section) => ({ code: 'MODEL_MISSING', message, section }));
}
