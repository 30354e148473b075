/** The operator's money and supply: purchases, costs, rates, what an account has, and mail. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { STAND_INS, type StandIn } from '../../packages/standins/src/index.ts';
import type { Worker } from '../../src/worker.ts';
import { until } from '../faults/checks.ts';
import { iccid } from '../support/suppliers/es2plus/account.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { isLookedAt, startBrowser, type Size } from './browser.ts';
import { at, type Opened } from './dashboard.ts';
import { personAt } from './dashboard-lists.ts';

let shop: Shop;
let browser: Browser;
let worker: Worker;
let smdp: StandIn;
before(async () => {
  [shop, browser, smdp] = await Promise.all([openShop(), startBrowser(), STAND_INS['es2plus']!(0)]);
  worker = await shop.hubby.work();
});
after(async () => {
  await browser?.close();
  await worker?.stop();
  await shop?.close();
  await smdp?.close();
});

const operatorAt = async (
  options: Partial<BrowserContextOptions> & { size?: Size } = {},
): Promise<Opened> =>
  (
    await personAt(
      shop.hubby,
      browser,
      { name: 'Olga', operatorRole: 'operator' },
      { size: 'desktop', ...options },
    )
  ).opened;

const url = (path: string): string => at(shop.hubby, path);
const dialog = (page: Page) => page.getByRole('dialog');
const confirm = (page: Page, name: string): Promise<void> =>
  page.getByRole('alertdialog').getByRole('button', { name, exact: true }).click();
const choose = (page: Page, name: string, text: string): Promise<void> =>
  page
    .locator('input[type="file"]')
    .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

/** Paid, on the eSIM, and disputed at the pay desk. */
async function inDoubt(): Promise<string> {
  const buyer = await shop.traveler();
  await shop.hubby.drain();
  const { purchase_id: id } = await buyer.buy();
  await shop.send(shop.tellPaid(id));
  await until(
    'it is delivered',
    async () =>
      (await shop.hubby.sql('select state from purchases where id = $1', [id]))[0]?.state ===
      'provisioned',
  );
  await shop.hubby.sql(
    `update checkouts set doubt = 'disputed', doubted_at = now() where purchase_id = $1`,
    [id],
  );
  return id;
}
const unfit = (id: string): Promise<unknown> =>
  shop.hubby.sql(
    `insert into payment_events (id, type, is_live, at, next_attempt_at, amount, currency, unfit)
     values ($1, 'charge.refunded', false, now(), null, 1234, 'EUR', 'there is no such purchase')`,
    [id],
  );

/** The costs of so many articles have jumped; answers their names. */
async function jump(count: number): Promise<string[]> {
  const rows = await shop.hubby.sql(
    `update sources
     set offered_cost = 9999, offered_currency = 'EUR', offered_at = now(), is_held = true
     where id in (select id from sources where offered_cost is null order by id limit $1)
     returning id`,
    [count],
  );
  return rows.map(({ id }) => id as string).sort();
}

let accounts = 0;
async function account(): Promise<string> {
  const name = `smdp-${++accounts}`;
  const { url: base_url, credentials, settings } = smdp;
  const made = await shop.hubby.operator('POST', '/suppliers', {
    name,
    kind: 'es2plus',
    mode: 'test',
    base_url,
    credentials,
    settings: { ...settings, stock_threshold: 5 },
  });
  assert.equal(made.status, 201, made.text);
  const tested = await shop.hubby.operator('POST', `/suppliers/${name}/test`);
  assert.equal(tested.body.data.ok, true, tested.text);
  return name;
}

