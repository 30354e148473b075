/**
 * The WebView in a real browser against the real API: a whole journey, and what must hold on the
 * way: nothing of the traveler in an address, nothing that the policy stops, nothing lost offline.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { book, dashboard } from '../faults/steps.ts';
import { startHubby, user, type Hubby } from '../harness.ts';
import { openStore } from '../support/shop.ts';
import { assertUsable, shoot, startBrowser, visit, type Size, type Visit } from './browser.ts';
import { orderFirstOffer, payAndComeBack } from './buy-more.ts';

const ANDROID =
  'Mozilla/5.0 (Linux; Android 15; Pixel 10) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36';

/** What a partner hears of the journey, besides the booking. */
const TOLD = [
  'esim.installed',
  'esim.enabled',
  'package.activated',
  'package.usage.80_percent',
  'package.purchased',
];

/** Paths that the service worker holds. */
const WHAT_IS_HELD = `caches.open('hubby-webview-1')
  .then((cache) => cache.keys())
  .then((keys) => keys.map(({ url }) => new URL(url).pathname))`;
const HAS_WHAT_IT_LOADED = `${WHAT_IS_HELD}.then((held) =>
  held.some((path) => path.startsWith('/w/')) &&
  performance.getEntriesByType('resource')
    .map(({ name }) => new URL(name).pathname)
    .filter((path) => path.startsWith('/w-assets/'))
    .every((path) => held.includes(path)))`;

