/** Lines of produced scripts with the label that annotators gave them, and how well the parser finds those. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { EngineError } from '../../server/src/domain/errors.js';
import type { LineClassifier } from '../../server/src/domain/line-classifier.js';
import type { LineElement } from '../../server/src/screenplay/line-labels.js';
import { parseLines } from '../../server/src/screenplay/parse.js';

/** Labels that count: scene heading, narration, cue, dialogue, parenthetical, transition. */
export const CLASSES = ['S', 'N', 'C', 'D', 'E', 'T'] as const;

/** A label that counts. */
export type Class = (typeof CLASSES)[number];

/** A line with its true label; `O` and `M` (page furniture, blank lines, metadata) do not count. */
export interface LabelledLine {
  readonly text: string;
  readonly gold: Class | 'O' | 'M';
}

/** An excerpt of one script. */
export interface Excerpt {
  readonly name: string;
  readonly lines: readonly LabelledLine[];
}

const CLASS_OF: Partial<Record<LineElement, Class>> = {
  scene_heading: 'S',
  action: 'N',
  character: 'C',
  dialogue: 'D',
  parenthetical: 'E',
  transition: 'T',
};

/** All excerpts of a folder of JSON lines, in the order of their names. */
export function readExcerpts(folder: string): Excerpt[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.jsonl'));
  return files.sort().map((file) => ({
    name: path.basename(file, '.jsonl'),
    lines: readFileSync(path.join(folder, file), 'utf8')
      .trim()
      .split('\n')
      .map((row) => JSON.parse(row) as LabelledLine),
  }));
}

/** How often each class was found right, found wrongly and missed, and where. */
export class LineScore {
  constructor(private readonly classifier: LineClassifier | undefined) {}

  readonly #right = new Map<string, number>();
  readonly #found = new Map<string, number>();
  readonly #true = new Map<string, number>();
  /** Every error as `excerpt:line gold>found text`. */
  readonly errors: string[] = [];
  /** Excerpts that the parser refused, with the reason: all of their lines count as missed. */
  readonly refused: string[] = [];

  /** Parses an excerpt as a text file of its own and counts the lines whose true label counts. */
  async add({ name, lines }: Excerpt): Promise<void> {
    const found = await this.#label(name, lines);
    lines.forEach(({ gold, text }, index) => {
      if (!CLASSES.includes(gold as Class)) return;
      const label = found[index] ?? 'O';
      bump(this.#true, gold);
      bump(this.#found, label);
      if (gold === label) bump(this.#right, gold);
      else this.errors.push(`${name}:${index + 1} ${gold}>${label} ${text}`);
    });
  }

  /** F1 of a class, 0..1. */
  f1(of: Class): number {
    const total = (this.#true.get(of) ?? 0) + (this.#found.get(of) ?? 0);
    return total === 0 ? 1 : (2 * (this.#right.get(of) ?? 0)) / total;
  }

  /** Mean of the classes' F1, 0..1. */
  get macro(): number {
    return CLASSES.reduce((sum, of) => sum + this.f1(of), 0) / CLASSES.length;
  }

  /** Share of counted lines with the right label, 0..1. */
  get accuracy(): number {
    const sum = (counts: Map<string, number>) => [...counts.values()].reduce((a, b) => a + b, 0);
    return sum(this.#right) / sum(this.#true);
  }

  async #label(name: string, lines: readonly LabelledLine[]): Promise<(Class | undefined)[]> {
    const bytes = Buffer.from(lines.map(({ text }) => `${text}\n`).join(''));
    try {
      const { labels } = await parseLines({ bytes }, { maxBytes: Number.POSITIVE_INFINITY }, this.classifier);
      return labels.map(({ element }) => CLASS_OF[element]);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      this.refused.push(`${name}: ${error.message}`);
      return [];
    }
  }
}

const bump = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
