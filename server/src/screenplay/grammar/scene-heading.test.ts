import { describe, expect, it } from 'vitest';
import { forcedSceneHeading, parseSceneHeading } from './scene-heading.js';

const read = (line: string) => {
  const heading = parseSceneHeading(line);
  return heading && [heading.setting, heading.location, heading.time, heading.number];
};

describe('parseSceneHeading', () => {
  it.each([
    ['INT. CASA - NOCHE - FLASHBACK', 'INT', 'CASA', 'NOCHE'],
    ['EXT. HOUSE - NIGHT - CONTINUOUS', 'EXT', 'HOUSE', 'NIGHT'],
    ['INT. DAY CARE CENTER - DAY', 'INT', 'DAY CARE CENTER', 'DAY'],
    ["EXT. ST. JOHN'S - TEN MINUTES LATER", 'EXT', "ST. JOHN'S", 'TEN MINUTES LATER'],
    ['INT. CASA (NOCHE)', 'INT', 'CASA', 'NOCHE'],
    ['INT HOUSE DAY', 'INT', 'HOUSE', 'DAY'],
    ['INT. CAFÉ DE NOCHE', 'INT', 'CAFÉ DE NOCHE', undefined],
    ['INT HOUSE', 'INT', 'HOUSE', undefined],
    ['EXT.CALLE.DIA', 'EXT', 'CALLE', 'DÍA'],
    ['INT. ST.JOHN', 'INT', 'ST.JOHN', undefined],
    ['INT. BAR - NOCHE 🌙', 'INT', 'BAR', 'NOCHE'],
    ['CASA DE MARÍA INT DÍA', 'INT', 'CASA DE MARÍA', 'DÍA'],
    ['GUARDILLÓN DE MAX ESTRELLA. INT. ATARDECER', 'INT', 'GUARDILLÓN DE MAX ESTRELLA', 'ATARDECER'],
    ['INT. PATIO - MEDIODIA', 'INT', 'PATIO', 'MEDIODÍA'],
    ['EXT. NOCHE - CALLE', 'EXT', 'CALLE', 'NOCHE'],
    ['INT. DÍA. SALÓN DE PACO', 'INT', 'SALÓN DE PACO', 'DÍA'],
    ['INTERIOR/EXTERIOR COCHE - A LA MAÑANA SIGUIENTE', 'INT/EXT', 'COCHE', 'A LA MAÑANA SIGUIENTE'],
    ['FLASHBACK - INT. TRUCK - DUSK', 'INT', 'TRUCK', 'DUSK'],
    ['CUT TO: EXT. PARK - DAY', 'EXT', 'PARK', 'DAY'],
    ['EXT. 224 OAK STREET - DAY', 'EXT', '224 OAK STREET', 'DAY'],
    ['   INT. BAR - DAY        *', 'INT', 'BAR', 'DAY'],
  ])('takes %s apart', (line, setting, location, time) => {
    expect(read(line)).toEqual([setting, location, time, undefined]);
  });

  it.each([
    ['12. CASA DE MARÍA. INT. NOCHE', '12'],
    ['A12 INT. BAR - DAY A12', 'A12'],
    ['2EXT. LIGHTHOUSE - NIGHT2', '2'],
    ['INT. HOUSE - DAY    4A', '4A'],
    ['INT. HOUSE - DAY #I-1-A#', 'I-1-A'],
    ['ESC. 3. EXT/DÍA. CAMPO', '3'],
    ['SEC 3 - INT. CASA - NOCHE', '3'],
  ])('reads the number of %s', (line, number) => {
    const heading = parseSceneHeading(line);
    expect(heading?.number).toBe(number);
    expect(heading?.text).not.toMatch(/#|^\d|\d$/);
  });

  it.each([
    ['names', 'ESTEBAN'],
    ['names', 'INTI'],
    ['a number plate', 'Ext. 224'],
    ['founding years', 'Est. 1990'],
    ['deliveries', 'Est. delivery date'],
    ['sentences', 'Exterior shot of a house'],
    ['sentences', 'Interior de la casa.'],
    ['a bare setting', 'INT.'],
    ['a setting inside a name', 'RED INT. STATE OF MIND'],
    ['a very long line', `INT. ${'CASA '.repeat(50)}`],
    ['nothing', ''],
  ])('leaves %s alone: %s', (_, line) => expect(parseSceneHeading(line)).toBeUndefined());
});

describe('forcedSceneHeading', () => {
  it('takes any text as a place', () => {
    expect(forcedSceneHeading('.SNIPER SCOPE POV')).toEqual({ text: 'SNIPER SCOPE POV', location: 'SNIPER SCOPE POV' });
  });
  it('still reads time, number and emphasis', () => {
    expect(forcedSceneHeading('.*La azotea* - noche #7#')).toEqual({
      text: 'La azotea - noche',
      location: 'LA AZOTEA',
      timeOfDay: 'NIGHT',
      time: 'NOCHE',
      number: '7',
    });
  });
  it('reads a heading that would be one anyway', () => {
    expect(forcedSceneHeading('INT. BAR - DIA').setting).toBe('INT');
  });
});
