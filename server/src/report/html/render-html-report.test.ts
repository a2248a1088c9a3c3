import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeReport } from '../../../test/report-fixture.js';
import type { Report } from '../report.js';
import { renderHtmlReport } from './render-html-report.js';

const count = (page: string, pattern: RegExp) => page.match(pattern)?.length ?? 0;

describe('renderHtmlReport', () => {
  it('draws a dot, a fold and a table row for every scene', () => {
    const page = renderHtmlReport(makeReport({ scenes: 200 }));
    expect(count(page, /<circle class="dot"/g)).toBe(200);
    expect(count(page, /<details class="scene">/g)).toBe(200);
    expect(count(page, /<tr><th scope="row">/g)).toBe(200);
    expect(count(page, /<g class="act /g)).toBe(4);
  });

  it('links every anchor it points to', () => {
    const page = renderHtmlReport(makeReport());
    const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]));
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map((match) => match[1]);
    expect(targets.length).toBeGreaterThan(15);
    expect(targets.filter((target) => !ids.has(target))).toEqual([]);
  });

  it.each([
    ['es', 'El arco emocional', 'por la posición habitual de los puntos de giro en el cine, no por el texto'],
    ['en', 'The emotional arc', 'placed by the usual position of turning points in films, not by the words'],
  ] as const)('speaks the language of the script: %s', (language, title, method) => {
    const page = renderHtmlReport(makeReport({ language }));
    expect(page).toContain(`<html lang="${language}">`);
    expect(page).toContain(title);
    expect(page).toContain(method);
    expect(page).not.toMatch(/undefined|NaN|\[object/);
  });

  it('says what scale the number of the most agitated scene is on', () => {
    const page = renderHtmlReport(makeReport({ language: 'es' }));
    expect(page).toMatch(/La escena más agitada.{0,600}en una escala de −1 \(calma\) a \+1 \(agitación\)/s);
  });

  it('shows a script without acts and with one scene', () => {
    const page = renderHtmlReport(makeReport({ language: 'en', scenes: 1 }));
    expect(page).toContain('too few scenes to speak of acts');
    expect(count(page, /<circle class="dot"/g)).toBe(1);
    expect(page).not.toContain('Brightest scene');
    expect(page).not.toMatch(/undefined|NaN|Infinity/);
  });

  it('shows a scene that had no text as unread, never as a number', () => {
    const report = makeReport({ language: 'en', scenes: 3 });
    const { valence, arousal, sentiment, emotions, ...bare } = report.scenes[1]!;
    const page = renderHtmlReport({ ...report, scenes: [report.scenes[0]!, bare, report.scenes[2]!] });
    expect(page).toContain('class="point unread');
    expect(page).toContain('no text to measure');
    expect(count(page, /<polyline class="thread"/g)).toBe(2);
  });

  it('shows a script of which nothing was read', () => {
    const report = makeReport({ language: 'en', scenes: 8 });
    const { index, ...rest } = report.scenes[0]!;
    const bare = { ...rest, index, evidence: [] };
    const scenes = [bare].map(({ valence, arousal, sentiment, emotions, ...scene }) => scene);
    const summary = { acts: [], strongestScenes: [], characters: [] };
    const page = renderHtmlReport({ ...report, scenes, summary });
    expect(page).toContain('There are no scenes with text to measure.');
    expect(page).not.toMatch(/undefined|NaN|Infinity/);
  });

  it('colours a scene only where its margin leaves the median out', () => {
    const report = makeReport({ language: 'en', scenes: 3 });
    const margins = [
      [0.6, 0.8],
      [0.3, 0.7],
      [0.1, 0.4],
    ] as const;
    const scenes = report.scenes.map((scene, index) => {
      const [low, high] = margins[index]!;
      return { ...scene, sentiment: { value: (low + high) / 2, interval: { low, high, level: 0.9 } } };
    });
    const page = renderHtmlReport({ ...report, scenes });
    const tones = [...page.matchAll(/class="point (\w+)/g)].map((match) => match[1]);
    expect(tones).toEqual(['warm', 'middle', 'cool']);
    expect(page).toContain('brighter than 70% of reference scenes (60% to 80%)');
  });

  it('shows where there is more of an emotion, except in a script too short to tell', () => {
    expect(count(renderHtmlReport(makeReport({ scenes: 15 })), /<rect class="cell"/g)).toBe(8 * 15);
    const short = renderHtmlReport(makeReport({ language: 'en', scenes: 7 }));
    expect(short).not.toContain('<rect class="cell"');
    expect(short).toContain('evenly spread, none dominates');
  });

  it('folds the characters after the eighth away', () => {
    const passages = Array.from({ length: 10 }, (_, at) => ({ heading: 'INT. A', speaker: `P${at}`, line: 'No.' }));
    const page = renderHtmlReport(makeReport({ language: 'en', scenes: 10, passages }));
    expect(page.indexOf('2 more characters')).toBeGreaterThan(page.indexOf('<h3>P7</h3>'));
    expect(page.indexOf('2 more characters')).toBeLessThan(page.indexOf('<h3>P8</h3>'));
  });

  it('says what the reference scenes are only of the calibration it knows', () => {
    const report = makeReport({ language: 'en' });
    expect(renderHtmlReport(report)).toContain('130 scenes of five public-domain plays');
    const info = { ...report.info, models: [{ name: 'calibration', version: '99' }] };
    const page = renderHtmlReport({ ...report, info });
    expect(page).not.toContain('130 scenes');
    expect(page).toContain('those the engine was calibrated with');
  });

  it('runs nothing that the script says', () => {
    const attack = '</script><script>alert(1)</script>"\' onload=alert(1) <img src=x onerror=alert(1)>';
    const page = renderHtmlReport(poison(makeReport(), attack));
    expect(count(page, /<script/g)).toBe(1);
    expect(page).not.toContain('<img');
    expect(page).toContain('&lt;/script&gt;&lt;script&gt;alert(1)');
  });

  it('asks nothing of the network and allows only its own style and script', () => {
    const page = renderHtmlReport(makeReport());
    expect(page).not.toMatch(/(src|href)="(?!#)|url\(|@import|https?:/);
    expect(page).not.toMatch(/ style="| on[a-z]+="/);
    for (const tag of ['style', 'script']) {
      const text = page.match(new RegExp(`<${tag}>([^]*?)</${tag}>`))?.[1] ?? '';
      const hash = createHash('sha256').update(text).digest('base64');
      expect(page).toContain(`${tag}-src &#39;sha256-${hash}&#39;`);
    }
  });
});

/** Puts a text wherever script text or a file name can stand. */
function poison(report: Report, text: string): Report {
  const scenes = report.scenes.map((scene) => ({
    ...scene,
    heading: text,
    speakers: [text],
    evidence: scene.evidence.map((evidence) => ({ ...evidence, quote: text, speaker: text, reason: text })),
  }));
  return {
    ...report,
    sourceName: text,
    outline: { ...report.outline, title: text, warnings: [{ line: 1, message: text }] },
    scenes,
    summary: {
      ...report.summary,
      strongestScenes: report.summary.strongestScenes.map((scene) => ({ ...scene, heading: text })),
      characters: report.summary.characters.map((character) => ({ ...character, name: text })),
    },
    info: { ...report.info, analysisId: text, models: [{ name: text, version: text }] },
  };
}
