/** What one is told of, and channels that are posted to, in the dashboard. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { startHubby, type Hubby, type Json } from '../harness.ts';
import { makeClock } from '../support/factors.ts';
import { makeMember } from '../support/members.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { startBrowser } from './browser.ts';
import { arrive, at, openDashboard, printedLink } from './dashboard.ts';

const MINUTE = 60_000;

describe('notifications in the dashboard', () => {
  const clock = makeClock();
  let hubby: Hubby;
  let browser: Browser;
  let receiver: Receiver;
  before(async () => {
    [hubby, browser, receiver] = await Promise.all([
      startHubby({ clock, env: { HUBBY_ALLOW_PRIVATE_WEBHOOKS: '1' } }),
      startBrowser(),
      startReceiver(),
    ]);
  });
  after(async () => {
    await browser?.close();
    await hubby?.close();
    await receiver?.close();
  });

  for (const size of ['phone', 'desktop'] as const)
    it(`a partner’s owner chooses their mails, and adds and tries a channel, on a ${size}`, async () => {
      const partner = await hubby.newPartner('Blue Sky');
      const roles = { [partner.partner_id]: 'owner' } as const;
      const { id } = await makeMember(hubby, { name: 'Olga', roles });
      const opened = await openDashboard(browser, { size });
      const { page, fill, press, heading, whole, close } = opened;
      await arrive(hubby, opened, id, { path: `/p/${partner.slug}/notifications` });
      await heading('Notifications');
      await page.getByText('No channels yet').waitFor();
      await whole('notifications');

      await page.getByLabel('An API key ends soon', { exact: true }).selectOption('none');
      await page.getByText('Saved.').waitFor();
      const chosen = await hubby.sql('select way from notification_choices where member_id = $1', [
        id,
      ]);
      assert.deepEqual(chosen, [{ way: 'none' }]);

      await press('Add a channel');
      await fill('Address of the webhook', 'https://user:secret@hooks.example/x');
      await fill('Name', '#travel-ops');
      await page.getByRole('checkbox', { name: 'Promo codes end soon' }).uncheck();
      await page.getByRole('dialog').getByRole('button', { name: 'Add a channel' }).click();
      await page.locator('[aria-invalid]').waitFor();
      await whole('notifications-refused');
      clock.pass(11 * MINUTE);
      await fill('Address of the webhook', `${receiver.url}/services/T0/B0/${size}-secret`);
      await page.getByRole('dialog').getByRole('button', { name: 'Add a channel' }).click();
      await press('Use a passkey');
      await page.getByText(/…cret$/).waitFor();
      assert.equal(await page.getByText(`${size}-secret`).count(), 0);

      await press('Send a test: #travel-ops');
      await page.getByText('The test was taken: look into the channel.').waitFor();
      await whole('notifications-tested');
      receiver.behave(500);
      await press('Send a test: #travel-ops');
      await page.getByText(/The test was not taken: answered 500/).waitFor();
      receiver.behave(200);

      await hubby.sql(
        `update notification_addresses
         set off_at = now(), off_reason = 'gone', failing_since = now(), last_error = 'answered 404'
         where partner_id = $1`,
        [partner.partner_id],
      );
      await page.reload();
      await page.getByText(/the channel says that it is gone/).waitFor();
      await whole('notifications-off');
      await press('Switch on: #travel-ops');
      await page.getByText('The channel is on.').waitFor();

      await press('Change: #travel-ops');
      await fill('Name', '#everything');
      await press('Save');
      await page.getByText('#everything', { exact: true }).waitFor();
      await press(/^Remove .*#everything/);
      await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
      await page.getByText('No channels yet').waitFor();
      await close();
    });

  it('who may not change settings reads the channels, and chooses their own mails', async () => {
    const partner = await hubby.newPartner('Blue Sky');
    const { id } = await makeMember(hubby, { roles: { [partner.partner_id]: 'viewer' } });
    const opened = await openDashboard(browser, { size: 'desktop' });
    const { page, heading, close } = opened;
    await page.goto(await printedLink(hubby, id));
    await heading('Home');
    await page.goto(at(hubby, `/p/${partner.slug}/notifications`));
    await page.getByText('Who may change settings can add one.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Add a channel' }).count(), 0);
    await page.getByRole('combobox').first().waitFor();
    assert.equal(await page.getByRole('combobox').count(), 2);
    await close();
  });

  it('the operator has their own', async () => {
    const { id } = await makeMember(hubby, { name: 'Otto', operatorRole: 'operator' });
    const opened = await openDashboard(browser, { size: 'desktop' });
    const { page, heading, whole, close } = opened;
    await arrive(hubby, opened, id, { path: '/operator/notifications' });
    await heading('Notifications');
    await page.getByLabel('A balance is low', { exact: true }).selectOption('daily');
    await page.getByText('Saved.').waitFor();
    await page.getByText('No channels yet').waitFor();
    await whole('notifications-operator');
    const rows: Json[] = await hubby.sql(
      'select partner_id, subject, way from notification_choices where member_id = $1',
      [id],
    );
    assert.deepEqual(rows, [{ partner_id: null, subject: 'balance_low', way: 'daily' }]);
    await close();
  });
});
