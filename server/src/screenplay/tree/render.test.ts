import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScriptTree, TreeBeat, TreeMinute } from '../../domain/script-tree.js';
import { parseScript } from '../parse.js';
import { segmentScript } from '../segments.js';
import { placePlan } from './place-plan.js';
import { renderTree } from './render.js';

const beat = (content: string, rest: Partial<TreeBeat> = {}): TreeBeat => ({
  number: 1,
  content,
  characters: [],
  emotions: [],
  ...rest,
});
const minute = (number: number, ...beats: TreeBeat[]): TreeMinute => ({
  number,
  title: `Título ${number}`,
  tension: number,
  beats,
});
const tree = (...layers: (readonly TreeMinute[])[]): ScriptTree => ({
  id: 'film',
  film: { title: 'Una\npelícula' },
  layers: layers.map((parts, i) => ({ number: i + 1, title: `Capa ${i + 1}`, beat: 'SETUP', parts })),
  createdAt: new Date(0),
  updatedAt: new Date(0),
});

async function read(source: ScriptTree) {
  const { text, plan } = renderTree(source);
  const script = await parseScript({ bytes: Buffer.from(text), format: 'fountain' }, { maxBytes: 1e7 });
  return { text, script, plan: placePlan(plan, script), segments: segmentScript(script) };
}

describe('renderTree', () => {
  it('keeps the headings of the writer and lays the plan over the scenes they open', async () => {
    const opening = beat('INT. CASA - DÍA\n\nAna espera.');
    const { script, plan } = await read(
      tree(
        [minute(1, opening), minute(2, beat('Suena el timbre.'))],
        [minute(3, beat('EXT. CALLE - NOCHE\n\nLlueve.'))],
      ),
    );
    expect(script.title).toBe('Una película');
    expect(script.scenes.map(({ heading }) => heading?.text)).toEqual(['INT. CASA - DÍA', 'EXT. CALLE - NOCHE']);
    const parts = plan.layers.flatMap((layer) => layer.parts);
    expect(parts.map(({ scenes }) => scenes)).toEqual([
      { first: 0, last: 0 },
      { first: 0, last: 0 },
      { first: 1, last: 1 },
    ]);
    expect(parts.map(({ tension }) => tension)).toEqual([1, 2, 3]);
  });

  it('makes a scene of each minute of a layer without headings', async () => {
    const { script, plan } = await read(tree([minute(1, beat('Ana corre.')), minute(2, beat('Ana cae.')), minute(3)]));
    expect(script.scenes.map(({ heading }) => heading?.text)).toEqual(['MINUTO 1: TÍTULO 1', 'MINUTO 2: TÍTULO 2']);
    expect(plan.layers[0]!.parts.map(({ scenes }) => scenes)).toEqual([
      { first: 0, last: 0 },
      { first: 1, last: 1 },
      undefined,
    ]);
  });

  it('reads a dialogue beat in screenplay form, as names with colons, and as the words of its one character', async () => {
    const { segments } = await read(
      tree([
        minute(
          1,
          beat('ANA\nHola.', { kind: 'DIALOGO' }),
          beat('Ana: ¿Vienes?\nLuis: (bajo) No puedo.', { kind: 'DIALOGO', characters: ['Ana', 'Luis'] }),
          beat('Me quedo.\n\nAquí.', { kind: 'DIALOGO', characters: ['Luis'] }),
          beat('Hora: las seis.', { kind: 'ACCION', characters: ['Luis'] }),
        ),
      ]),
    );
    expect(segments.map(({ kind, speaker, text }) => [kind, speaker, text])).toEqual([
      ['dialogue', 'ANA', 'Hola.'],
      ['dialogue', 'ANA', '¿Vienes?'],
      ['dialogue', 'LUIS', 'No puedo.'],
      ['dialogue', 'LUIS', 'Me quedo. Aquí.'],
      ['action', undefined, 'Hora: las seis.'],
    ]);
  });

  it('writes a transition as one', async () => {
    const { script } = await read(tree([minute(1, beat('Ana corre.'), beat('Funde', { kind: 'TRANSICION' }))]));
    expect(script.scenes[0]!.elements.at(-1)).toMatchObject({ kind: 'transition', text: 'Funde' });
  });

  it('says where each beat stands, whatever is written in it', () => {
    const content = fc.array(
      fc.constantFrom('INT. CASA - DÍA', 'Ana corre.', 'ANA', '', '\r\n', '# Parte', 'Ana: sí'),
      {
        maxLength: 6,
      },
    );
    const kinds = fc.constantFrom('ACCION', 'DESCRIPCION', 'MONTAJE', undefined);
    fc.assert(
      fc.property(fc.array(fc.tuple(content, kinds), { maxLength: 5 }), (contents) => {
        const beats = contents.map(([lines, kind]) => beat(lines.join('\n'), kind ? { kind } : {}));
        const { text, plan } = renderTree(tree([minute(1, ...beats)]));
        const lines = text.split('\n');
        for (const [i, planned] of plan.layers[0]!.parts[0]!.beats.entries()) {
          const written = lines.slice(planned.lines.startLine - 1, planned.lines.endLine).join('\n');
          const meant = beats[i]!.content.replace(/\r\n?/g, '\n').trim();
          expect(written.trim()).toBe(meant === '' ? `### Beat ${planned.number}` : meant);
        }
      }),
    );
  });
});