describe('the operator', () => {
  it('decides a purchase in doubt, and looks at payments that fit nothing', async () => {
    const id = await inDoubt();
    await unfit('evt_browser');
    const { page, press, heading, close } = await operatorAt();
    await page.goto(url('/operator/purchases'));
    await page.getByRole('link', { name: id }).click();
    await heading(id);
    await press('Give the money back');
    await page.getByRole('alertdialog').getByText('Also where the plan stays').waitFor();
    await page.keyboard.press('Escape');
    await press('Leave it as it is');
    await confirm(page, 'Leave it as it is');
    await page.getByText('It stays as it is.').waitFor();
    await page.getByText('A person has to decide').waitFor({ state: 'detached' });
    const [row] = await shop.hubby.sql('select doubt from checkouts where purchase_id = $1', [id]);
    assert.equal(row!.doubt, null);
    await press('Payments that fit nothing (1)');
    await dialog(page).getByText('€12.34').waitFor();
    await dialog(page)
      .getByRole('button', { name: /^Seen: .*evt_browser/ })
      .click();
    await dialog(page).getByText('There is none.').waitFor();
    await close();
  });

  it('names a partner for finance, who may not look at partners', async () => {
    const id = await inDoubt();
    const finance = { name: 'Finn', operatorRole: 'finance' } as const;
    const { opened } = await personAt(shop.hubby, browser, finance, { size: 'desktop' });
    await opened.page.goto(url(`/operator/purchases/${id}`));
    await opened.heading(id);
    const { name } = shop.hubby.partner;
    await opened.page.getByRole('definition').filter({ hasText: name }).waitFor();
    assert.equal(await opened.page.getByRole('link', { name }).count(), 0);
    await shop.hubby.sql('update checkouts set doubt = null where purchase_id = $1', [id]);
    await opened.close();
  });

  it('takes costs that jumped: several at once, with time to undo, or one by one', async () => {
    const [one, ...others] = await jump(3);
    const { page, press, close } = await operatorAt();
    await page.goto(url('/operator/costs'));
    const row = (id: string) => page.locator(`[data-row="${id}"]`);
    await row(one!).waitFor();
    for (const id of others)
      await page.locator(`tr:has([data-row="${id}"]) input[type="checkbox"]`).check();
    await press('Take 2 costs');
    await page.getByText('2 costs are being taken').waitFor();
    await press('Do it now');
    for (const id of others) await row(id).waitFor({ state: 'detached' });
    await row(one!).click();
    await press(/^Take the cost of .*€99\.99/);
    await page.getByText('The cost is in force.').waitFor();
    const waiting = await shop.hubby.sql('select id from sources where offered_cost is not null');
    assert.deepEqual(waiting, []);
    await close();
  });

  it('sets a rate, brings in some by a file, and removes one', async () => {
    const { page, press, fill, close } = await operatorAt();
    await page.goto(url('/operator/rates'));
    await press('Set a rate');
    await fill('Currency', 'nok');
    await dialog(page)
      .getByLabel(/^Worth in /)
      .fill('0.0855');
    await fill('From day (UTC)', '2026-02-01');
    await dialog(page).getByRole('button', { name: 'Save' }).click();
    await page.getByText('The rate is set.').waitFor();
    await page.getByRole('cell', { name: 'NOK' }).first().waitFor();
    await choose(page, 'rates.csv', 'currency,rate\nSEK,much\n');
    await press('Bring it in');
    await dialog(page).getByText(/much/).waitFor();
    await page.keyboard.press('Escape');
    await choose(page, 'rates.csv', 'currency,rate,date\nSEK,0.0891,2026-02-01\n');
    await press('Bring it in');
    await page.getByText('One rate is set.').waitFor();
    await press(/^Remove .*SEK 2026-02-01/);
    await confirm(page, 'Remove');
    await page.getByText('The rate is removed.').waitFor();
    await page.getByRole('cell', { name: 'SEK' }).first().waitFor({ state: 'detached' });
    await close();
  });

  it('counts and fills the stock of an account, gives its callbacks a path, buys on trial', async () => {
    const name = await account();
    const { page, press, heading, close } = await operatorAt();
    await page.goto(url(`/operator/suppliers/${name}`));
    await heading(name);
    await page.getByText('There are fewer free profiles').waitFor();
    const lines = [1, 2, 3, 4, 5, 6].map((n) => `${iccid(900 + n)},,`);
    await choose(page, 'stock.csv', `iccid,profile_type,plan\n${lines.join('\n')}\n`);
    await press('Bring it in');
    await page.getByText('6 added, 0 changed, 0 as they were.').waitFor();
    await page.getByText('There are fewer free profiles').waitFor({ state: 'detached' });

    const path = (await shop.hubby.operator('GET', `/suppliers/${name}`)).body.data.callback_path;
    await page.getByText(path).first().waitFor();
    await press('New callback path');
    await confirm(page, 'New callback path');
    await page.getByText('Path before is taken until').waitFor();
    await page.getByText(path).first().waitFor({ state: 'detached' });

    await press('Try a purchase');
    await dialog(page).getByRole('button', { name: 'Ask for the price' }).click();
    await dialog(page)
      .getByRole('button', { name: /^Buy it for / })
      .click();
    await dialog(page).getByText('Done', { exact: true }).waitFor();
    await dialog(page).getByText('The supplier was asked to cancel it.').waitFor();
    await dialog(page).getByRole('link', { name: /^ord_/ }).click();
    await page.waitForURL(/\/operator\/review\/ord_/);
    await close();
  });

  it('sees whether mail arrives', async () => {
    await inDoubt();
    const { page, heading, close } = await operatorAt();
    await page.goto(url('/operator/mail'));
    await heading('Mail');
    await page.getByText('mailbox').first().waitFor();
    await page.getByRole('table').getByRole('link').first().waitFor();
    await close();
  });

  it('takes a list along as a file, of exactly what is filtered', async () => {
    const { page, close } = await operatorAt();
    await page.goto(url('/operator/review?state=confirmed'));
    await page.locator('[data-row]').first().waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download CSV' }).click(),
    ]);
    assert.equal(download.suggestedFilename(), 'orders.csv');
    assert.match(download.url(), /\/web-api\/operator\/orders\.csv\?state=confirmed$/);
    await close();
  });
});

