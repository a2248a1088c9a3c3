import { expect, it } from 'vitest';
import { SHIPPED } from '../../test/models-folder.js';
import { drawModelTable } from './models-table.js';

const { fp32, int8 } = { fp32: SHIPPED.files.graphs.int8!, int8: SHIPPED.files.graphs.int8! };
const { licences: _, ...unlicensed } = { ...SHIPPED, files: { ...SHIPPED.files, graphs: { fp32, int8 } } };

it('shows what each model is, whether its files are whole and what it may be used for', () => {
  const versions = [
    { name: 'encoder', version: '10', manifest: SHIPPED },
    { name: 'minilm', version: '1', manifest: unlicensed },
    { name: 'minilm', version: '0', problem: 'The manifest is not valid:\n\u001b[31moutputs' },
  ];
  expect(drawModelTable(versions, false).split('\n')).toEqual([
    'NAME     VERSION  PRECISION   FILES   USE',
    `encoder  10       int8        whole   ${SHIPPED.licences!.consequence}`,
    'minilm   1        int8, fp32  whole   Its licence is not said.',
    'minilm   0        -           broken  The manifest is not valid: [31moutputs',
    '',
  ]);
  expect(drawModelTable(versions, true)).toContain('\u001b[31mminilm   0');
});

it('says that there are none', () => {
  expect(drawModelTable([], false)).toBe('There are no models in the folder.\n');
});
