/**
 * A script tree as one Fountain text, laid out as the dashboard exports it (`# CAPA 1: …`, `## minute`, `### beat`), and
 * the writer's plan with the lines each part of it came to stand on.
 */
import type { ScriptTree, TreeBeat, TreeLayer, TreeMinute } from '../../domain/script-tree.js';
import type { LineRange, PlannedBeat, PlannedLayer, PlannedMinute, StoryPlan } from '../../domain/story-plan.js';
import { parseSceneHeading } from '../grammar/scene-heading.js';
import { beatLines } from './beat-text.js';

/** A tree as text. */
export interface RenderedTree {
  /** Fountain. Script text: never logged. */
  readonly text: string;
  /** The plan over the lines of `text`. */
  readonly plan: StoryPlan;
}

/** Renders a tree: the same tree always as the same text. */
export function renderTree({ film, layers }: ScriptTree): RenderedTree {
  const page = new Page();
  page.write([`Title: ${oneLine(film.title)}`]);
  const planned = layers.map((layer) => renderLayer(page, layer));
  return { text: page.toString(), plan: { film, layers: planned } };
}

function renderLayer(page: Page, { parts, ...layer }: TreeLayer): PlannedLayer {
  page.write([`# ${titled(`CAPA ${layer.number}`, layer.title)}`]);
  const headed = parts.some(({ beats }) => beats.some(({ content }) => content.split('\n').some(isHeading)));
  return { ...layer, parts: parts.map((minute) => renderMinute(page, minute, headed)) };
}

/** Where a layer is written without scene headings, every minute is a scene, or the layer would be a single one. */
function renderMinute(page: Page, { beats, ...minute }: TreeMinute, headed: boolean): PlannedMinute {
  const title = titled(`Minuto ${minute.number}`, minute.title);
  page.write([`## ${title}`]);
  const texts = beats.map((beat) => ({ beat, lines: beatLines(beat) }));
  const hasText = texts.some(({ lines }) => lines.length > 0);
  const heading = hasText && !headed ? page.write([`.${title.toLocaleUpperCase('es')}`]) : undefined;
  const written = texts.map(({ beat, lines }) => renderBeat(page, beat, lines));
  const spans = written.filter((_, i) => texts[i]!.lines.length > 0).map(({ lines }) => lines);
  const first = heading ?? spans[0];
  const lines = first && { startLine: first.startLine, endLine: spans.at(-1)!.endLine };
  return { ...minute, beats: written, ...(lines && { lines }) };
}

function renderBeat(page: Page, { content: _, ...beat }: TreeBeat, lines: readonly string[]): PlannedBeat {
  const section = page.write([`### ${titled(`Beat ${beat.number}`, beat.title)}`]);
  return { ...beat, lines: lines.length > 0 ? page.write(lines) : section };
}

const isHeading = (line: string): boolean => /^\s*\.[\p{L}\p{N}]/u.test(line) || parseSceneHeading(line) !== undefined;

const titled = (label: string, title: string | undefined): string => (title ? `${label}: ${oneLine(title)}` : label);

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Blocks of lines with an empty line after each. */
class Page {
  private readonly lines: string[] = [];

  /** Writes a block; returns where it stands. */
  write(block: readonly string[]): LineRange {
    const startLine = this.lines.length + 1;
    this.lines.push(...block, '');
    return { startLine, endLine: startLine + block.length - 1 };
  }

  toString(): string {
    return this.lines.join('\n');
  }
}
