import { describe, expect, it } from 'vitest';
import { isByLine } from './by-line.js';

describe('isByLine', () => {
  it.each(['Guion de Marta Ruiz', 'by Sam Lee', 'De Ana de la Paz', 'POR', 'A play in one act', 'Escrita por'])(
    'takes %s',
    (line) => expect(isByLine(line)).toBe(true),
  );
  it.each(['Por favor', 'De Madrid.', 'By now', 'de la calle', 'Por la ventana', 'A playful dog'])(
    'leaves %s',
    (line) => expect(isByLine(line)).toBe(false),
  );
});
