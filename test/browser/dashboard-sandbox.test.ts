/** A developer tries everything out before anything is built: a whole trip, seen as it happens. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { user, type Hubby } from '../harness.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { startBrowser, type Size } from './browser.ts';
import { at } from './dashboard.ts';
import { developerAt, partnerWith, startLists } from './dashboard-lists.ts';

const WINDOWS: Record<string, { size: Size; viewport: { width: number; height: number } }> = {
  phone: { size: 'phone', viewport: { width: 390, height: 844 } },
  small: { size: 'desktop', viewport: { width: 1024, height: 768 } },
  large: { size: 'desktop', viewport: { width: 1440, height: 900 } },
};

/** In the order in which a trip tells of them. */
const EVENTS = [
  'booking.created',
  'package.provisioned',
  'booking.within_cutoff',
  'booking.about_to_depart',
  'esim.installed',
  'esim.enabled',
  'package.activated',
  'package.usage.20_percent',
  'package.usage.50_percent',
  'package.usage.80_percent',
  'package.usage.100_percent',
  'esim.removed',
];

const BY_DEFAULT_NOT_SENT = new Set(['package.provisioned', 'package.usage.100_percent']);

const trip = (page: Page) => page.getByRole('list', { name: 'A whole trip' });
const happened = (page: Page) => page.getByRole('list', { name: 'Events and webhooks' });
const handset = (page: Page) => page.getByRole('region', { name: /^Phone of / });

