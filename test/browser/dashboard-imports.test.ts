/** Bookings from a file on the screens: sent, checked, mapped, booked, and what came of it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { parse } from 'csv-parse/sync';
import { user, type Hubby } from '../harness.ts';
import { isLookedAt, startBrowser, type Size } from './browser.ts';
import { at } from './dashboard.ts';
import { developerAt, startLists } from './dashboard-lists.ts';

const WINDOWS: Record<string, { size: Size; viewport: { width: number; height: number } }> = {
  phone: { size: 'phone', viewport: { width: 390, height: 844 } },
  small: { size: 'desktop', viewport: { width: 1024, height: 768 } },
  large: { size: 'desktop', viewport: { width: 1440, height: 900 } },
};

describe('bookings from a file', () => {
  let hubby: Hubby;
  let browser: Browser;
  before(async () => {
    [hubby, browser] = await Promise.all([startLists(), startBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await hubby?.close();
  });

  for (const [nth, [look, window]] of Object.entries(WINDOWS).entries())
    it(`are checked, mapped by hand, booked and given back with what came of them: ${look}`, async () => {
      const partner = await hubby.newPartner();
      const { page, heading, press, whole, close } = await developerAt(hubby, browser, partner, {
        ...window,
        role: 'owner',
      });
      let state = 0;
      const see = async (name: string): Promise<void> => {
        if (isLookedAt(state++, nth, 3)) await whole(`${name}-${look}`);
      };
      /** What was asked for is there before it is worked on: nobody else does here. */
      const worked = async (act: () => Promise<unknown>): Promise<void> => {
        const answered = page.waitForResponse((one) => one.request().method() === 'POST');
        await act();
        await (await answered).finished();
        await hubby.drain();
      };
      await page.goto(at(hubby, `/p/${partner.slug}/imports`));
      await heading('Imports');
      await page.getByText('No file yet').waitFor();
      await see('imports-none');
      const [ada, bob] = [user(), user()];
      const rows = [
        'Reference,When,Who,Country,Volume',
        `FILE-1,2030-07-15,${ada},GR,1GB`,
        `FILE-2,2030-07-15,${bob},Atlantis,1GB`,
      ];
      await page.locator('input[type="file"]').setInputFiles({
        name: 'march.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(rows.join('\n')),
      });
      await heading('march.csv');
      await hubby.drain();
      const columns = {
        Reference: 'booking_id',
        When: 'departure_date',
        Who: 'external_user_id',
        Country: 'destination',
        Volume: 'size',
      };
      await page.getByLabel('Reference', { exact: true }).waitFor();
      for (const [column, field] of Object.entries(columns))
        await page.getByLabel(column, { exact: true }).selectOption(field);
      await worked(() => press('Check again'));
      await page.getByText(/Can be booked: \W*1\W*\. Left out: \W*1/).waitFor();
      await page
        .getByText(/Atlantis/)
        .first()
        .waitFor();
      await see('import-checked');
      await worked(() => page.getByRole('button', { name: /^Book \W*1\W* row$/ }).click());
      await page.getByText('Booked rows').waitFor();
      await see('import-done');
      const booked = await hubby.call('GET', '/api/bookings', undefined, { key: partner });
      assert.deepEqual(
        booked.body.data.bookings.map((one: { booking_id: string }) => one.booking_id),
        ['FILE-1'],
      );
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'Result as a file' }).click(),
      ]);
      const chunks: Buffer[] = [];
      for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
      const told: Record<string, string>[] = parse(Buffer.concat(chunks).toString(), {
        columns: true,
        bom: true,
      });
      assert.deepEqual(
        told.map((row) => [row['Reference'], row['result']]),
        [
          ['FILE-1', 'booked'],
          ['FILE-2', 'bad'],
        ],
      );
      await close();
    });
});
