/**
 * Buying in a real browser: the screens, the pay page and the way back, against the pay desk of the
 * sandbox and a worker, with what people do there: tap twice, go back, pay in another tab.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { until } from '../faults/checks.ts';
import { book, dashboard, redeem } from '../faults/steps.ts';
import { startHubby, user, type Hubby, type Json } from '../harness.ts';
import { openStore } from '../support/shop.ts';
import { startBrowser, visit } from './browser.ts';
import { orderFirstOffer, PAY, payAndComeBack } from './buy-more.ts';

describe('buying on the managed screens', () => {
  let hubby: Hubby;
  let browser: Browser;
  before(async () => {
    [hubby, browser] = await Promise.all([startHubby(), startBrowser()]);
    await openStore(hubby);
    await hubby.work();
  });
  after(async () => {
    await browser?.close();
    await hubby?.close();
  });

  /** A traveler with an eSIM and a package on it, in the store of Greece. */
  async function inStore() {
    const id = user();
    const [queue] = (await book(hubby, id)).queues;
    assert.equal((await redeem(hubby, id, queue!.id)).status, 200);
    const { status, text, body } = await hubby.call('POST', '/api/redirect-tokens/create', {
      external_user_id: id,
      to: 'store/GRC',
    });
    assert.equal(status, 201, text);
    const opened = await visit(browser, { size: 'phone', locale: 'en-GB' });
    await opened.page.goto(body.data.redirect_url);
    await opened.page.waitForSelector('.offer');
    return { id, ...opened };
  }
  const packagesOf = async (id: string): Promise<Json[]> =>
    (await dashboard(hubby, id)).body.data.current_esim_packages;
  const eventsOf = (id: string): Promise<Json[]> =>
    hubby.sql(
      `select type from events
       where data->>'external_user_id' = $1 and type in ('package.purchased', 'topup.completed')
       order by id`,
      [id],
    );

  it('tells of the first purchase for a destination, and of a top-up after it', async () => {
    const { id, page, complaints, close } = await inStore();
    for (const bought of [2, 3]) {
      await page.goto(`${hubby.url}/w/${hubby.partner.slug}/store/GRC`);
      await orderFirstOffer(page);
      await payAndComeBack(page);
      assert.equal((await packagesOf(id)).length, bought);
    }
    assert.deepEqual(await eventsOf(id), [
      { type: 'package.purchased' },
      { type: 'topup.completed' },
    ]);
    assert.deepEqual(complaints, []);
    await close();
  });

  it('takes a double tap, and Back and the payment once more, for one purchase', async () => {
    const { id, page, complaints, close } = await inStore();
    await page.waitForSelector('.offer');
    await page.click('.offer');
    await page.check('.consent input');
    await page.dblclick('.card:has(.consent) button');
    await page.waitForSelector(PAY);
    const payPage = page.url();
    await page.goBack();
    await page.waitForURL('**/purchase/*');
    await page.click('.hero button');
    await page.waitForURL(payPage);
    await payAndComeBack(page);
    // Once more from the browser's history: the page says that it is paid.
    await page.goto(payPage);
    assert.equal(await page.locator(PAY).count(), 0);
    const purchases = await hubby.sql(
      `select p.state from purchases p
       join travelers t on t.partner_id = p.partner_id and t.id = p.traveler_id
       where t.external_user_id = $1`,
      [id],
    );
    assert.deepEqual(purchases, [{ state: 'provisioned' }]);
    assert.equal((await packagesOf(id)).length, 2);
    assert.deepEqual(complaints, []);
    await close();
  });

  it('shows in the first tab what was paid in another, though no event ever came', async () => {
    const { id, page, complaints, close } = await inStore();
    await orderFirstOffer(page);
    const payPage = page.url();
    await page.goBack();
    await page.waitForURL('**/purchase/*');
    const paid = await fetch(payPage, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ how: 'never' }),
    });
    assert.equal(paid.status, 303);
    await page.waitForSelector('.sign-good', { timeout: 60_000 });
    await until('the package', async () => (await packagesOf(id)).length === 2);
    assert.deepEqual(complaints, []);
    await close();
  });
});
