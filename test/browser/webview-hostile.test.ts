/**
 * Texts that try to be more than text, in every place of every screen: what the partner sets, what the
 * app says of its device, and whatever the API might answer. None runs, none asks anybody else.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { book, dashboard, redeem } from '../faults/steps.ts';
import { startHubby, user, type Hubby, type Json } from '../harness.ts';
import { STORE } from '../support/shop.ts';
import { startBrowser, visit } from './browser.ts';

const RUN = 'window.__ran=1';
const TEXTS = [
  `<img src=x onerror="${RUN}">`,
  `"'></title></style></textarea><script>${RUN}</script>`,
  `--><svg onload="${RUN}"><details open ontoggle="${RUN}">`,
  `<base href="https://evil.example/"><iframe srcdoc="<script>parent.__ran=1</script>">`,
  `javascript:${RUN}`,
  `{name} {{${RUN}}} \${${RUN}} '{' </bdi><form action="https://evil.example/">`,
];
/** Members of answers that screens show as they are. */
const SHOWN = new Set(
  'name text title label tax_note seller_name terms_url device_name reason message content'.split(
    ' ',
  ),
);
const NEVER =
  'img[src="x"], script:not([src]):not([type="application/json"]), iframe, base, form[action^="http"], [onload], [onerror], [ontoggle], [href^="javascript"]';

/** Every text that is shown is the hostile one. */
function poison(value: Json, text: string): Json {
  if (Array.isArray(value)) return value.map((one) => poison(one, text));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      SHOWN.has(name) && typeof one === 'string' ? text : poison(one, text),
    ]),
  );
}

describe('hostile texts on the managed screens', () => {
  let hubby: Hubby;
  let browser: Browser;
  before(async () => {
    [hubby, browser] = await Promise.all([
      startHubby({ env: { HUBBY_SELLER_NAME: TEXTS[0]! } }),
      startBrowser(),
    ]);
  });
  after(async () => {
    await browser?.close();
    await hubby?.close();
  });

  async function set(change: object): Promise<void> {
    const path = `/partners/${hubby.partner.partner_id}/settings`;
    const { status, text } = await hubby.operator('PATCH', path, change);
    assert.equal(status, 200, text);
  }

  /** A traveler with a package on an eSIM and another to be had; the address of each screen. */
  async function traveler(): Promise<{ id: string; screens: string[] }> {
    const id = user();
    const { queues } = await book(hubby, id, { count: 2 });
    assert.equal((await redeem(hubby, id, queues[0]!.id)).status, 200);
    const { current_esim: esim, current_esim_packages: packages } = (await dashboard(hubby, id))
      .body.data;
    const screens = [
      '',
      `claim/${queues[1]!.uuid}`,
      `install/${esim.iccid}`,
      `replace/${esim.iccid}`,
      `meter/${packages[0].id}`,
      'store',
      'store/GRC',
      'support',
      'account',
      'purchase/pur_01jd2x7c9m4q8r5t6v7w8x9y0z',
    ];
    return { id, screens };
  }

  async function assertHarmless(page: Page, where: string): Promise<void> {
    const hasRun = await page.evaluate<boolean>(`'__ran' in window`);
    assert.deepEqual([hasRun, await page.locator(NEVER).count()], [false, 0], where);
  }

  for (const [nth, text] of TEXTS.entries())
    it(`stay text: ${text.slice(0, 40)}`, async () => {
      await set({
        store: { ...STORE, tax_note: text },
        visual_identity: { default: { name: text.slice(0, 100) } },
        webview: { texts: { welcome: { en: text }, help: { en: text } } },
      });
      const { id, screens } = await traveler();
      const created = await hubby.call('POST', '/api/redirect-tokens/create', {
        external_user_id: id,
        device: { device_name: text },
      });
      assert.equal(created.status, 201, created.text);
      const { page, complaints, requests, close } = await visit(browser, {
        size: 'phone',
        locale: 'en-GB',
        serviceWorkers: 'block',
      });
      // Half of them as the API says it, half with every text of every answer changed.
      if (nth % 2 === 1)
        await page.route('**/api/webapp/**', async (route) => {
          const answer = await route.fetch();
          const isJson = (answer.headers()['content-type'] ?? '').includes('json');
          if (!isJson) return route.fulfill({ response: answer });
          return route.fulfill({ response: answer, json: poison(await answer.json(), text) });
        });
      const hint = new URLSearchParams({ device_name: text, phone_os: text, locale: text });
      await page.goto(`${created.body.data.redirect_url}&${hint}`);
      await page.waitForSelector('.hero .place');
      for (const address of screens) {
        await page.goto(`${hubby.url}/w/${hubby.partner.slug}/${address}`);
        await page.waitForSelector('h1', { state: 'attached' });
        await page.waitForSelector('.skeleton', { state: 'detached' });
        if (address === 'store/GRC') {
          await page.click('.offer');
          await page.waitForSelector('.consent');
        }
        await assertHarmless(page, address);
      }
      assert.deepEqual(complaints, []);
      assert.deepEqual(
        requests.filter((url) => !url.startsWith(hubby.url) && !/^(?:data|blob):/.test(url)),
        [],
      );
      await close();
    });
});
