/** Support's day: a traveler is found, their trip is seen on one line, and they are helped. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { user, type Hubby, type Json } from '../harness.ts';
import { isLookedAt, startBrowser, type Size } from './browser.ts';
import { at } from './dashboard.ts';
import { developerAt, startLists } from './dashboard-lists.ts';

type Trip = { name: string; email: string; reference: string; iccid: string };

/** A booking with a mail, redeemed, installed, and used to a good half. */
async function travel(hubby: Hubby, key: CreatedPartner): Promise<Trip> {
  const name = user();
  const trip = { name, email: `${name}@traveler.example`, reference: `ORDER-${name}` };
  const send = async (path: string, body: unknown): Promise<Json> => {
    const { status, text, body: said } = await hubby.call('POST', path, body, { key });
    assert.ok(status < 300, text);
    return said.data;
  };
  const booking = await send('/api/bookings', {
    booking_id: trip.reference,
    departure_date: '2030-07-15',
    email: trip.email,
    communication_options: { should_send_message: true, channels: ['EMAIL'] },
    package_specifications: [
      { external_user_id: name, email: trip.email, destination: 'GR', size: '1GB' },
      { external_user_id: name, email: trip.email, destination: 'IT', size: '3GB' },
    ],
  });
  const redeemed = await send('/api/native/redeem-package', {
    external_user_id: name,
    package_queue_id: booking.package_queues[0].id,
  });
  const { iccid } = redeemed.current_esim;
  for (const [verb, body] of [['install'], ['enable'], ['consume', { percent: 60 }]] as const)
    await send(`/api/sandbox/esims/${iccid}/${verb}`, body);
  await hubby.drain();
  return { ...trip, iccid };
}

const WINDOWS: Record<string, { size: Size; viewport: { width: number; height: number } }> = {
  phone: { size: 'phone', viewport: { width: 390, height: 844 } },
  small: { size: 'desktop', viewport: { width: 1024, height: 768 } },
  large: { size: 'desktop', viewport: { width: 1440, height: 900 } },
};

