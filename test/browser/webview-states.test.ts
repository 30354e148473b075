/**
 * Every state of every screen of the WebView in a real browser: nothing that axe finds, nothing
 * wider than the screen, nothing too small to touch, nothing that the strict policy stops.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startHubby, type Hubby } from '../harness.ts';
import {
  assertUsable,
  isLookedAt,
  shoot,
  startBrowser,
  visit,
  widerThanScreen,
  type Size,
} from './browser.ts';

type Look = { size: Size; scheme: 'light' | 'dark'; locale: string; text?: '200%' };
const LOOKS: Look[] = [
  { size: 'phone', scheme: 'light', locale: 'en-GB' },
  { size: 'phone', scheme: 'light', locale: 'fi-FI', text: '200%' },
  { size: 'small', scheme: 'dark', locale: 'ar' },
  { size: 'desktop', scheme: 'dark', locale: 'de-DE' },
];

/** With text so large, in a language of long words. */
async function assertFits(page: Page, text: string, name: string): Promise<void> {
  await page.evaluate(`document.documentElement.style.fontSize = '${text}'`);
  assert.ok((await widerThanScreen(page)) <= 0, name);
}

describe('the states of the WebView in a browser', () => {
  let hubby: Hubby;
  let browser: Browser;
  before(async () => {
    [hubby, browser] = await Promise.all([startHubby(), startBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await hubby?.close();
  });

  const optionsOf = ({ size, scheme, locale }: Look): BrowserContextOptions & { size: Size } => ({
    size,
    colorScheme: scheme,
    locale,
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
  });

  async function namesOf(): Promise<string[]> {
    const { page, close } = await visit(browser, optionsOf(LOOKS[0]!));
    await page.goto(`${hubby.url}/w/__states/`);
    await page.waitForSelector('[data-state]');
    const names = await page.$$eval('[data-state]', (links) =>
      links.map((link) => (link as unknown as { dataset: { state: string } }).dataset.state),
    );
    await close();
    return names;
  }

  for (const [nth, look] of LOOKS.entries())
    it(`each is whole on a ${look.size} screen, ${look.scheme}, in ${look.locale}, text of ${look.text ?? '100%'}`, async () => {
      const names = await namesOf();
      assert.ok(names.length > 40, `${names.length} states only`);
      const { page, complaints, close } = await visit(browser, optionsOf(look));
      const seen = names.filter((_, state) => isLookedAt(state, nth, LOOKS.length));
      for (const name of seen) {
        await page.goto(`${hubby.url}/w/__states/${name}/`);
        await page.waitForSelector('h1', { state: 'attached' });
        await page.waitForSelector('.skeleton', { state: 'detached' });
        if (look.text === undefined) await assertUsable(page, name);
        else await assertFits(page, look.text, name);
        await shoot(page, `webview-${look.size}-${look.scheme}-${look.locale}-${name}`);
        assert.deepEqual(complaints, [], name);
      }
      await close();
    });
});
