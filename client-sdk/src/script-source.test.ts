import { expect, it } from 'vitest';
import { ScriptFormat, ScriptInput } from './gen/guionix/ml/v1/script.js';
import { type ScriptSource, toScriptInput } from './script-source.js';

const onWire = (input: Partial<ScriptInput>) =>
  ScriptInput.decode(ScriptInput.encode(ScriptInput.create(input)).finish());

it('names a stored script, the newest version unless one is given', () => {
  expect(onWire(toScriptInput({ scriptId: 's1' }))).toMatchObject({
    source: { $case: 'scriptId', value: 's1' },
    version: 0,
  });
  expect(onWire(toScriptInput({ scriptId: 's1', version: 3 })).version).toBe(3);
});

it('sends text, even empty text, as text', () => {
  expect(onWire(toScriptInput({ text: 'INT. CASA - DÍA', name: 'a.fountain' }))).toMatchObject({
    source: { $case: 'text', value: 'INT. CASA - DÍA' },
    format: ScriptFormat.UNSPECIFIED,
    name: 'a.fountain',
  });
  expect(onWire(toScriptInput({ text: '' })).source).toEqual({ $case: 'text', value: '' });
});

it('sends only its own part of a shared buffer', () => {
  const bytes = Uint8Array.of(9, 1, 2, 3, 9).subarray(1, 4);
  const input = onWire(toScriptInput({ data: bytes, format: ScriptFormat.FDX }));
  expect(input.format).toBe(ScriptFormat.FDX);
  expect(input.source?.$case === 'data' && [...input.source.value]).toEqual([1, 2, 3]);
});

it.each([undefined, null, 'INT. CASA - DÍA', {}, { text: 42 }, { data: 'INT. CASA' }])(
  'refuses %j in words',
  (script) => {
    expect(() => toScriptInput(script as unknown as ScriptSource)).toThrow('script must be { scriptId: string }');
  },
);
