/** The open codes of a batch are cancelled on its panel: counted, asked, and undone within ten seconds. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { user, type Hubby, type Json } from '../harness.ts';
import { isLookedAt, startBrowser, type Size } from './browser.ts';
import { at } from './dashboard.ts';
import { developerAt, startLists } from './dashboard-lists.ts';

const WINDOWS: Record<string, { size: Size; viewport: { width: number; height: number } }> = {
  phone: { size: 'phone', viewport: { width: 390, height: 844 } },
  large: { size: 'desktop', viewport: { width: 1440, height: 900 } },
};

describe('cancelling promo codes', () => {
  let hubby: Hubby;
  let browser: Browser;
  before(async () => {
    [hubby, browser] = await Promise.all([startLists(), startBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await hubby?.close();
  });
  const ask = async (method: string, path: string, key: Json, body?: Json): Promise<Json> => {
    const answer = await hubby.call(method, `/api/promo-code${path}`, body, { key });
    assert.ok(answer.status < 300, answer.text);
    return answer.body.data;
  };

  for (const [nth, [look, window]] of Object.entries(WINDOWS).entries())
    it(`is counted, undone, done, and gone for who may not: ${look}`, async () => {
      const partner = await hubby.newPartner();
      const asked = { name: 'Fair', count: 4, valid_until: '2099-12-31' };
      const { id } = await ask('POST', '-batches', partner, {
        ...asked,
        destination: 'GR',
        size: '1GB',
      });
      const { codes } = await ask('GET', `-batches/${id}/codes`, partner);
      await ask('POST', `s/${codes[0].promo_code}/redeem`, partner, { external_user_id: user() });
      const states = async (): Promise<Json> =>
        (await ask('GET', `-batches/${id}`, partner)).states;

      const opened = await developerAt(hubby, browser, partner, { ...window, role: 'admin' });
      const { page, heading, press, whole, close } = opened;
      let state = 0;
      const see = async (name: string): Promise<void> => {
        if (isLookedAt(state++, nth, 2)) await whole(`${name}-${look}`);
      };
      await page.goto(at(hubby, `/p/${partner.slug}/codes/${id}`));
      await heading('Fair');
      await press('Cancel open codes');
      const dialog = page.getByRole('alertdialog', { name: /^Cancel \W*3\W* open codes\?$/ });
      await dialog.waitFor();
      await see('codes-cancel-asked');
      await dialog.getByRole('button', { name: 'Cancel open codes' }).click();
      await page.getByText(/\W*3\W* codes will be cancelled\./).waitFor();
      await press('Undo');
      assert.equal((await states()).open, 3);

      await press('Cancel open codes');
      await dialog.getByRole('button', { name: 'Cancel open codes' }).click();
      await press('Do it now');
      await page.getByText(/\W*3\W* codes are cancelled\./).waitFor();
      await page.getByRole('button', { name: 'Cancel open codes' }).waitFor({ state: 'detached' });
      assert.deepEqual(await states(), {
        open: 0,
        claimed: 0,
        redeemed: 1,
        expired: 0,
        cancelled: 3,
      });
      await see('codes-cancelled');
      await close();

      const support = await developerAt(hubby, browser, partner, { ...window, role: 'support' });
      await support.page.goto(at(hubby, `/p/${partner.slug}/codes/${id}`));
      await support.heading('Fair');
      assert.equal(await support.page.getByRole('button', { name: 'Cancel open' }).count(), 0);
      await support.close();
    });
});