const WINDOWS: Record<string, { size: Size; viewport: { width: number; height: number } }> = {
  phone: { size: 'phone', viewport: { width: 390, height: 844 } },
  small: { size: 'desktop', viewport: { width: 1024, height: 768 } },
  large: { size: 'desktop', viewport: { width: 1440, height: 900 } },
};

describe('the screens of money and supply', () => {
  for (const [nth, [look, window]] of Object.entries(WINDOWS).entries())
    it(`are whole: ${look}`, async () => {
      const purchase = await inDoubt();
      await unfit(`evt_${look}`);
      const [source] = await jump(1);
      const name = await account();
      await shop.hubby.operator(
        'POST',
        `/suppliers/${name}/stock`,
        `iccid,profile_type,plan\n${iccid(100 + nth)},ES-A,eu\n`,
      );
      await shop.hubby.operator('PUT', '/rates', { currency: 'USD', rate: 0.9231 });
      const opened = await operatorAt(window);
      const { page, whole, press, heading, close } = opened;
      let state = 0;
      const see = async (screen: string): Promise<void> => {
        if (isLookedAt(state++, nth, 3)) await whole(`operator-${screen}-${look}`);
      };
      const go = async (path: string, title: string): Promise<void> => {
        await page.goto(url(path));
        await heading(title);
      };
      await go('/operator/purchases', 'Purchases');
      await page.locator('[data-row]').first().waitFor();
      await see('purchases');
      await press(/^Payments that fit nothing \(\d+\)$/);
      await dialog(page).getByText('€12.34').first().waitFor();
      await see('unfit');
      await go(`/operator/purchases/${purchase}`, purchase);
      await page.getByRole('term').first().waitFor();
      await see('purchase');
      await press('Give the money back');
      await page.getByRole('alertdialog').waitFor();
      await see('purchase-refund');
      await page.goto(url('/operator/costs'));
      await page.locator('[data-row]').first().waitFor();
      await see('costs');
      await page.goto(url(`/operator/costs/${source}`));
      await page.getByRole('term').first().waitFor();
      await see('cost');
      await go('/operator/rates', 'Exchange rates');
      await page.getByRole('table').waitFor();
      await see('rates');
      await press('Set a rate');
      await dialog(page).getByLabel('Currency').waitFor();
      await see('rate-set');
      await go(`/operator/suppliers/${name}`, name);
      await page.getByRole('table', { name: 'By profile type and plan' }).waitFor();
      await see('supplier-stock');
      await press('Try a purchase');
      await dialog(page).getByRole('button', { name: 'Ask for the price' }).click();
      await dialog(page)
        .getByRole('button', { name: /^Buy it for / })
        .waitFor();
      await see('supplier-try');
      await go('/operator/mail', 'Mail');
      await page.getByRole('table').first().waitFor();
      await see('mail');
      await close();
    });
});
