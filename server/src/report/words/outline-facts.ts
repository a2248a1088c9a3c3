import { MOST_CHARACTERS, type Report } from '../report.js';
import type { Messages } from './messages.js';
import type { NumberFormat } from './number-format.js';

/** What was read, in a few words each: scenes, words, speaking characters, format, language. */
export function outlineFacts(
  { outline, scenes, summary }: Report,
  messages: Messages,
  numbers: NumberFormat,
): string[] {
  const { length: characters } = summary.characters;
  return [
    messages.scenes(scenes.length),
    messages.words(outline.wordCount, numbers.count(outline.wordCount)),
    messages.characters(characters, characters >= MOST_CHARACTERS),
    messages.formats[outline.format],
    messages.languages[outline.language],
  ];
}