describe('the WebView in a browser', () => {
  let hubby: Hubby;
  let browser: Browser;
  before(async () => {
    [hubby, browser] = await Promise.all([startHubby(), startBrowser()]);
    await openStore(hubby);
    await hubby.work();
  });
  after(async () => {
    await browser?.close();
    await hubby?.close();
  });

  async function linkFor(id: string, more: object = {}): Promise<string> {
    const { status, text, body } = await hubby.call('POST', '/api/redirect-tokens/create', {
      external_user_id: id,
      ...more,
    });
    assert.equal(status, 201, text);
    return body.data.redirect_url;
  }
  const options = (
    size: Size,
    locale: string,
    more: BrowserContextOptions = {},
  ): BrowserContextOptions & { size: Size } => ({
    size,
    locale,
    reducedMotion: 'reduce',
    ...(size === 'desktop' ? {} : { userAgent: ANDROID }),
    ...more,
  });
  const sandbox = async (id: string, action: string, body: object = {}): Promise<void> => {
    const { iccid } = (await dashboard(hubby, id)).body.data.current_esim;
    const { status, text } = await hubby.call(
      'POST',
      `/api/sandbox/esims/${iccid}/${action}`,
      body,
    );
    assert.equal(status, 200, text);
  };
  /** Reads the dashboard again, as coming back to the page does. */
  const comeBack = (opened: Visit): Promise<unknown> =>
    opened.page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');

  async function journey(size: Size, locale: string): Promise<void> {
    const id = user();
    await book(hubby, id);
    await hubby.drain();
    const opened = await visit(browser, options(size, locale));
    const { page, complaints, requests } = opened;
    const look = async (name: string): Promise<void> => {
      await assertUsable(page, `${name} ${size} ${locale}`);
      await shoot(page, `journey-${size}-${locale}-${name}`);
    };
    await page.goto(await linkFor(id, { locale }));
    // Before it there is only the frame of what comes.
    await page.waitForSelector('.hero .place');
    assert.doesNotMatch(page.url(), /redirect_token/);
    assert.equal(await page.getAttribute('html', 'lang'), locale);
    await look('ready');

    await page.click('.hero .button');
    await page.waitForURL('**/claim/*');
    // The address changes first, then the screen.
    await page.waitForSelector('.bar h1');
    await page.click('.hero .button');
    await page.waitForSelector('.sign-good');
    await look('claimed');

    await page.click('.hero .button');
    await page.waitForURL('**/install/*');
    await page.waitForSelector('.steps');
    await look('install');
    // A desktop shows a code to scan instead.
    if (size !== 'desktop') {
      const href = await page.getAttribute('.card a.button', 'href');
      assert.match(href ?? '', /^https:\/\/esimsetup\.android\.com\//);
    }

    await sandbox(id, 'install');
    await sandbox(id, 'enable');
    await comeBack(opened);
    await page.waitForSelector('.notice-good');
    await look('installed');

    await sandbox(id, 'consume', { percent: 85 });
    await page.goto(`${new URL(page.url()).origin}/w/${hubby.partner.slug}/`);
    await page.waitForSelector('.ring-low');
    await look('low');
    await page.click('.rows a[href$="/support"]');
    await page.waitForSelector('.choices button');
    await page.click('.choices button');
    await page.waitForSelector('.steps');
    await look('help');
    await page.goBack();
    await page.waitForSelector('.ring-low');

    await page.click('.hero .button');
    await page.waitForURL('**/store/*');
    await orderFirstOffer(page, look);
    await payAndComeBack(page, look);
    await page.click('.hero a.button');
    await page.waitForURL(`**/w/${hubby.partner.slug}/`);
    await page.waitForSelector('.ring');
    await look('more');
    assert.equal((await dashboard(hubby, id)).body.data.current_esim_packages.length, 2);
    const told = await hubby.sql(
      `select distinct type from events where data->>'external_user_id' = $1`,
      [id],
    );
    const types = new Set(told.map(({ type }) => type));
    assert.deepEqual(
      TOLD.filter((type) => !types.has(type)),
      [],
    );

    const { iccid } = (await dashboard(hubby, id)).body.data.current_esim;
    for (const url of requests.filter((one) => one.startsWith(hubby.url)))
      assert.doesNotMatch(url, new RegExp(`${id}|@`), url);
    assert.ok(iccid.length >= 18);
    assert.deepEqual(complaints, []);
    await opened.close();
  }

  it('takes a traveler from the booking to the last fifth of the data, on a phone', () =>
    journey('phone', 'en-GB'));
  it('does so on a desktop in German', () => journey('desktop', 'de-DE'));
  it('does so on a phone from right to left', () => journey('phone', 'ar'));

  for (const locale of ['en-GB', 'ar', 'ja', 'bg'])
    it(`weighs at most 60 kB when it is opened first: ${locale}`, async () => {
      const id = user();
      await book(hubby, id);
      const opened = await visit(browser, options('phone', locale));
      const weights: Promise<number>[] = [];
      opened.page.on('requestfinished', (request) => {
        if (new URL(request.url()).pathname.startsWith('/api/')) return;
        weights.push(
          request
            .sizes()
            .then(
              ({ responseBodySize, responseHeadersSize }) => responseBodySize + responseHeadersSize,
            ),
        );
      });
      await opened.page.goto(await linkFor(id, { locale }));
      await opened.page.waitForSelector('.hero');
      await opened.page.waitForLoadState('networkidle');
      const bytes = (await Promise.all(weights)).reduce((sum, one) => sum + one, 0);
      assert.ok(weights.length >= 3 && bytes > 10_000, `${weights.length} files, ${bytes} bytes`);
      assert.ok(bytes <= 60_000, `${bytes} bytes`);
      await opened.close();
    });

  it('opens with the same link after the answer was lost, by a reload or by another try', async () => {
    const id = user();
    await book(hubby, id);
    const opened = await visit(browser, options('phone', 'en-GB'));
    const { page } = opened;
    let tries = 0;
    await page.route('**/api/webapp/auth/exchange', async (route) => {
      tries++;
      if (tries > 2) return route.continue();
      // The API has done it, and nobody hears of it.
      await route.fetch();
      await route.abort();
    });
    await page.goto(await linkFor(id, { to: 'support' }));
    await page.waitForSelector('.alone .button');
    await page.reload();
    await page.click('.alone .button');
    await page.waitForURL(/\/support$/);
    assert.equal(tries, 3);
    const sessions = await hubby.sql(
      `select 1 from webview_sessions s join travelers t on t.id = s.traveler_id
       where t.external_user_id = $1`,
      [id],
    );
    assert.equal(sessions.length, 1);
    await opened.close();
  });

  it('says that a link was used, and keeps the session of the tab', async () => {
    const id = user();
    await book(hubby, id);
    const link = await linkFor(id);
    const first = await visit(browser, options('phone', 'en-GB'));
    await first.page.goto(link);
    await first.page.waitForSelector('.hero');
    await first.page.reload();
    await first.page.waitForSelector('.hero .place');
    const second = await visit(browser, options('phone', 'en-GB'));
    await second.page.goto(link);
    await second.page.waitForSelector('.alone h1');
    assert.match((await second.page.textContent('h1')) ?? '', /open this page again/);
    assert.deepEqual(second.complaints, []);
    await first.close();
    await second.close();
  });

  it('shows what it had when there is no network, with its age', async () => {
    const id = user();
    await book(hubby, id);
    const opened = await visit(browser, options('phone', 'en-GB', { serviceWorkers: 'allow' }));
    const { page } = opened;
    await page.goto(await linkFor(id));
    await page.waitForSelector('.hero .place');
    await page.evaluate('navigator.serviceWorker.ready');
    // Once more under the worker, so that it has what the page loads.
    await page.reload();
    await page.waitForSelector('.hero .place');
    await page.waitForFunction(HAS_WHAT_IT_LOADED);
    await page.context().setOffline(true);
    await page.reload();
    await page.waitForSelector('.notice-quiet');
    assert.match((await page.textContent('.notice-quiet')) ?? '', /offline/i);
    assert.ok(await page.isVisible('.hero .place'));
    await page.context().setOffline(false);
    // It reads again by itself.
    await page.waitForSelector('.notice-quiet', { state: 'detached' });
    await opened.close();
  });

  it('has its other screens when the network goes, and says so where it has not', async () => {
    const id = user();
    await book(hubby, id);
    const opened = await visit(browser, options('phone', 'en-GB', { serviceWorkers: 'allow' }));
    const { page } = opened;
    await page.goto(await linkFor(id));
    await page.waitForSelector('.hero .place');
    await page.waitForLoadState('networkidle');
    await page.context().setOffline(true);
    await page.click('.hero .button');
    await page.waitForURL(/\/claim\//);
    await page.waitForSelector('.bar h1');
    await page.goBack();
    await page.waitForSelector('.hero .place');
    await opened.close();

    const bare = await visit(browser, options('phone', 'en-GB', { serviceWorkers: 'block' }));
    await bare.page.route('**/claim-*.js', (route) => route.abort());
    await bare.page.goto(await linkFor(id));
    await bare.page.click('.hero .button');
    await bare.page.waitForSelector('.alone .button');
    await bare.page.unroute('**/claim-*.js');
    await bare.page.click('.alone .button');
    await bare.page.waitForSelector('.bar h1');
    await bare.close();
  });

  for (const [what, fault] of [
    ['has no room left', 'Cache.prototype.put = () => Promise.reject(new Error("full"));'],
    ['keeps nothing', 'caches.open = () => Promise.reject(new Error("closed"));'],
  ] as const)
    it(`opens on a device that ${what}`, async () => {
      const id = user();
      await book(hubby, id);
      const opened = await visit(browser, options('phone', 'en-GB', { serviceWorkers: 'allow' }));
      const { page } = opened;
      const working = page.context().waitForEvent('serviceworker');
      await page.goto(await linkFor(id));
      await page.waitForSelector('.hero .place');
      await (await working).evaluate(`${fault} caches.delete('hubby-webview-1')`);
      await page.evaluate('navigator.serviceWorker.ready');
      await page.reload();
      await page.waitForSelector('.hero .place');
      assert.deepEqual(await page.evaluate(WHAT_IS_HELD), []);
      await opened.close();
    });

  it('is done with the keyboard alone', async () => {
    const id = user();
    await book(hubby, id);
    const opened = await visit(browser, options('desktop', 'en-GB'));
    const { page } = opened;
    await page.goto(await linkFor(id));
    await page.waitForSelector('.hero .button');
    for (let presses = 0; presses < 5; presses++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate('document.activeElement.matches(".hero .button")')) break;
    }
    await page.keyboard.press('Enter');
    await page.waitForURL('**/claim/*');
    await page.waitForSelector('.bar h1');
    assert.equal(await page.evaluate('document.activeElement.tagName'), 'H1');
    await opened.close();
  });
});
