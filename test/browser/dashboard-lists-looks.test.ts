/** The lists of developers on every screen: a phone, a small window, a large one; light and dark. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import type { Hubby } from '../harness.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { isLookedAt, startBrowser, type Size } from './browser.ts';
import { at, type Opened } from './dashboard.ts';
import { developerAt, happen, partnerWith, requestOnce, startLists } from './dashboard-lists.ts';

/** Name of the look → what the window is. */
const WINDOWS: Record<string, { size: Size; viewport: { width: number; height: number } }> = {
  phone: { size: 'phone', viewport: { width: 390, height: 844 } },
  small: { size: 'desktop', viewport: { width: 1024, height: 768 } },
  large: { size: 'desktop', viewport: { width: 1440, height: 900 } },
};

/** Looks at every second state or so, unless all are asked for. */
function seeing({ whole }: Opened, look: string, nth: number): (name: string) => Promise<void> {
  let state = 0;
  return async (name) => {
    if (isLookedAt(state++, nth, Object.keys(WINDOWS).length)) await whole(`${name}-${look}`);
  };
}

describe('the lists of developers', () => {
  let hubby: Hubby;
  let browser: Browser;
  let receiver: Receiver;
  before(async () => {
    [hubby, browser, receiver] = await Promise.all([
      startLists(),
      startBrowser(),
      startReceiver((one, res) => {
        res
          .writeHead(one.json.event === 'booking.created' ? 500 : 200, {
            'content-type': 'application/json',
          })
          .end('{"message":"The bookings database is read only"}');
      }),
    ]);
  });
  after(async () => {
    await browser?.close();
    await receiver?.close();
    await hubby?.close();
  });

  for (const [nth, [look, window]] of Object.entries(WINDOWS).entries())
    it(`are whole where nothing is there yet: ${look}`, async () => {
      const partner = await hubby.newPartner();
      const opened = await developerAt(hubby, browser, partner, window);
      const { page, heading, close } = opened;
      const seen = seeing(opened, look, nth);
      for (const [name, title] of [
        ['requests', 'Requests'],
        ['errors', 'Errors'],
        ['events', 'Events'],
        ['deliveries', 'Deliveries'],
      ] as const) {
        await page.goto(at(hubby, `/p/${partner.slug}/${name}`));
        await heading(title);
        await page.locator('code, .border-dashed').first().waitFor();
        await seen(`${name}-none`);
      }
      await close();
    });

  for (const [nth, [look, window]] of Object.entries(WINDOWS).entries())
    it(`are whole with rows, with details and with dialogs: ${look}`, async () => {
      const partner = await partnerWith(hubby, receiver);
      await happen(hubby, partner, ['package.expired', 'booking.created', 'booking.cancelled']);
      await hubby.drain();
      const failed = await requestOnce(hubby, partner);
      const opened = await developerAt(hubby, browser, partner, { ...window, role: 'owner' });
      const { page, heading, press, close } = opened;
      const seen = seeing(opened, look, nth);
      const open = async (name: string): Promise<void> => {
        await page.goto(at(hubby, `/p/${partner.slug}/${name}`));
        await page.locator('[data-row]').first().waitFor();
      };
      await open('requests');
      await seen(`requests`);
      await open('requests?status=client_error&since=7d');
      await seen(`requests-filtered`);
      await page.locator(`[data-row]`).first().click();
      await page.getByRole('region', { name: 'Answer', exact: true }).waitFor();
      await seen(`request`);
      assert.ok(page.url().includes(failed), page.url());
      await open('errors');
      await seen(`errors`);
      await open('events');
      await seen(`events`);
      await page.locator('[data-row]').first().click();
      await page.getByRole('region', { name: 'Data', exact: true }).waitFor();
      await seen(`event`);
      await open('deliveries');
      await seen(`deliveries`);
      await page.getByRole('checkbox').nth(1).check();
      await page.getByText('One chosen').waitFor();
      await seen(`deliveries-chosen`);
      await page.locator('[data-row]').nth(1).click();
      await page.getByRole('region', { name: 'Body as sent' }).waitFor();
      await seen(`delivery`);
      await open('deliveries');
      await press('Filter');
      await seen(`filter-menu`);
      await page.getByRole('menuitem', { name: 'State' }).click();
      await page.getByRole('dialog', { name: 'State' }).waitFor();
      await seen(`filter`);
      await page.keyboard.press('Escape');
      await press('Send many again');
      await page.getByRole('menuitem', { name: 'Everything of a period …' }).click();
      await page.getByText(/events? will be sent/).waitFor();
      await seen(`replay`);
      await heading('Everything of a period …');
      await close();
    });
});
