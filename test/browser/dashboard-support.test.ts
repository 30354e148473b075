/** What Home says needs somebody leads to the requests and codes that it counts, and on from there. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { IN_A_YEAR, user, type Hubby, type Json } from '../harness.ts';
import { isLookedAt, startBrowser, type Size } from './browser.ts';
import { at, type Opened } from './dashboard.ts';
import { developerAt, startLists } from './dashboard-lists.ts';

const WINDOWS: Record<string, { size: Size; viewport: { width: number; height: number } }> = {
  phone: { size: 'phone', viewport: { width: 390, height: 844 } },
  large: { size: 'desktop', viewport: { width: 1440, height: 900 } },
};

let hubby: Hubby;
let browser: Browser;
before(async () => {
  [hubby, browser] = await Promise.all([startLists(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await hubby?.close();
});

const send = async (key: CreatedPartner, path: string, body: Json): Promise<Json> => {
  const answer = await hubby.call('POST', path, body, { key });
  assert.ok(answer.status < 300, answer.text);
  return answer.body.data;
};
const day = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** A partner of whose travelers three have asked, and with two codes that end soon. */
async function busy(): Promise<CreatedPartner & { traveler: string; open: string }> {
  const partner = await hubby.newPartner();
  const traveler = user();
  await send(partner, '/api/bookings', {
    departure_date: IN_A_YEAR,
    package_specifications: [{ external_user_id: traveler, destination: 'GR', size: '1GB' }],
  });
  const asked = {
    external_user_id: traveler,
    body: 'I am Ada, and the eSIM does nothing at all',
    device_model: 'Pixel 10',
    os: 'android',
    os_version: '15',
  };
  await send(partner, '/api/native/support-requests', { ...asked, symptom: 'no_data' });
  await send(partner, '/api/native/support-requests', {
    ...asked,
    subject: 'Ada needs help',
    escalate: true,
  });
  const open = await send(partner, '/api/native/support-requests', {
    ...asked,
    symptom: 'odd_one',
  });
  assert.equal(open.status, 'open');
  await send(partner, '/api/promo-code-batches', {
    name: 'Fair',
    count: 2,
    valid_until: day(6),
    destination: 'GR',
    size: '1GB',
  });
  return { ...partner, traveler, open: open.id };
}
const rows = (page: Page) => page.locator('[data-row]');
const home = async ({ page, heading }: Opened, { slug }: { slug: string }): Promise<void> => {
  await page.goto(at(hubby, `/p/${slug}/home`));
  await heading('Figures');
};

describe('support and codes that run out', () => {
  it('are reached from Home with the rows that it counts, and handed on', async () => {
    const partner = await busy();
    const opened = await developerAt(hubby, browser, partner, {
      role: 'support',
      seesPeople: false,
    });
    const { page, heading, press, close } = opened;
    await home(opened, partner);
    await page.getByText(/^\W*2\W* requests are open/).waitFor();
    await page.getByRole('link', { name: 'Look: Travelers ask for help' }).click();
    await heading('Support');
    assert.match(page.url(), /\/support\?status=open(,|%2C)escalated$/);
    await rows(page).nth(1).waitFor();
    assert.equal(await rows(page).count(), 2);
    assert.equal(await page.getByText('Ada').count(), 0);

    await rows(page).filter({ hasText: 'odd one' }).click();
    await heading('odd one');
    await page.getByText('What the traveler wrote is masked').waitFor();
    await page
      .getByRole('region', { name: 'odd one' })
      .getByRole('button', { name: 'Show personal data' })
      .click();
    await page.getByText('the eSIM does nothing at all').last().waitFor();
    await press('Hand to the operator');
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: 'Hand to the operator' })
      .click();
    await page.getByText('The operator has the request.').waitFor();
    await page
      .getByRole('region', { name: 'odd one' })
      .getByRole('button', { name: 'Hand to the operator' })
      .waitFor({ state: 'detached' });
    const [row] = await hubby.sql('select status from support_requests where id = $1', [
      partner.open,
    ]);
    assert.equal(row!.status, 'escalated');
    await page.getByRole('link', { name: partner.traveler }).click();
    await heading(partner.traveler);
    await page.getByRole('link', { name: 'Support request' }).first().click();
    await page.waitForURL(/\/support\/sup_/);

    // The navigation begins with what waits, and takes off the filter like any other.
    await page.getByRole('navigation').getByRole('link', { name: 'Support' }).click();
    await page.waitForURL(/\/support\?status=open/);
    await press(/^Remove the filter \W*State/);
    await page.waitForURL(/\/support$/);
    await close();
  });

  it('lead from Home to the codes, and from a code to its batch', async () => {
    const partner = await busy();
    const opened = await developerAt(hubby, browser, partner, { role: 'support' });
    const { page, heading, close } = opened;
    await home(opened, partner);
    await page.getByRole('link', { name: /^Look: .*[Cc]odes/ }).click();
    await heading('Codes not redeemed');
    assert.match(page.url(), /ends_within_days=14$/);
    await rows(page).nth(1).waitFor();
    assert.equal(await rows(page).count(), 2);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download CSV' }).click(),
    ]);
    assert.match(download.url(), /promo-codes\.csv\?ends_within_days=14$/);
    await rows(page).first().click();
    await heading('Fair');
    await page.goto(at(hubby, `/p/${partner.slug}/codes`));
    await page.getByRole('link', { name: 'Ending soon' }).click();
    await heading('Codes not redeemed');
    await close();
    const viewer = await developerAt(hubby, browser, partner, { role: 'viewer' });
    await viewer.page.goto(at(hubby, `/p/${partner.slug}/unredeemed-codes`));
    await rows(viewer.page).first().waitFor();
    assert.equal(await viewer.page.getByRole('link', { name: 'Download CSV' }).count(), 0);
    await viewer.close();
  });

  for (const [nth, [look, window]] of Object.entries(WINDOWS).entries())
    it(`are whole: ${look}`, async () => {
      const partner = await busy();
      const opened = await developerAt(hubby, browser, partner, { ...window, role: 'owner' });
      const { page, heading, press, whole, close } = opened;
      let state = 0;
      const see = async (name: string): Promise<void> => {
        if (isLookedAt(state++, nth, 2)) await whole(`${name}-${look}`);
      };
      await page.goto(at(hubby, `/p/${partner.slug}/support`));
      await rows(page).nth(2).waitFor();
      await see('support-requests');
      await rows(page).filter({ hasText: 'No internet' }).click();
      await heading('No internet');
      await page.getByText('What was answered').waitFor();
      await see('support-request');
      await press('Hand to the operator');
      await page.getByRole('alertdialog').waitFor();
      await see('support-hand-over');
      await page.goto(at(hubby, `/p/${partner.slug}/support?status=closed`));
      await page
        .getByRole('button', { name: /^Remove the filter/ })
        .first()
        .waitFor();
      await see('support-none');
      await page.goto(at(hubby, `/p/${partner.slug}/unredeemed-codes?ends_within_days=14`));
      await rows(page).nth(1).waitFor();
      await see('codes-unredeemed');
      await close();
    });
});
