import { describe, expect, it } from 'vitest';
import { parseLines } from '../parse.js';

const SCRIPT = `# El faro

**INT. CAFÉ - TARDE**

Elena espera junto a la ventana.

**ELENA**
*(bajo)*
¿Has venido solo?

**MARCO**
Sí. Nadie me ha visto.

---

## EXT. CALLE - NOCHE

*Llueve. Marco corre hacia el coche.*

**MARCO (V.O.)**
No volví a verla.

**CORTE A:**

### INT. COCHE - NOCHE

**ELENA:** Arranca ya.

**MARCO**: Ya voy.
`;

describe('parseMarkdown', () => {
  it('reads what note and chat tools write', async () => {
    const { script } = await parseLines({ bytes: Buffer.from(SCRIPT) }, { maxBytes: 1e6 });
    expect([script.format, script.title]).toEqual(['markdown', 'El faro']);
    expect(script.elements.map(({ kind, text, speaker = '' }) => [kind, text, speaker])).toEqual([
      ['scene_heading', 'INT. CAFÉ - TARDE', ''],
      ['action', 'Elena espera junto a la ventana.', ''],
      ['character', 'ELENA', 'ELENA'],
      ['parenthetical', 'bajo', 'ELENA'],
      ['dialogue', '¿Has venido solo?', 'ELENA'],
      ['character', 'MARCO', 'MARCO'],
      ['dialogue', 'Sí. Nadie me ha visto.', 'MARCO'],
      ['scene_heading', 'EXT. CALLE - NOCHE', ''],
      ['action', 'Llueve. Marco corre hacia el coche.', ''],
      ['character', 'MARCO (V.O.)', 'MARCO'],
      ['dialogue', 'No volví a verla.', 'MARCO'],
      ['transition', 'CORTE A:', ''],
      ['scene_heading', 'INT. COCHE - NOCHE', ''],
      ['character', 'ELENA', 'ELENA'],
      ['dialogue', 'Arranca ya.', 'ELENA'],
      ['character', 'MARCO', 'MARCO'],
      ['dialogue', 'Ya voy.', 'MARCO'],
    ]);
  });

  it('points at the words, behind their marks', async () => {
    const { script } = await parseLines({ bytes: Buffer.from(SCRIPT) }, { maxBytes: 1e6 });
    const lines = SCRIPT.split('\n');
    for (const { span, text, kind } of script.elements) {
      const source = lines[span.startLine - 1]!.slice(span.startColumn - 1, span.endColumn - 1);
      expect(source.replace(/^\W*\(|\)\W*$/g, '')).toContain(kind === 'parenthetical' ? text : text.slice(0, 3));
    }
  });

  it('leaves Fountain with emphasis to Fountain', async () => {
    const fountain = 'Title: Dos\n\nINT. BAR - DAY\n\n**A title card**\n\nANA\nNo.\n';
    const { script } = await parseLines({ bytes: Buffer.from(fountain) }, { maxBytes: 1e6 });
    expect(script.format).toBe('fountain');
  });
});
