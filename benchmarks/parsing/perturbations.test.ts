import { describe, expect, it } from 'vitest';
import type { LabelledLine } from './labelled-lines.js';
import { PERTURBATIONS, perturb } from './perturbations.js';

const PAGE: LabelledLine[] = Array.from({ length: 20 }, (): LabelledLine[] => [
  { text: '   INT. ROOM - DAY', gold: 'S' },
  { text: '', gold: 'O' },
  { text: '   She waits.', gold: 'N' },
  { text: '', gold: 'O' },
  { text: '            ANA', gold: 'C' },
  { text: '       No.', gold: 'D' },
]).flat();

const labelsOf = (lines: readonly LabelledLine[]) => lines.map(({ gold }) => gold).filter((gold) => gold !== 'O');

describe('perturb', () => {
  it.each(Object.keys(PERTURBATIONS))('%s changes lines and keeps their labels, the same for the same seed', (name) => {
    const damaged = perturb(PAGE, name, 1);
    expect(damaged).not.toEqual(PAGE);
    expect(perturb(PAGE, name, 1)).toEqual(damaged);
    const added = name === 'parentheticals added';
    expect(labelsOf(damaged).filter((gold) => !(added && gold === 'E'))).toEqual(labelsOf(PAGE));
  });
});