describe('bookings and travelers on the screens', () => {
  let hubby: Hubby;
  let browser: Browser;
  before(async () => {
    [hubby, browser] = await Promise.all([startLists(), startBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await hubby?.close();
  });

  it('are found by the end of an ICCID, told as one line, and helped: links, mails, a new eSIM', async () => {
    const partner = await hubby.newPartner();
    const trip = await travel(hubby, partner);
    const { page, heading, close } = await developerAt(hubby, browser, partner, {
      role: 'support',
    });
    await page.goto(at(hubby, `/p/${partner.slug}/travelers`));
    await heading('Travelers');
    await page.locator('[data-row]').first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type(trip.iccid.slice(-6));
    await page.getByRole('menuitem', { name: new RegExp(trip.iccid) }).click();
    await heading(trip.name);
    const timeline = page.getByRole('listitem');
    for (const moment of ['Booked', 'eSIM installed', 'First use', /50.? % used/, 'Departure'])
      await timeline.filter({ hasText: moment }).first().waitFor();
    await page.getByText(/of \W*1\sGB/).waitFor();

    await page.getByRole('button', { name: 'Install link' }).click();
    await page.getByRole('button', { name: 'Make a link' }).click();
    const link = await page.getByRole('dialog').locator('code').first().innerText();
    assert.equal((await fetch(link.replace('localhost', '127.0.0.1'))).status, 200);
    await page.keyboard.press('Escape');

    await timeline
      .filter({ hasText: 'booking confirmation' })
      .getByRole('button', { name: 'Send again' })
      .click();
    await page.getByText('It is on its way again.').waitFor();
    const mails = await hubby.sql(
      `select 1 from messages where partner_id = $1 and kind = 'booking_confirmation'`,
      [partner.partner_id],
    );
    assert.equal(mails.length, 2);

    await page.getByRole('button', { name: 'Put away' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Put away' }).click();
    await page.getByText('It is put away.').waitFor();
    await close();
  });

  it('lead from a booking to its traveler and its events, and a booking is cancelled', async () => {
    const partner = await hubby.newPartner();
    const trip = await travel(hubby, partner);
    const reference = `LATER-${trip.name}`;
    await hubby.call(
      'POST',
      '/api/bookings',
      {
        booking_id: reference,
        departure_date: '2030-08-15',
        package_specifications: [{ external_user_id: user(), destination: 'GR', size: '1GB' }],
      },
      { key: partner },
    );
    const { page, heading, close } = await developerAt(hubby, browser, partner, { role: 'owner' });
    await page.goto(at(hubby, `/p/${partner.slug}/bookings?booking_id=${reference}`));
    await page.locator('[data-row]').first().click();
    await heading(reference);
    await page.getByText('€').first().waitFor();
    await page.getByRole('button', { name: 'Cancel booking' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel booking' }).click();
    await page.getByText(/is cancelled\.$/).waitFor();
    await page.goto(at(hubby, `/p/${partner.slug}/bookings?booking_id=${trip.reference}`));
    await page.locator('[data-row]').first().click();
    await page.getByRole('link', { name: trip.name, exact: true }).first().click();
    await heading(trip.name);
    await close();
  });

  it('lead from a moment to the request that it came of, and from there to what it made', async () => {
    const partner = await hubby.newPartner();
    const trip = await travel(hubby, partner);
    await hubby.ctx.requestLog.flush();
    const { page, heading, whole, close } = await developerAt(hubby, browser, partner, {
      role: 'support',
      size: 'phone',
    });
    const booked = page.getByRole('listitem').filter({ hasText: trip.reference }).filter({
      hasText: 'Booked',
    });
    const open = async (): Promise<void> => {
      await page.goto(at(hubby, `/p/${partner.slug}/travelers`));
      await page.locator('[data-row]').first().click();
      await heading(trip.name);
      await booked.waitFor();
    };
    await open();
    await booked.getByRole('link', { name: /^Request/ }).click();
    await page.getByText('What came of it').waitFor();
    await whole('request-with-what-it-made');
    await page.getByRole('link', { name: trip.reference }).click();
    await heading(trip.reference);

    await hubby.sql('delete from api_requests where partner_id = $1', [partner.partner_id]);
    await open();
    await booked.getByText(/not in the log, which keeps/).waitFor();
    assert.equal(await booked.getByRole('link', { name: /^Request/ }).count(), 0);
    await whole('traveler-request-gone');
    await close();
  });

  it('are masked for a viewer, who is offered nothing to do', async () => {
    const partner = await hubby.newPartner();
    const trip = await travel(hubby, partner);
    const { page, heading, close } = await developerAt(hubby, browser, partner, { role: 'viewer' });
    await page.goto(at(hubby, `/p/${partner.slug}/travelers`));
    await page.locator('[data-row]').first().click();
    await heading(trip.name);
    await page.getByRole('listitem').filter({ hasText: 'First use' }).first().waitFor();
    const text = await page.locator('body').innerText();
    assert.ok(!text.includes(trip.email), 'the address');
    for (const name of ['Install link', 'Replace', 'Put away', 'Send again'])
      assert.equal(await page.getByRole('button', { name }).count(), 0, name);
    await close();
  });

  for (const [nth, [look, window]] of Object.entries(WINDOWS).entries())
    it(`are whole on every screen: ${look}`, async () => {
      const partner = await hubby.newPartner();
      const trip = await travel(hubby, partner);
      const { page, whole, close, heading } = await developerAt(hubby, browser, partner, {
        ...window,
        role: 'owner',
      });
      let state = 0;
      const see = async (name: string): Promise<void> => {
        if (isLookedAt(state++, nth, 3)) await whole(`${name}-${look}`);
      };
      for (const name of ['bookings', 'travelers']) {
        await page.goto(at(hubby, `/p/${partner.slug}/${name}`));
        await page.locator('[data-row]').first().waitFor();
        await see(name);
        await page.locator('[data-row]').first().click();
        await heading(name === 'bookings' ? trip.reference : trip.name);
        await page
          .locator('li')
          .filter({ hasText: name === 'bookings' ? 'GRC' : 'Booked' })
          .first()
          .waitFor();
        await see(`${name}-one`);
      }
      await close();
    });
});
