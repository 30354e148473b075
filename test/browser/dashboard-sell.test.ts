/** What partners sell, on the screens: prices of their own, the strategy, promo codes. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { parse } from 'csv-parse/sync';
import { until } from '../faults/checks.ts';
import { IN_A_YEAR, user, type Hubby, type Json } from '../harness.ts';
import { isLookedAt, startBrowser, type Size } from './browser.ts';
import { at, type Opened } from './dashboard.ts';
import { developerAt, startLists } from './dashboard-lists.ts';

const WINDOWS: Record<string, { size: Size; viewport: { width: number; height: number } }> = {
  phone: { size: 'phone', viewport: { width: 390, height: 844 } },
  small: { size: 'desktop', viewport: { width: 1024, height: 768 } },
  large: { size: 'desktop', viewport: { width: 1440, height: 900 } },
};
const BUNDLE = 'pkg_grc_1gb_365d';
/** Signs that keep the direction of what is put in stand around it. */
const BOTH_OTHERS =
  /Bookings: \W*2\W*\. Left to the strategy: \W*2\W*\. Would be others: \W*2\W*\./;

/** A dialog is there before it can be seen. */
const appeared = ({ page }: Opened): Promise<boolean> =>
  until('the dialog can be seen', () =>
    page.evaluate<boolean>(
      `[...document.querySelectorAll('.modal-in')].every((e) => getComputedStyle(e).opacity === '1')`,
    ),
  );

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
      const field = page.getByRole('textbox', { name: /^Your price: / }).first();
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
      if (look !== 'small')
        await page.getByText('Below what you pay').filter({ visible: true }).first().waitFor();
      assert.equal(await own.inputValue(), '0.50');
      await see('price-set');
      if (look === 'phone') await page.getByRole('button', { name: /^Back to \W*Prices/ }).click();
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
      await appeared(opened);
      await see('prices-file-wrong');
      await press('Cancel');
      await choose(`${BUNDLE},6.40\n`);
      await page.getByText(/Changes: \W*1\W*\. As they are/).waitFor();
      await appeared(opened);
      await see('prices-file');
      await page.getByRole('button', { name: /^Change \W*1\W* price$/ }).click();
      await page.getByText(/\W*1\W* price is changed\./).waitFor();
      assert.equal((await priceOf(partner)).own_price, 6.4);
      await close();
    });

  for (const [nth, [look, window]] of Object.entries(WINDOWS).entries())
    it(`a strategy is tried on what was booked, mended and set: ${look}`, async () => {
      const partner = await hubby.newPartner();
      const fixed = { name: 'fixed_size', parameters: { size: '1GB' } };
      await hubby.operator('PATCH', `/partners/${partner.partner_id}/settings`, {
        package_strategy: fixed,
      });
      for (const [i, destination] of ['GR', 'FR'].entries()) {
        const booking = {
          departure_date: IN_A_YEAR,
          booking_id: `TRIP-${i}`,
          package_specifications: [{ external_user_id: user(), destination }],
        };
        const { status, text } = await hubby.call('POST', '/api/bookings', booking, {
          key: partner,
        });
        assert.equal(status, 201, text);
      }
      const opened = await developerAt(hubby, browser, partner, { ...window, role: 'admin' });
      const { page, heading, press, fill, whole, close } = opened;
      let state = 0;
      const see = async (name: string): Promise<void> => {
        if (isLookedAt(state++, nth, 3)) await whole(`${name}-${look}`);
      };
      await page.goto(at(hubby, `/p/${partner.slug}/strategy`));
      await heading('Package strategy');
      await page.getByLabel('Size', { exact: true }).waitFor();
      assert.equal(await page.getByLabel('Strategy', { exact: true }).inputValue(), 'fixed_size');
      await see('strategy');
      await fill('Size', '3GB');
      await press('Try on the last 30 days');
      await page.getByText(BOTH_OTHERS).waitFor();
      await page.getByRole('link', { name: 'TRIP-1' }).waitFor();
      await see('strategy-tried');
      await page.getByLabel('Strategy', { exact: true }).selectOption('hybrid');
      await press('Add a rule');
      await page.getByLabel('Countries', { exact: true }).first().selectOption('FRA');
      await page.getByLabel('Size', { exact: true }).first().fill('much');
      await press('Try on the last 30 days');
      await page
        .getByText(/expected a size such as 500MB/)
        .first()
        .waitFor();
      await see('strategy-wrong');
      await page.getByLabel('Size', { exact: true }).first().fill('5GB');
      await page.getByLabel('Size', { exact: true }).nth(1).fill('1GB');
      await page.getByLabel('Only for', { exact: true }).selectOption('FRA');
      await press('Try on the last 30 days');
      await page.getByText(BOTH_OTHERS).waitFor();
      await page.getByText(/GRC is not on the white list/).waitFor();
      await see('strategy-by-country');
      await page
        .getByRole('list', { name: 'Only for' })
        .getByRole('button', { name: /^Take out \W*France/ })
        .click();
      await press('Save');
      await page.getByText('Saved.').first().waitFor();
      const { settings } = (await hubby.operator('GET', `/partners/${partner.partner_id}`)).body
        .data;
      assert.deepEqual(settings.package_strategy, {
        name: 'hybrid',
        parameters: {
          rules: [
            { when: { iso3: ['FRA'] }, use: { name: 'fixed_size', parameters: { size: '5GB' } } },
          ],
          default: fixed,
        },
      });
      await page.reload();
      await page.getByRole('heading', { name: /^Rule \W*1/ }).waitFor();
      assert.equal(await page.getByLabel('Size', { exact: true }).first().inputValue(), '5GB');
      await close();
    });

  for (const [nth, [look, window]] of Object.entries(WINDOWS).entries())
    it(`promo codes are made, imported and taken along as files and sheets: ${look}`, async () => {
      const partner = await hubby.newPartner();
      const opened = await developerAt(hubby, browser, partner, { ...window, role: 'owner' });
      const { page, heading, press, fill, whole, close } = opened;
      let state = 0;
      const see = async (name: string): Promise<void> => {
        if (isLookedAt(state++, nth, 3)) await whole(`${name}-${look}`);
      };
      await page.goto(at(hubby, `/p/${partner.slug}/codes`));
      await heading('Promo codes');
      await page.getByText('No codes yet').waitFor();
      await see('codes-none');
      await press('Make codes');
      const dialog = page.getByRole('dialog', { name: 'Make codes' });
      await dialog.getByLabel('Name', { exact: true }).fill('Summer fair');
      await fill('How many', '20');
      await fill('Last day', '2099-12-31');
      await fill('Destination', 'Atlantis');
      const make = dialog.getByRole('button', { name: 'Make codes', exact: true });
      await make.click();
      await page
        .getByText(/Atlantis/)
        .first()
        .waitFor();
      await appeared(opened);
      await see('codes-wrong');
      await fill('Destination', 'Greece');
      await make.click();
      await heading('Summer fair');
      await page
        .getByRole('button', { name: /^Copy / })
        .first()
        .waitFor();
      await see('codes-batch');
      const rows: Record<string, string>[] = parse(await saved(opened, 'Download CSV'), {
        columns: true,
      });
      assert.equal(rows.length, 20);
      assert.match(rows[0]!['claim_url']!, /free-esim/);
      const sheets = await saved(opened, 'QR sheets (PDF)');
      assert.match(sheets.toString('latin1'), /^%PDF-1\.\d[^]*\/Count 2\n[^]*%%EOF\n$/);
      await page.goto(at(hubby, `/p/${partner.slug}/codes`));
      await page.getByText('Summer fair').first().waitFor();
      await page.locator('input[type="file"]').setInputFiles({
        name: 'old.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(
          `code,valid_until,destination,size\nOLD-1,2099-12-31,GR,1GB\n${rows[0]!['promo_code']},2099-12-31,GR,1GB\n`,
        ),
      });
      await page.getByText('What the file looks like').waitFor();
      await appeared(opened);
      await see('codes-import');
      await page
        .getByRole('dialog')
        .getByRole('button', { name: 'Import CSV', exact: true })
        .click();
      await heading('old');
      await page.getByText(/^Left out, as they were there already: \W*1/).waitFor();
      await page.getByRole('button', { name: /^Copy \W*OLD-1/ }).waitFor();
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
