import { describe, expect, it } from 'vitest';
import type { ScriptFormat as DomainFormat, ElementKind } from '../../domain/script.js';
import { Language, Priority } from '../../gen/guionix/ml/v1/common.js';
import { ScriptFormat, ElementKind as WireKind } from '../../gen/guionix/ml/v1/script.js';
import { fromAnswerLanguage, fromFormat, fromPriority, toElementKind, toFormat, toLanguage } from './enums.js';

const FORMATS: DomainFormat[] = ['fountain', 'fdx', 'pdf', 'text'];
const KINDS: ElementKind[] = [
  'section',
  'scene_heading',
  'action',
  'character',
  'parenthetical',
  'dialogue',
  'lyrics',
  'transition',
  'synopsis',
  'note',
];

describe('formats', () => {
  it('come back as they went', () => {
    for (const format of FORMATS) expect(fromFormat(toFormat(format), 'format')).toBe(format);
  });

  it('may be left out', () => {
    expect(fromFormat(ScriptFormat.UNSPECIFIED, 'format')).toBeUndefined();
    expect(toFormat(undefined)).toBe(ScriptFormat.UNSPECIFIED);
  });

  it.each([98, 99])('%s is not read, and the field is named', (format) => {
    expect(() => fromFormat(format, 'header.format')).toThrow(
      expect.objectContaining({
        reason: 'SCRIPT_FORMAT_UNKNOWN',
        details: { violations: [{ field: 'header.format', description: expect.stringContaining('fountain') }] },
      }),
    );
  });
});

describe('element kinds', () => {
  it('have the names of the contract', () => {
    for (const kind of KINDS) expect(WireKind[toElementKind(kind)]).toBe(kind.toUpperCase());
  });
});

describe('languages and priorities', () => {
  it('are those of the contract', () => {
    expect([toLanguage('es'), toLanguage('en'), toLanguage('und')]).toEqual([
      Language.ES,
      Language.EN,
      Language.UNDETERMINED,
    ]);
    expect([Language.ES, Language.EN, Language.UNSPECIFIED, Language.UNDETERMINED].map(fromAnswerLanguage)).toEqual([
      'es',
      'en',
      undefined,
      undefined,
    ]);
  });

  it('take what is not said, or not known yet, as interactive', () => {
    const given = [Priority.LIVE, Priority.INTERACTIVE, Priority.BACKGROUND, Priority.UNSPECIFIED, 77];
    expect(given.map(fromPriority)).toEqual(['live', 'interactive', 'background', 'interactive', 'interactive']);
  });
});
