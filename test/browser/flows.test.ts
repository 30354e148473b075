/** What people do on the pages of travelers and in the mailbox, in a real browser. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { startHubby, type Hubby } from '../harness.ts';
import {
  assertUsable,
  bookCode,
  claimByApi,
  email,
  shoot,
  startBrowser,
  visit,
  widerThanScreen,
  type PromoCode,
  type Visit,
} from './browser.ts';

describe('visitors in a browser', () => {
  let hubby: Hubby;
  let browser: Browser;
  before(async () => {
    [hubby, browser] = await Promise.all([startHubby(), startBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await hubby?.close();
  });

  const code = (entry?: Record<string, unknown>): Promise<PromoCode> => bookCode(hubby, entry);
  const claim = (uuid: string): Promise<void> => claimByApi(hubby, uuid);
  /** Of every try, until the test is over. */
  const limits = async (change: Record<string, number | null>): Promise<void> => {
    assert.equal((await hubby.operator('PUT', '/limits', change)).status, 200);
  };

  for (const javaScriptEnabled of [true, false]) {
    it(`is claimed by keyboard alone, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
      for (const size of ['phone', 'desktop'] as const) {
        const { uuid, claim_url } = await code();
        const { page, complaints, close } = await visit(browser, { size, javaScriptEnabled });
        await page.goto(claim_url);
        const to = email();
        await page.keyboard.press('Tab');
        const focused = page.locator(':focus');
        assert.equal(await focused.getAttribute('id'), 'email', 'the field comes first');
        assert.notEqual(
          await page.evaluate<string>('getComputedStyle(document.activeElement).outlineStyle'),
          'none',
          'focus can be seen',
        );
        await page.keyboard.type('not an address');
        await page.keyboard.press('Enter');
        await page.waitForSelector('#email-error');
        assert.equal(
          await focused.getAttribute('id'),
          'email',
          'the field with the error has the focus',
        );
        assert.match(await page.title(), /^Error: /);
        const described = (await focused.getAttribute('aria-describedby'))!.split(' ');
        assert.equal(described[0], 'email-error');
        for (const id of described) assert.equal(await page.locator(`[id="${id}"]`).count(), 1);
        await page.keyboard.press('ControlOrMeta+a');
        await page.keyboard.type(to);
        await page.keyboard.press('Tab');
        assert.equal(await page.evaluate<string>('document.activeElement.tagName'), 'BUTTON');
        await page.keyboard.press('Space');
        await page.waitForSelector('.notice-good');
        assert.match((await page.textContent('h1')) ?? '', /Check your inbox/);
        assert.deepEqual(complaints, []);
        const [row] = await hubby.sql<{ claimed_email: string }>(
          'select claimed_email from promo_codes where uuid = $1',
          [uuid],
        );
        assert.equal(row!.claimed_email, to);
        await close();
      }
    });
  }

  it('changes the language without JavaScript, and keeps it through the claim', async () => {
    const { claim_url } = await code();
    const { page, close } = await visit(browser, {
      size: 'small',
      locale: 'en',
      javaScriptEnabled: false,
    });
    await page.goto(claim_url);
    await page.click('footer summary');
    await page.click('footer a[lang=pl]');
    await page.fill('#email', email());
    await page.click('main button');
    await page.waitForSelector('.notice-good');
    assert.equal(await page.textContent('h1'), 'Sprawdź swoją pocztę');
    await close();
  });

  describe('too many tries', () => {
    before(() => limits({ claims_per_address_per_minute: 1 }));
    after(() => limits({ claims_per_address_per_minute: null }));

    /**
     * An open page whose link somebody else uses meanwhile, from an address that has had its tries.
     */
    async function late(
      javaScriptEnabled: boolean,
      prepare?: (seen: Visit) => Promise<void>,
    ): Promise<Visit> {
      const { uuid, claim_url } = await code();
      const seen = await visit(browser, { size: 'phone', javaScriptEnabled });
      await prepare?.(seen);
      await seen.page.goto(claim_url);
      await claim(uuid);
      for (let i = 0; i < 3; i++)
        await hubby.bare('POST', `/api/promo-codes/claim/${uuid}`, {
          headers: { 'content-type': 'application/json' },
          body: '{"email":"a@example.com"}',
        });
      await seen.page.fill('#email', email());
      await seen.page.click('main button');
      return seen;
    }

    it('solves the challenge by itself and goes on to the answer', async () => {
      const { page, complaints, close } = await late(true);
      await page.waitForSelector('.notice-used', { timeout: 60_000 });
      assert.match((await page.textContent('h1')) ?? '', /already been used/);
      assert.deepEqual(complaints, []);
      await close();
    });

    it('says when to try again without JavaScript', async () => {
      const { page, close } = await late(false);
      await page.waitForSelector('#proof-form');
      assert.match((await page.textContent('main')) ?? '', /Please try again in 1 minute\./);
      assert.ok(await page.locator('#proof-form button').isVisible());
      assert.equal(await page.locator('#checking').isVisible(), false);
      await page.click('#proof-form button');
      await page.waitForSelector('.notice-wait');
      await close();
    });

    it('is a page that everybody can use', async () => {
      const { page, close } = await late(true, async (seen) => {
        await seen.page.route('**/prove.js', (route) => route.abort());
      });
      await page.waitForSelector('#proof-form');
      await assertUsable(page, 'challenge');
      await shoot(page, 'challenge');
      await close();
    });
  });

  it('runs nothing of a hundred names that try to', async () => {
    const ran = 'window.__ran=1';
    const bodies = [
      `<script>${ran}</script>`,
      `<img src=x onerror="${ran}">`,
      `<svg onload="${ran}">`,
      `<iframe srcdoc="<script>parent.__ran=1</script>">`,
      `<a href="javascript:${ran}">x</a>`,
      `<body onload="${ran}">`,
      `<details open ontoggle="${ran}">`,
      `<style>*{display:none}</style>`,
      `<base href="https://evil.example/">`,
      `<meta http-equiv="refresh" content="0;url=https://evil.example/">`,
      `<form action="https://evil.example/">`,
      `<input autofocus onfocus="${ran}">`,
      `<link rel=stylesheet href="https://evil.example/x.css">`,
      `<math><mtext><script>${ran}</script>`,
      `<template><script>${ran}</script></template>`,
      `<object data="data:text/html,<script>${ran}</script>">`,
      `<video><source onerror="${ran}">`,
      `<noscript><img src=x onerror="${ran}">`,
      `{{constructor.constructor('${ran}')()}}`,
      `\${${ran}}`,
      `<%= ${ran} %>`,
      `<%~ ${ran} %>`,
      `{partner}`,
      `'{'<b>'}'`,
      `javascript:${ran}`,
    ];
    const wraps = [
      (b: string) => b,
      (b: string) => `"'>${b}`,
      (b: string) => `</title></style></textarea>${b}`,
      (b: string) => `--><!--]]>${b}<!--`,
    ];
    const names = bodies.flatMap((b) => wraps.map((w) => w(b).slice(0, 100)));
    assert.equal(names.length, 100);
    const { claim_url, deep_link_url } = await code();
    const { page, complaints, requests, close } = await visit(browser, { size: 'desktop' });
    for (const name of names) {
      const { status, text } = await hubby.operator(
        'PATCH',
        `/partners/${hubby.partner.partner_id}/settings`,
        { visual_identity: { default: { name } } },
      );
      assert.equal(status, 200, text);
      for (const url of [claim_url, `${deep_link_url}&view=phone`]) {
        await page.goto(url);
        assert.equal((await page.textContent('.name'))?.trim(), name.trim());
        const hasRun = await page.evaluate<boolean>(`'__ran' in window`);
        const elements = await page
          .locator(
            'script, img, iframe, object, base, video, math, template, form[action^="http"], [onload], [onerror], [onfocus], [ontoggle]',
          )
          .count();
        assert.deepEqual([hasRun, elements], [false, 0], name);
      }
    }
    assert.deepEqual(complaints, []);
    assert.ok(requests.every((r) => r.startsWith(hubby.url) || r.startsWith('data:')));
    await hubby.operator('PATCH', `/partners/${hubby.partner.partner_id}/settings`, {
      visual_identity: null,
    });
    await close();
  });

  it('leads from a computer to the phone by a QR code, each with a way to the other', async () => {
    const { deep_link_url, promo_code } = await code();
    const desktop = await visit(browser, { size: 'desktop' });
    await desktop.page.goto(deep_link_url);
    assert.ok(await desktop.page.locator('svg[role=img]').isVisible());
    await desktop.page.click('.other a');
    assert.match((await desktop.page.textContent('main')) ?? '', new RegExp(promo_code));
    await desktop.close();
    const phone = await visit(browser, {
      size: 'phone',
      userAgent:
        'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36',
    });
    await phone.page.goto(deep_link_url);
    assert.equal(await phone.page.locator('svg[role=img]').count(), 0);
    assert.equal(await phone.page.textContent('.code'), promo_code);
    await phone.close();
  });

  describe('the sandbox mailbox', () => {
    it('opens by its link, from anywhere, and shows mails that can do nothing', async () => {
      const { uuid } = await code();
      await claim(uuid);
      await hubby.drain();
      const { url } = (await hubby.call('POST', '/api/sandbox/mailbox-links')).body.data;
      for (const size of ['small', 'desktop'] as const) {
        const { page, complaints, close } = await visit(browser, {
          size,
          colorScheme: size === 'small' ? 'dark' : 'light',
        });
        // From another site: localhost is one beside 127.0.0.1.
        await page.goto(`${hubby.url.replace('127.0.0.1', 'localhost')}/docs/errors`);
        await page.evaluate(`location.href = ${JSON.stringify(url)}`);
        await page.waitForURL(`${hubby.url}/sandbox/mailbox`);
        await assertUsable(page, `mailbox ${size}`);
        await shoot(page, `mailbox-${size}`);
        await page.click('.mails a');
        await page.waitForSelector('iframe');
        const frame = page.frameLocator('iframe');
        assert.ok(
          await frame.locator('img[src^="data:image/png"]').first().isVisible(),
          'the QR code is shown',
        );
        await shoot(page, `letter-${size}`);
        assert.ok((await widerThanScreen(page)) <= 0);
        assert.deepEqual(complaints, [], `mailbox ${size}`);
        await close();
      }
    });

    it('stays closed without one', async () => {
      const { page, close } = await visit(browser, { size: 'phone' });
      const answer = await page.goto(`${hubby.url}/sandbox/mailbox`);
      assert.equal(answer?.status(), 401);
      await assertUsable(page, 'closed mailbox');
      await close();
    });
  });
});