describe('the sandbox on the screens', () => {
  let hubby: Hubby;
  let browser: Browser;
  let receiver: Receiver;
  before(async () => {
    [hubby, browser, receiver] = await Promise.all([startLists(), startBrowser(), startReceiver()]);
    await hubby.work();
  });
  after(async () => {
    await browser?.close();
    await receiver?.close();
    await hubby?.close();
  });

  for (const look of ['large', 'phone'] as const)
    it(`plays a whole trip to the last byte, each event as it comes: ${look}`, async () => {
      const partner = await partnerWith(hubby, receiver);
      const { page, heading, press, whole, close } = await developerAt(hubby, browser, partner, {
        ...WINDOWS[look],
      });
      page.setDefaultTimeout(20_000);
      await page.goto(at(hubby, `/p/${partner.slug}/sandbox`));
      await heading('Sandbox');
      await page.getByText('No eSIM yet').waitFor();
      await whole(`sandbox-empty-${look}`);
      await press('Play');
      for (const event of EVENTS) await trip(page).getByRole('link', { name: event }).waitFor();
      await page
        .getByText(new RegExp(`The trip is over: \\W*${EVENTS.length}\\W* events, each once`))
        .waitFor();
      for (const event of EVENTS)
        await happened(page)
          .getByRole('listitem')
          .filter({ has: page.getByRole('link', { name: event, exact: true }) })
          .filter({ hasText: BY_DEFAULT_NOT_SENT.has(event) ? 'Not sent' : 'Delivered' })
          .waitFor();
      await handset(page).getByText('0 MB').waitFor();
      await handset(page).getByText('Removed from the device').waitFor();
      await page.getByText(/ahead of real time/).waitFor();
      await whole(`sandbox-trip-${look}`);
      const [stored] = await hubby.sql<{ used: string; total: string; events: string }>(
        `select (select used_bytes from packages where partner_id = $1) as used,
           (select total_bytes from packages where partner_id = $1) as total,
           (select count(*) from events where partner_id = $1) as events`,
        [partner.partner_id],
      );
      assert.equal(stored!.used, stored!.total);
      assert.equal(Number(stored!.events), EVENTS.length);
      await close();
    });

  it('moves the time, uses a phone, reads a mail, lets the telco fail, and starts over', async () => {
    const partner = await partnerWith(hubby, receiver);
    const { page, heading, press, whole, close } = await developerAt(hubby, browser, partner, {
      ...WINDOWS['small'],
    });
    const name = user();
    const { body } = await hubby.call(
      'POST',
      '/api/bookings',
      {
        departure_date: new Date(Date.now() + 20 * 86_400_000).toISOString(),
        email: `${name}@traveler.example`,
        communication_options: { should_send_message: true, channels: ['EMAIL'] },
        package_specifications: [
          { external_user_id: name, destination: 'GR', size: '1GB' },
          { external_user_id: name, destination: 'IT', size: '1GB' },
        ],
      },
      { key: partner },
    );
    const redeem = (nth: number) =>
      hubby.call(
        'POST',
        '/api/native/redeem-package',
        { external_user_id: name, package_queue_id: body.data.package_queues[nth].id },
        { key: partner },
      );
    assert.equal((await redeem(0)).status, 200);
    page.setDefaultTimeout(20_000);
    await page.goto(at(hubby, `/p/${partner.slug}/sandbox`));
    await heading('Sandbox');

    await page.getByText('The real time').waitFor();
    await press('+1 day');
    await page.getByText(/1 day.* ahead of real time/).waitFor();
    await page.getByText(/Comes next: \W*a departure comes near/).waitFor();
    await press('To what comes next');
    await happened(page).getByRole('link', { name: 'booking.within_cutoff' }).waitFor();

    const phone = handset(page);
    await phone.getByRole('button', { name: 'Install' }).click();
    await phone.getByRole('button', { name: 'Switch on' }).click();
    await phone.getByLabel('How much').fill('60');
    await phone.getByRole('button', { name: 'Use data' }).click();
    await happened(page).getByRole('link', { name: 'package.usage.50_percent' }).waitFor();
    await phone.getByText('left', { exact: true }).waitFor();
    await whole('sandbox-used-small');
    await phone.getByRole('button', { name: 'Switch off' }).click();
    await phone.getByText('Off', { exact: true }).waitFor();

    const mail = page.getByRole('list', { name: 'Mailbox' }).getByRole('button').first();
    await mail.filter({ hasText: 'Delivered' }).waitFor();
    await mail.click();
    const letter = page.frameLocator('iframe');
    await letter.getByRole('link').first().waitFor();
    await whole('sandbox-mail-small');
    await page.getByRole('button', { name: 'Close' }).click();

    await page.getByLabel('What happens').selectOption('out_of_stock');
    await press('Let fail');
    await page.getByText(/Next call: \W*Out of stock/).waitFor();
    assert.notEqual((await redeem(1)).status, 200);
    await page.getByText('Its calls succeed.').waitFor();

    await press('Start over');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Start over' }).click();
    await page.getByText('As on the first day.').waitFor();
    await page.getByText('No eSIM yet').waitFor();
    await page.getByText('The real time').waitFor();
    await close();
  });

  it('says at the step what went wrong, and goes on once it is mended', async () => {
    const partner = await hubby.newPartner();
    const { page, heading, press, close } = await developerAt(hubby, browser, partner);
    page.setDefaultTimeout(20_000);
    await page.goto(at(hubby, `/p/${partner.slug}/sandbox`));
    await heading('Sandbox');
    await page.getByLabel('What happens').selectOption('out_of_stock');
    await page.getByLabel('Calls').selectOption('10');
    await press('Let fail');
    await page.getByText(/Next \W*10\W* calls: \W*Out of stock/).waitFor();
    await press('Next step');
    await trip(page).getByRole('link', { name: 'booking.created' }).waitFor();
    await press('Play on');
    await trip(page).getByRole('alert').waitFor();
    await press('End it');
    await page.getByText('Its calls succeed.').waitFor();
    await press('Play on');
    await trip(page).getByRole('link', { name: 'package.usage.100_percent' }).waitFor();
    await close();
  });

  it('finds a trip again after a reload, in the middle and at its end', async () => {
    const partner = await partnerWith(hubby, receiver);
    const { page, heading, press, whole, close } = await developerAt(hubby, browser, partner, {
      ...WINDOWS['phone'],
    });
    page.setDefaultTimeout(20_000);
    await page.goto(at(hubby, `/p/${partner.slug}/sandbox`));
    await heading('Sandbox');
    await page.getByLabel('To', { exact: true }).selectOption('JP');
    await press('Next step');
    await trip(page).getByRole('link', { name: 'booking.created' }).waitFor();
    await press('Next step');
    await trip(page).getByRole('link', { name: 'package.provisioned' }).waitFor();
    await press('Next step');
    await trip(page).getByRole('link', { name: 'booking.about_to_depart' }).waitFor();
    const told = async (): Promise<string[]> => trip(page).getByRole('listitem').allInnerTexts();
    await page.getByRole('button', { name: 'Another trip' }).waitFor();
    const before = await told();
    await page.reload();
    await trip(page).getByRole('link', { name: 'booking.about_to_depart' }).waitFor();
    assert.deepEqual(await told(), before);
    await whole('sandbox-restored');
    await press('Play on');
    await page.getByText(/The trip is over/).waitFor();
    const atEnd = await told();
    await page.reload();
    await page
      .getByText(new RegExp(`The trip is over: \\W*${EVENTS.length}\\W* events, each once`))
      .waitFor();
    assert.deepEqual(await told(), atEnd);
    const [stored] = await hubby.sql<{ bookings: string }>(
      'select count(*) as bookings from bookings where partner_id = $1',
      [partner.partner_id],
    );
    assert.equal(Number(stored!.bookings), 1, 'the same trip all the time');

    await press('Start over');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Start over' }).click();
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    await close();
  });

  it('is not offered to who may not act, nor is starting over to support', async () => {
    const partner = await hubby.newPartner();
    const viewer = await developerAt(hubby, browser, partner, { role: 'viewer' });
    await viewer.page.goto(at(hubby, `/p/${partner.slug}/sandbox`));
    await viewer.heading('There is nothing here');
    await viewer.close();
    const support = await developerAt(hubby, browser, partner, { role: 'support' });
    await support.page.goto(at(hubby, `/p/${partner.slug}/sandbox`));
    await support.heading('Sandbox');
    await support.page.getByRole('button', { name: 'Play' }).waitFor();
    assert.equal(await support.page.getByRole('button', { name: 'Start over' }).count(), 0);
    await support.close();
  });
});
