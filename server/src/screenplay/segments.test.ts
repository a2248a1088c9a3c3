import { expect, it } from 'vitest';
import type { ElementKind, ScriptElement } from '../domain/script.js';
import { segmentScript } from './segments.js';

const element = (kind: ElementKind, line: number, text: string): ScriptElement => ({
  kind,
  text,
  span: { startLine: line, startColumn: 1, endLine: line, endColumn: 9 },
  ...(kind !== 'action' && kind !== 'transition' && { speaker: 'ANA' }),
});

it('cuts an action paragraph each and a turn each, without the parentheticals in it', () => {
  const elements = [
    element('action', 1, ' Ana  entra.\nMira. '),
    element('character', 2, 'ANA'),
    element('parenthetical', 3, 'bajo'),
    element('dialogue', 4, 'No.'),
    element('parenthetical', 5, 'alto'),
    element('lyrics', 6, 'La,\tla.'),
    element('parenthetical', 7, 'se va'),
    element('dialogue', 8, ' '),
    element('character', 9, 'ANA'),
    element('dialogue', 10, 'Ya.'),
    element('transition', 11, 'CORTE A:'),
    element('action', 12, '\n'),
  ];
  const span = { startLine: 1, startColumn: 1, endLine: 12, endColumn: 9 };
  const script = { scenes: [{ index: 4, elements, span, language: 'es' }] } as never;
  expect(
    segmentScript(script).map(({ scene, kind, speaker, text, span }) => [
      scene,
      kind,
      speaker,
      text,
      span.startLine,
      span.endLine,
    ]),
  ).toEqual([
    [4, 'action', undefined, 'Ana entra. Mira.', 1, 1],
    [4, 'dialogue', 'ANA', 'No. La, la. ', 4, 8],
    [4, 'dialogue', 'ANA', 'Ya.', 10, 10],
  ]);
});
