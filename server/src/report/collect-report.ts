import type { Progress, SceneSentimentEvent } from '@guionix/ml-client';
import type { Report, ReportInfo, ReportOutline, ReportScene, ReportSummary } from './report.js';
import { toInfo, toOutline, toScene, toSummary } from './to-report.js';

/**
 * Gathers the events of a stream into a report.
 *
 * @param onProgress told after every event how far the analysis is
 * @throws Error when the stream ends before its outline and its completed event came
 */
export async function collectReport(
  sourceName: string,
  events: AsyncIterable<SceneSentimentEvent>,
  onProgress: (progress: Progress) => void = () => {},
): Promise<Report> {
  const scenes: ReportScene[] = [];
  let outline: ReportOutline | undefined;
  let end: { summary: ReportSummary; info: ReportInfo } | undefined;
  for await (const event of events) {
    if (event.type === 'outline') outline = toOutline(event.outline);
    else if (event.type === 'scene') scenes.push(toScene(event.scene));
    else end = { summary: toSummary(event.summary), info: toInfo(event.info) };
    onProgress(event.progress);
  }
  if (!outline || !end) throw new Error('The engine ended the stream before the analysis was complete.');
  return { sourceName, outline, scenes, ...end };
}
