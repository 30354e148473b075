/**
 * The install page in a real browser: every state on every screen, with and without JavaScript,
 * copying, hostile names.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { until } from '../faults/checks.ts';
import { book, dashboard } from '../faults/steps.ts';
import { startHubby, user, type Hubby } from '../harness.ts';
import {
  assertUsable,
  isLookedAt,
  shoot,
  startBrowser,
  visit,
  SIZES,
  type Size,
  type Visit,
} from './browser.ts';

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1';
const MAC =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15';
const AGENTS = {
  iphone: IPHONE,
  'old-iphone': IPHONE.replace('17_4', '16_7').replace('Version/17.4', 'Version/16.7'),
  android:
    'Mozilla/5.0 (Linux; Android 15; Pixel 10) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36',
  instagram:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 330.0.0',
  facebook:
    'Mozilla/5.0 (Linux; Android 15; SM-S921B; wv) AppleWebKit/537.36 Version/4.0 Chrome/130.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/480.0.0;]',
  computer:
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36',
};
const OTHERS = ['de-DE', 'ar-EG', 'zh-TW', 'ja-JP', 'mk-MK', 'he-IL', 'th-TH'];

describe('the install page in a browser', () => {
  let hubby: Hubby;
  let browser: Browser;
  before(async () => {
    [hubby, browser] = await Promise.all([startHubby(), startBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await hubby?.close();
  });

  async function made(
    key: CreatedPartner = hubby.partner,
  ): Promise<{ url: string; iccid: string; lpa: string }> {
    const id = user();
    await book(hubby, id, { key });
    await hubby.drain();
    const { iccid, qr } = (await dashboard(hubby, id, key)).body.data.current_esim;
    const { body } = await hubby.call(
      'POST',
      '/api/native/install-links',
      { external_user_id: id },
      { key },
    );
    return { url: body.data.url, iccid, lpa: qr };
  }
  async function seen<T>(
    url: string,
    options: BrowserContextOptions & { size: Size },
    look: (visit: Visit) => Promise<T>,
  ): Promise<T> {
    const opened = await visit(browser, options);
    try {
      await opened.page.goto(url);
      return await look(opened);
    } finally {
      await opened.close();
    }
  }
  /** A browser may refuse to read the clipboard for a moment while its window is not in front. */
  const copied = (page: Page, text: string): Promise<true> =>
    until(`${text} in the clipboard`, async () =>
      (await page.evaluate('navigator.clipboard.readText().catch(() => null)')) === text
        ? true
        : null,
    );
  const unfold = (page: Page): Promise<void> =>
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })");

  describe('every device on every screen', () => {
    for (const [nth, [device, userAgent]] of Object.entries(AGENTS).entries()) {
      it(device, async () => {
        const { url } = await made();
        for (const [i, size] of (Object.keys(SIZES) as Size[]).entries()) {
          const locale = i === 0 ? OTHERS[nth]! : 'en';
          for (const [n, javaScriptEnabled] of [true, false].entries()) {
            if (!isLookedAt(nth + i, n, 2)) continue;
            await seen(
              url,
              {
                size,
                locale,
                userAgent,
                javaScriptEnabled,
                colorScheme: i % 2 === 0 ? 'light' : 'dark',
              },
              async ({ page, complaints, requests }) => {
                const what = `install-${device}-${size}-${locale}${javaScriptEnabled ? '' : '-no-script'}`;
                await shoot(page, what);
                assert.equal(
                  (await page.locator('button[data-copy]:not([hidden])').count()) > 0,
                  javaScriptEnabled,
                  `${what}: copy buttons`,
                );
                // Without scripts axe cannot run either.
                if (javaScriptEnabled) {
                  await assertUsable(page, what);
                  await unfold(page);
                  await assertUsable(page, `${what} unfolded`);
                  await shoot(page, `${what}-unfolded`);
                }
                assert.deepEqual(complaints, [], what);
                assert.ok(
                  requests.every((r) => r.startsWith(hubby.url) || r.startsWith('data:')),
                  requests.join(' '),
                );
              },
            );
          }
        }
      });
    }
  });

  it('is usable in the other states too', async () => {
    const { url, iccid } = await made();
    for (const verb of ['install', 'enable', 'remove']) {
      await hubby.call('POST', `/api/sandbox/esims/${iccid}/${verb}`);
      await seen(url, { size: 'small', userAgent: IPHONE }, async ({ page, complaints }) => {
        await assertUsable(page, verb);
        await shoot(page, `install-${verb}`);
        assert.deepEqual(complaints, []);
      });
    }
  });

  it('copies each code, says so, and where the clipboard is closed selects it', async () => {
    const { url, lpa } = await made();
    const [, host, matchingId] = lpa.split('$');
    await seen(
      url,
      { size: 'phone', userAgent: IPHONE, permissions: ['clipboard-read', 'clipboard-write'] },
      async ({ page }) => {
        await page.click('#by-hand summary');
        for (const [id, code] of [
          ['smdp', host],
          ['matching', matchingId],
          ['whole', lpa],
        ]) {
          await page.click(`button[data-copy=${id}]`);
          await copied(page, code!);
          await page.waitForFunction("document.getElementById('said').textContent === 'Copied'");
        }
      },
    );
    await seen(url, { size: 'phone', userAgent: IPHONE }, async ({ page }) => {
      await page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', { value: undefined }); document.execCommand = () => false;",
      );
      await page.click('#by-hand summary');
      await page.click('button[data-copy=whole]');
      await page.waitForFunction(
        "document.getElementById('said').textContent.startsWith('Selected')",
      );
      assert.equal(await page.evaluate('String(getSelection())'), lpa);
    });
    await seen(
      url,
      {
        size: 'phone',
        userAgent: AGENTS.instagram,
        permissions: ['clipboard-read', 'clipboard-write'],
      },
      async ({ page }) => {
        await page.click('button[data-copy=address]');
        await copied(page, url);
      },
    );
  });

  it('offers one tap to an iPad that says it is a Mac, and a QR code to a Mac', async () => {
    const { url } = await made();
    await seen(url, { size: 'phone', userAgent: MAC }, async ({ page }) => {
      await page.waitForURL(/view=apple/);
      assert.equal(
        await page
          .locator('main .button')
          .first()
          .getAttribute('href')
          .then((href) => href!.startsWith('https://esimsetup.apple.com/')),
        true,
      );
    });
    await seen(url, { size: 'desktop', userAgent: MAC }, async ({ page }) => {
      assert.equal(page.url(), url);
      assert.ok(await page.locator('.card > .qr').isVisible());
    });
  });

  it('can be used by keyboard alone', async () => {
    const { url } = await made();
    await seen(url, { size: 'desktop', userAgent: AGENTS.android }, async ({ page }) => {
      await page.keyboard.press('Tab');
      assert.match(
        await page.evaluate<string>('document.activeElement.href'),
        /^https:\/\/esimsetup\.android\.com/,
      );
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      assert.ok(await page.locator('#smdp').isVisible());
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate('document.activeElement.dataset.copy'), 'smdp');
    });
  });

  it("runs nothing that stands in a partner's name, a language or a view", async () => {
    const names = [
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      "'-alert(1)-'",
      '{partner}</h1><svg onload=alert(1)>',
      '<%= alert(1) %>',
      'javascript:alert(1)',
      '</style><script>alert(1)</script>',
      '&lt;script&gt;alert(1)',
      '`${alert(1)}`',
      '<a href="javascript:alert(1)">x</a>',
    ];
    for (const name of names) {
      const { url } = await made(await hubby.newPartner(name));
      await seen(
        `${url}?view=${encodeURIComponent(name)}&lang=${encodeURIComponent(name)}`,
        { size: 'phone', userAgent: `${AGENTS.instagram} ${name.replaceAll(/[^\x20-\x7e]/g, '')}` },
        async ({ page, complaints }) => {
          assert.deepEqual(complaints, [], name);
          assert.ok((await page.textContent('main'))!.includes(name), name);
          assert.equal(
            await page.locator('main script, main img, main [onload], main [onerror]').count(),
            0,
          );
        },
      );
    }
  });
});
