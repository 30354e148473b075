/** Where a day begins: first steps, demo data, what needs somebody, figures with what is behind them. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { countHours } from '../../src/domain/service/count-hours.ts';
import type { Hubby } from '../harness.ts';
import { isLookedAt, startBrowser, type Size } from './browser.ts';
import { at, type Opened } from './dashboard.ts';
import { developerAt, requestOnce, startLists } from './dashboard-lists.ts';

const WINDOWS: Record<string, { size: Size; viewport: { width: number; height: number } }> = {
  phone: { size: 'phone', viewport: { width: 390, height: 844 } },
  small: { size: 'desktop', viewport: { width: 1024, height: 768 } },
  large: { size: 'desktop', viewport: { width: 1440, height: 900 } },
};

describe('home, the funnel and service figures', () => {
  let hubby: Hubby;
  let browser: Browser;
  before(async () => {
    [hubby, browser] = await Promise.all([startLists(), startBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await hubby?.close();
  });

  const ownerAt = (partner: CreatedPartner, window: object = {}, role = 'owner') =>
    developerAt(hubby, browser, partner, { ...window, role: role as 'owner' });
  const demo = async ({ page, press }: Opened): Promise<void> => {
    await press('Make demo data');
    await page.getByText('6 bookings are there.').waitFor();
    await hubby.drain();
    await page.reload();
  };

  it('lead a new partner from the first steps to figures and the bookings behind them', async () => {
    const partner = await hubby.newPartner();
    const opened = await ownerAt(partner);
    const { page, heading, close } = opened;
    // A place begins with it.
    await page.goto(at(hubby, '/'));
    await page.waitForURL(({ pathname }) => pathname.endsWith(`/p/${partner.slug}/home`));
    await heading('First steps');
    await page.getByText('1 of 5 done').waitFor();
    await page.getByText('x-signature').waitFor();
    await page.getByText('Nothing needs you.').waitFor();

    await demo(opened);
    const figure = (name: string) => page.getByRole('listitem').filter({ hasText: name });
    await figure('Bookings accepted').getByText('6', { exact: true }).waitFor();
    await figure('Mails that arrived').getByText('100.0%').waitFor();
    await figure('Used').getByText('2', { exact: true }).first().waitFor();
    assert.equal(await page.getByRole('button', { name: 'Make demo data' }).count(), 0);

    const rows = page.locator('[data-row]');
    await figure('Bookings accepted').getByRole('link', { name: 'Bookings' }).click();
    await heading('Bookings');
    await rows.nth(5).waitFor();
    assert.equal(await rows.count(), 6);
    assert.match(page.url(), /kind=booking&made_from=[\d-]{10}&made_to=[\d-]{10}$/);
    await page.goBack();
    await figure('Mails that arrived').getByRole('link', { name: 'Messages' }).click();
    await heading('Messages');
    await rows.nth(5).waitFor();
    assert.match(page.url(), /channel=EMAIL&made_from=/);
    await page.goBack();

    await page.getByRole('link', { name: 'Show the funnel' }).click();
    await heading('Funnel');
    const step = (name: string) => page.locator('li').filter({ hasText: name }).last();
    await step('eSIM on a device').getByRole('link', { name: '3', exact: true }).waitFor();
    await step('First bytes')
      .getByText(/of the step before/)
      .waitFor();
    await page.getByRole('row').filter({ hasText: 'Greece' }).waitFor();
    await step('First bytes')
      .getByRole('link', { name: /4\W* not yet/ })
      .click();
    await heading('Plans of the funnel');
    await page.locator('[data-row]').nth(3).waitFor();
    assert.equal(await page.locator('[data-row]').count(), 4);
    await page.locator('[data-row]').first().click();
    await heading('DEMO-MARY');

    await page.goto(at(hubby, `/p/${partner.slug}/home`));
    await page.getByRole('button', { name: 'Put away' }).click();
    await page.getByRole('heading', { name: 'First steps' }).waitFor({ state: 'detached' });
    await page.reload();
    await heading('Figures');
    assert.equal(await page.getByRole('heading', { name: 'First steps' }).count(), 0);
    await close();
  });

  it('say what needs somebody, and lead there', async () => {
    const partner = await hubby.newPartner();
    const opened = await ownerAt(partner);
    const { page, heading, close } = opened;
    await hubby.sql(
      `insert into deliveries (partner_id, event_id, state, created_at, updated_at)
       values ($1, 'evt_1', 'exhausted', now(), now())`,
      [partner.partner_id],
    );
    await hubby.sql(
      `update api_keys set label = 'old server', expires_at = now() + interval '9 days 1 hour'
       where partner_id = $1`,
      [partner.partner_id],
    );
    await page.goto(at(hubby, `/p/${partner.slug}/home`));
    await page.getByText(/A key expires: \W*old server/).waitFor();
    await page.getByText(/It ends \W*in 9 days/).waitFor();
    await page.getByText('Deliveries were given up').waitFor();
    await page.getByRole('link', { name: 'Look: Deliveries were given up' }).click();
    await heading('Deliveries');
    assert.match(page.url(), /state=exhausted/);
    await close();
  });

  it('lead from refused bookings to their requests', async () => {
    const partner = await hubby.newPartner();
    const refused = await requestOnce(hubby, partner);
    const opened = await ownerAt(partner);
    const { page, heading, close } = opened;
    await page.goto(at(hubby, `/p/${partner.slug}/home`));
    await page.getByRole('link', { name: '1 refused request', exact: true }).click();
    await heading('Requests');
    await page.locator(`[data-row="${refused}"]`).waitFor();
    assert.equal(await page.locator('[data-row]').count(), 1);
    assert.match(page.url(), /operation=createBooking&from=[^&]+&to=[^&]+&code=400$/);
    await close();
  });

  it('show a viewer figures, and nothing to do', async () => {
    const partner = await hubby.newPartner();
    const opened = await ownerAt(partner, {}, 'viewer');
    const { page, heading, close } = opened;
    await page.goto(at(hubby, `/p/${partner.slug}/home`));
    await heading('Figures');
    for (const name of ['Make demo data', 'Put away'])
      assert.equal(await page.getByRole('button', { name }).count(), 0, name);
    await close();
  });

  for (const [nth, [look, window]] of Object.entries(WINDOWS).entries())
    it(`are whole on every screen: ${look}`, async () => {
      const partner = await hubby.newPartner();
      await hubby.sql(
        `insert into service_minutes (at, class, requests, failed)
         select date_trunc('minute', now()) - n * interval '1 minute', 'api', 100, 0
         from generate_series(1, 120) n
         on conflict do nothing`,
      );
      await countHours(hubby.ctx);
      const opened = await ownerAt(partner, window);
      const { page, whole, close, heading } = opened;
      let state = 0;
      const see = async (name: string): Promise<void> => {
        if (isLookedAt(state++, nth, 3)) await whole(`${name}-${look}`);
      };
      await page.goto(at(hubby, `/p/${partner.slug}/home`));
      await heading('First steps');
      await see('home-new');
      await demo(opened);
      await hubby.sql(
        `insert into deliveries (partner_id, event_id, state, created_at, updated_at)
         values ($1, 'evt_1', 'exhausted', now(), now())`,
        [partner.partner_id],
      );
      await page.reload();
      await page.getByText('Deliveries were given up').waitFor();
      await see('home');
      await page.goto(at(hubby, `/p/${partner.slug}/funnel`));
      await page.getByRole('row').filter({ hasText: 'Greece' }).waitFor();
      await see('funnel');
      await page.goto(at(hubby, `/p/${partner.slug}/packages`));
      await page.locator('[data-row]').first().waitFor();
      await see('packages');
      await page.goto(at(hubby, `/p/${partner.slug}/service`));
      await heading('Availability');
      await see('service');
      await close();
    });
});
