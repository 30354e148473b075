/** What partners sell, on the screens: prices of their own, the strategy, promo codes. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { parse } from 'csv-parse/sync';
import { until } from '../faults/checks.ts';
import type { Hubby, Json } from '../harness.ts';
import { isLookedAt, startBrowser, type Size } from './browser.ts';
import { at, type Opened } from './dashboard.ts';
import { developerAt, startLists } from './dashboard-lists.ts';

const WINDOWS: Record<string, { size: Size; viewport: { width: number; height: number } }> = {
  phone: { size: 'phone', viewport: { width: 390, height: 844 } },
  small: { size: 'desktop', viewport: { width: 1024, height: 768 } },
  large: { size: 'desktop', viewport: { width: 1440, height: 900 } },
};
const BUNDLE = 'pkg_grc_1gb_365d';

/** What a link gives to save. */
async function saved({ page }: Opened, name: string): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name, exact: true }).click(),
  ]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

describe('what partners sell', () => {
  let hubby: Hubby;
  let browser: Browser;
  before(async () => {
    [hubby, browser] = await Promise.all([startLists(), startBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await hubby?.close();
  });

  const priceOf = async (partner: Json): Promise<Json> =>
    (await hubby.call('GET', `/api/prices?q=${BUNDLE}`, undefined, { key: partner })).body.data
      .prices[0];

  for (const [nth, [look, window]] of Object.entries(WINDOWS).entries())
    it(`prices are set where they stand, and by a file that is looked at first: ${look}`, async () => {
      const partner = await hubby.newPartner();
      const opened = await developerAt(hubby, browser, partner, { ...window, role: 'owner' });
      const { page, heading, press, whole, close } = opened;
      let state = 0;
      const see = async (name: string): Promise<void> => {
        if (isLookedAt(state++, nth, 3)) await whole(`${name}-${look}`);
      };
      await page.goto(
        at(hubby, `/p/${partner.slug}/prices?destination=GR&package_type=data-limited`),
      );
      await heading('Prices');
      const row = page.locator(`[data-row="${BUNDLE}"]`);
      await row.waitFor();
      await see('prices');
      if (look === 'phone') await row.click();
      const field = page.getByRole('textbox', { name: /^Your price: Greece, / }).first();
      const own =
        look === 'phone' ? field : page.locator('tr', { has: row }).getByLabel(/^Your price: /);
      await own.fill('a lot');
      await own.press('Enter');
      await page.getByText('Write an amount such as 4.50.').waitFor();
      await see('price-wrong');
      await own.press('Escape');
      assert.equal(await own.inputValue(), '');
      await own.fill('0,50');
      await own.press('Enter');
      await page.getByText('Saved.').first().waitFor();
      assert.equal((await priceOf(partner)).own_price, 0.5);
      if (look !== 'small') await page.getByText('Below what you pay').first().waitFor();
      assert.equal(await own.inputValue(), '0.50');
      await see('price-set');
      if (look === 'phone') await page.getByRole('button', { name: 'Back to Prices' }).click();
      const rows: Record<string, string>[] = parse(await saved(opened, 'Download CSV'), {
        columns: true,
      });
      assert.equal(rows.find(({ bundle_id: id }) => id === BUNDLE)!['own_price'], '0.50');
      const choose = (lines: string): Promise<void> =>
        page.locator('input[type="file"]').setInputFiles({
          name: 'prices.csv',
          mimeType: 'text/csv',
          buffer: Buffer.from(`bundle_id,own_price\n${lines}`),
        });
      await choose(`pkg_none,1\n${BUNDLE},many\n`);
      await page.getByText('row 2, bundle_id').waitFor();
      await see('prices-file-wrong');
      await press('Cancel');
      await choose(`${BUNDLE},6.40\n`);
      await page.getByText(/Changes: \W*1\W*\. As they are/).waitFor();
      await see('prices-file');
      await page.getByRole('button', { name: /^Change \W*1\W* price$/ }).click();
      await page.getByText(/\W*1\W* price is changed\./).waitFor();
      assert.equal((await priceOf(partner)).own_price, 6.4);
      await close();
    });

  it('prices are read, not set, by whose role says so', async () => {
    const partner = await hubby.newPartner();
    const { page, heading, close } = await developerAt(hubby, browser, partner, {
      ...WINDOWS['large'],
      role: 'finance',
    });
    await page.goto(at(hubby, `/p/${partner.slug}/prices?destination=GR`));
    await heading('Prices');
    await page.locator('[data-row]').first().waitFor();
    assert.equal(await page.getByLabel(/^Your price: /).count(), 0);
    assert.equal(await page.getByRole('button', { name: 'Set by CSV' }).count(), 0);
    await close();
  });
});
