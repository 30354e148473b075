/** The public page of service figures: read on every screen, by whoever. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { countHours, HOUR_MS } from '../../src/domain/service/count-hours.ts';
import { startHubby, type Hubby } from '../harness.ts';
import { assertUsable, shoot, SIZES, startBrowser, visit, type Size } from './browser.ts';

describe('the status page in a browser', () => {
  let hubby: Hubby;
  let browser: Browser;
  before(async () => {
    [hubby, browser] = await Promise.all([startHubby(), startBrowser()]);
    const hour = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
    await hubby.sql(
      `insert into service_minutes (at, class, requests, failed)
       select $1::timestamptz + n * interval '1 minute', 'api', 100, case when n < 3 then 50 else 0 end
       from generate_series(0, 59) n`,
      [new Date(hour - 24 * HOUR_MS)],
    );
    await countHours(hubby.ctx, new Date(hour));
  });
  after(async () => {
    await browser?.close();
    await hubby?.close();
  });

  for (const size of Object.keys(SIZES) as Size[])
    for (const colorScheme of ['light', 'dark'] as const)
      it(`is whole, with what is counted opened: ${size}, ${colorScheme}`, async () => {
        const { page, complaints, close } = await visit(browser, { size, colorScheme });
        await page.goto(`${hubby.url}/status?lang=en`);
        await page.locator('summary').first().click();
        await page.getByText('minute by minute').waitFor();
        await assertUsable(page, `status ${size} ${colorScheme}`);
        await shoot(page, `status-${size}-${colorScheme}`);
        // The longest words of all.
        await page.getByRole('link', { name: 'Deutsch', exact: true }).click();
        await page.getByRole('heading', { name: 'Status des Dienstes' }).waitFor();
        await page.locator('summary').nth(1).click();
        await assertUsable(page, `status ${size} ${colorScheme}, German`);
        await shoot(page, `status-de-${size}-${colorScheme}`);
        assert.deepEqual(complaints, []);
        await close();
      });
});
