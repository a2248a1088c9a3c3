/** The report in a real browser. Chromium of the system, or the one `CHROMIUM_PATH` names; skipped where there is none. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderHtmlReport } from '../src/report/html/render-html-report.js';
import { type FixtureOptions, makeReport } from './report-fixture.js';

const executablePath = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path && existsSync(path),
);
const where = executablePath ? 'in a browser' : 'in a browser (skipped: no Chromium found; set CHROMIUM_PATH)';

const desktop = { viewport: { width: 1280, height: 900 } };
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

describe.skipIf(!executablePath)(`the report ${where}`, () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'report-'));
    // Containers run as root, which Chromium's own sandbox refuses; the page is ours.
    browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Opens a report and gathers everything the browser complains about, network requests included. */
  async function openReport(options: FixtureOptions, context: BrowserContextOptions) {
    const file = join(folder, 'report.html');
    await writeFile(file, renderHtmlReport(makeReport(options)));
    const page = await browser.newPage(context);
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) complaints.push(request.url());
    });
    await page.goto(pathToFileURL(file).href);
    return { page, complaints };
  }

  it.each([1, 15, 200])('draws one visible dot for each of %i scenes, in script order', async (scenes) => {
    const { page, complaints } = await openReport({ scenes }, desktop);
    const boxes = await page.locator('.arc-chart .dot').evaluateAll((dots) =>
      dots.map((dot) => {
        const { x, width, height } = dot.getBoundingClientRect();
        return { x, width, height };
      }),
    );
    expect(boxes).toHaveLength(scenes);
    expect(boxes.every(({ width, height }) => width >= 4 && height >= 4)).toBe(true);
    expect(boxes.map(({ x }) => x)).toEqual(boxes.map(({ x }) => x).sort((left, right) => left - right));
    const band = await page.locator('.arc-chart .band').boundingBox();
    if (scenes > 1) expect(band!.width * band!.height).toBeGreaterThan(1000);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it.each([
    ['phone', phone, 15],
    ['phone', phone, 200],
    ['desktop', desktop, 200],
  ])('does not overflow a %s sideways', async (_, context, scenes) => {
    const { page } = await openReport({ scenes, language: 'en' }, context);
    await page.locator('details').evaluateAll((folds) => {
      for (const fold of folds) fold.setAttribute('open', '');
    });
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await page.close();
  });

  it('opens the scene a dot stands for, with the keyboard alone', async () => {
    const { page, complaints } = await openReport({ scenes: 15 }, desktop);
    await page.locator('.point').first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('.tip').textContent()).toContain('Escena 3');
    await page.keyboard.press('Enter');
    await page.locator('#scene-3 blockquote').first().waitFor({ state: 'visible' });
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('is whole without scripts', async () => {
    const { page } = await openReport({ scenes: 15 }, { ...desktop, javaScriptEnabled: false });
    await page.locator('.point').nth(4).click();
    expect(await page.locator('#scene-5 blockquote').first().isVisible()).toBe(true);
    await page.close();
  });

  it('has a language, one first heading, no skipped level and a name for every picture', async () => {
    const { page } = await openReport({ scenes: 15, language: 'en' }, desktop);
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    const levels = await page
      .locator('h1,h2,h3,h4')
      .evaluateAll((headings) => headings.map((heading) => Number(heading.tagName[1])));
    expect(levels[0]).toBe(1);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.every((level, index) => index === 0 || level - levels[index - 1]! <= 1)).toBe(true);
    expect(await page.locator('svg[role]:not([aria-label]):not([aria-labelledby])').count()).toBe(0);
    expect(await page.locator('.point:not([aria-label])').count()).toBe(0);
    const ids = await page.locator('[id]').evaluateAll((elements) => elements.map((element) => element.id));
    expect(new Set(ids).size).toBe(ids.length);
    await page.close();
  });

  it.each(['light', 'dark'] as const)('keeps its words readable in %s', async (colorScheme) => {
    const { page } = await openReport({ scenes: 15 }, { ...desktop, colorScheme });
    for (const selector of ['body', '.quiet', '.kicker', '.warm', '.cool'])
      expect(await contrast(page, selector), selector).toBeGreaterThanOrEqual(4.5);
    await page.close();
  });

  it('prints every scene open', async () => {
    const { page } = await openReport({ scenes: 15 }, desktop);
    const printed = await page.evaluate(() => {
      const { document, dispatchEvent, Event } = globalThis as unknown as BrowserWindow;
      const open = () => document.querySelectorAll('.scene[open]').length;
      dispatchEvent(new Event('beforeprint'));
      const during = open();
      dispatchEvent(new Event('afterprint'));
      return { during, after: open() };
    });
    expect(printed).toEqual({ during: 15, after: 0 });
    await page.close();
  });
});

/** The few names of the browser the tests use inside a page; the project has no DOM types. */
interface BrowserWindow {
  readonly document: { querySelectorAll(selector: string): { readonly length: number } };
  readonly dispatchEvent: (event: Event) => boolean;
  readonly Event: typeof Event;
}

/** Pixels by which the page is wider than the window. */
function overflow(page: Page): Promise<number> {
  return page.locator('html').evaluate((root) => root.scrollWidth - root.clientWidth);
}

/** WCAG contrast of the text of an element against the page. */
async function contrast(page: Page, selector: string): Promise<number> {
  const read = (name: 'color' | 'backgroundColor', from: string) =>
    page
      .locator(from)
      .first()
      .evaluate((element, property) => element.ownerDocument.defaultView!.getComputedStyle(element)[property], name);
  const [ink, paper] = [await read('color', selector), await read('backgroundColor', 'body')].map(luminance);
  return (Math.max(ink!, paper!) + 0.05) / (Math.min(ink!, paper!) + 0.05);
}

function luminance(color: string): number {
  const [red, green, blue] = (color.match(/[\d.]+/g) ?? []).slice(0, 3).map((channel) => {
    const share = Number(channel) / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
