/** How long what is kept, on the screens: looked at, made less, refused where it would be more. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import type { Hubby, Json } from '../harness.ts';
import { isLookedAt, startBrowser, type Size } from './browser.ts';
import { at } from './dashboard.ts';
import { developerAt, startLists } from './dashboard-lists.ts';

const WINDOWS: Record<string, { size: Size; viewport: { width: number; height: number } }> = {
  phone: { size: 'phone', viewport: { width: 390, height: 844 } },
  large: { size: 'desktop', viewport: { width: 1440, height: 900 } },
};

describe('retention', () => {
  let hubby: Hubby;
  let browser: Browser;
  before(async () => {
    [hubby, browser] = await Promise.all([startLists(), startBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await hubby?.close();
  });
  const own = async (key: Json): Promise<Json | undefined> =>
    (await hubby.call('GET', '/api/settings', undefined, { key })).body.data.settings.retention;

  for (const [nth, [look, window]] of Object.entries(WINDOWS).entries())
    it(`is made less after a question, and left to the installation again: ${look}`, async () => {
      const partner = await hubby.newPartner();
      const opened = await developerAt(hubby, browser, partner, { ...window, role: 'admin' });
      const { page, heading, press, fill, whole, close } = opened;
      let state = 0;
      const see = async (name: string): Promise<void> => {
        if (isLookedAt(state++, nth, 2)) await whole(`${name}-${look}`);
      };
      await page.goto(at(hubby, `/p/${partner.slug}/retention`));
      await heading('Retention');
      const rowOf = (name: string) => page.getByRole('row').filter({ hasText: name });
      await rowOf('Audit log').getByText('It stays').waitFor();
      await see('retention');

      await fill('Requests', '99');
      await press('Save');
      await page.getByText(/at most 30 days/).waitFor();
      await see('retention-refused');
      await fill('Requests', '14');
      await fill('Bodies of requests', '0');
      await press('Save');
      await page.getByRole('alertdialog', { name: 'Delete what is older?' }).waitFor();
      assert.equal(await own(partner), undefined);
      await see('retention-asked');
      await press('Save and delete');
      await rowOf('Bodies of requests').getByText('Not kept').waitFor();
      await rowOf('Of your servers')
        .getByText(/^\W*14\W* days$/)
        .waitFor();
      assert.deepEqual(await own(partner), { request_days: 14, request_body_days: 0 });
      await see('retention-own');

      await fill('Requests', '');
      await fill('Bodies of requests', '');
      await press('Save');
      await rowOf('Of your servers')
        .getByText(/^\W*30\W* days$/)
        .waitFor();
      assert.equal(await own(partner), undefined);
      await close();
    });

  it('is looked at, and not changed, by who may only read', async () => {
    const partner = await hubby.newPartner();
    const opened = await developerAt(hubby, browser, partner, { size: 'desktop', role: 'viewer' });
    await opened.page.goto(at(hubby, `/p/${partner.slug}/retention`));
    await opened.page.getByText('Your role may look at this, not change it.').waitFor();
    assert.equal(await opened.page.getByRole('button', { name: 'Save' }).count(), 0);
    await opened.close();
  });
});
