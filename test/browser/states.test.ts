/** Every state of every page for travelers on every screen, in a real browser. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { startHubby, type Hubby } from '../harness.ts';
import {
  assertUsable,
  bookCode,
  claimByApi,
  email,
  isLookedAt,
  shoot,
  startBrowser,
  visit,
  SIZES,
  type PromoCode,
  type Size,
} from './browser.ts';

const OTHERS = ['de-DE', 'ar-EG', 'zh-TW', 'ja-JP', 'mk-MK', 'he-IL', 'th-TH', 'ko-KR'];

describe('pages in a browser', () => {
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

  /** Every state of every page by name: how a visitor comes to it. */
  const STATES: Record<
    string,
    () => Promise<{ url: string; act?: (page: Page) => Promise<void> }>
  > = {
    open: async () => ({ url: (await code()).claim_url }),
    'several-countries': async () => ({
      url: (
        await code({
          destination: ['FR', 'IT', 'ES', 'DE', 'AT', 'BE', 'NL', 'GR', 'PT', 'PL'],
          size: '1GB',
        })
      ).claim_url,
    }),
    'destination-later': async () => ({ url: (await code({ size: '1GB' })).claim_url }),
    'no-address': async () => ({
      url: (await code()).claim_url,
      act: async (page) => {
        await page.click('main button');
        await page.waitForSelector('#email-error');
      },
    }),
    'wrong-address': async () => ({
      url: (await code()).claim_url,
      act: async (page) => {
        await page.fill('#email', 'nobody@');
        await page.click('main button');
        await page.waitForSelector('#email-error');
      },
    }),
    sent: async () => ({
      url: (await code()).claim_url,
      act: async (page) => {
        await page.fill('#email', email());
        await page.click('main button');
        await page.waitForSelector('.notice-good');
      },
    }),
    claimed: async () => {
      const { uuid, claim_url } = await code();
      await claim(uuid);
      return { url: claim_url };
    },
    ended: async () => {
      const { uuid, claim_url } = await code();
      await hubby.sql(
        `update promo_codes set valid_until = now() - interval '1 day' where uuid = $1`,
        [uuid],
      );
      return { url: claim_url };
    },
    unknown: async () => ({ url: `${hubby.url}/free-esim/test-travel?uuid=${randomUUID()}` }),
    languages: async () => ({
      url: (await code()).claim_url,
      act: (page) => page.click('footer summary'),
    }),
    'deep-link-phone': async () => ({ url: `${(await code()).deep_link_url}&view=phone` }),
    'deep-link-desktop': async () => ({ url: `${(await code()).deep_link_url}&view=desktop` }),
    'deep-link-unknown': async () => ({
      url: `${hubby.url}/starter/?promoCode=NOBODYSCODE&view=phone`,
    }),
  };

  describe('every state on every screen', () => {
    for (const [state, make] of Object.entries(STATES)) {
      it(state, async () => {
        const sizes = Object.keys(SIZES) as Size[];
        const nth = Object.keys(STATES).indexOf(state);
        for (const [i, size] of sizes.entries()) {
          // Every language is seen on every screen, and every state in several languages.
          const turn = i + nth;
          const locales = ['en', OTHERS[turn % OTHERS.length]!];
          for (const [n, locale] of locales.entries()) {
            if (!isLookedAt(turn, n, locales.length)) continue;
            const { url, act } = await make();
            const { page, complaints, requests, close } = await visit(browser, {
              size,
              locale,
              colorScheme: (n + i + (nth >> 1)) % 2 === 0 ? 'light' : 'dark',
            });
            try {
              await page.goto(url);
              await act?.(page);
              const what = `${state} ${size} ${locale}`;
              await assertUsable(page, what);
              assert.deepEqual(complaints, [], what);
              assert.ok(
                requests.every((r) => r.startsWith(hubby.url) || r.startsWith('data:')),
                `${what}: ${requests.join(' ')}`,
              );
              assert.equal(
                (await page.evaluate<string>('document.documentElement.lang')).split('-')[0],
                locale.split('-')[0],
              );
              await shoot(page, `${state}-${size}-${locale}`);
            } finally {
              await close();
            }
          }
        }
      });
    }

    it("stays readable in a partner's colours, whatever they are", async () => {
      const { claim_url } = await code();
      for (const primary of [
        '#ffffff',
        '#000000',
        '#ffff00',
        '#ff0000',
        '#00ff00',
        '#7f7f7f',
        '#e6007e',
        '#0a0a50',
      ]) {
        await hubby.operator('PATCH', `/partners/${hubby.partner.partner_id}/settings`, {
          visual_identity: {
            default: {
              name: 'Blue Horizon Travel',
              primary_color: primary,
              secondary_color: '#ffd166',
            },
          },
        });
        for (const colorScheme of ['light', 'dark'] as const) {
          const { page, close } = await visit(browser, { size: 'phone', colorScheme });
          await page.goto(claim_url);
          await assertUsable(page, `${primary} ${colorScheme}`);
          await shoot(page, `colour-${primary.slice(1)}-${colorScheme}`);
          await close();
        }
      }
      await hubby.operator('PATCH', `/partners/${hubby.partner.partner_id}/settings`, {
        visual_identity: null,
      });
    });

    it('keeps its shape with words that are too long, and at twice the size of text', async () => {
      await hubby.operator('PATCH', `/partners/${hubby.partner.partner_id}/settings`, {
        visual_identity: {
          default: {
            name: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft mbH',
          },
        },
      });
      const { claim_url, deep_link_url } = await code({ destination: 'BIH', size: '1GB' });
      for (const url of [claim_url, `${deep_link_url}&view=phone`]) {
        const { page, close } = await visit(browser, { size: 'small', locale: 'de' });
        await page.goto(url);
        // As a browser's setting would: the style attribute of scripts is not under the page's
        // policy.
        await page.evaluate("document.documentElement.style.fontSize = '200%'");
        await assertUsable(page, url);
        await close();
      }
      await hubby.operator('PATCH', `/partners/${hubby.partner.partner_id}/settings`, {
        visual_identity: null,
      });
    });
  });
});
