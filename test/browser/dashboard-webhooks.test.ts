/** The endpoint for webhooks in the dashboard, against a receiver that is really called. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Webhook } from 'standardwebhooks';
import type { Browser } from 'playwright-core';
import { startHubby, type Hubby } from '../harness.ts';
import { makeClock } from '../support/factors.ts';
import { makeMember } from '../support/members.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { startBrowser } from './browser.ts';
import { arrive, at, openDashboard, printedLink, type Opened } from './dashboard.ts';

const MINUTE = 60_000;

describe('webhooks in the dashboard', () => {
  const clock = makeClock();
  let hubby: Hubby;
  let browser: Browser;
  let receiver: Receiver;
  before(async () => {
    const env = { HUBBY_ALLOW_PRIVATE_WEBHOOKS: '1' };
    [hubby, browser, receiver] = await Promise.all([
      startHubby({ clock, env }),
      startBrowser(),
      startReceiver(),
    ]);
  });
  after(async () => {
    await browser?.close();
    await hubby?.close();
    await receiver?.close();
  });
  const place = async (name: string, role: 'owner' | 'support' = 'owner') => {
    const partner = await hubby.newPartner();
    const roles = { [partner.partner_id]: role };
    return {
      partner,
      path: `/p/${partner.slug}/webhooks`,
      ...(await makeMember(hubby, { name, roles })),
    };
  };
  const secretOf = async ({ page }: Opened): Promise<string> =>
    (await page
      .getByRole('dialog', { name: 'Signing secret' })
      .locator('code')
      .first()
      .textContent())!;
  const sendTest = async ({ page, press }: Opened, event: string): Promise<void> => {
    await page.getByLabel('Event', { exact: true }).selectOption(event);
    await press('Send a test event');
    await page.getByText('What your server answered').waitFor();
  };
  /** What came, checked with that secret. */
  const verified = (path: string, secret: string): { event: string } => {
    const { body, headers } = receiver.at(path).at(-1)!;
    return new Webhook(secret).verify(body, headers as Record<string, string>) as { event: string };
  };

  it('is set, signed with a secret that is seen once, tried, and given another secret', async () => {
    const { id, path, partner } = await place('Dora');
    const opened = await openDashboard(browser, { size: 'desktop' });
    const { page, fill, press, heading, whole, close } = opened;
    await arrive(hubby, opened, id, { path });
    await heading('Webhooks');
    await page.getByLabel('Address', { exact: true }).waitFor();
    await whole('webhooks-none');

    await fill('Address', 'https://user@elsewhere.example/');
    await press('Save');
    await page.getByLabel('Address', { exact: true }).and(page.locator('[aria-invalid]')).waitFor();
    await whole('webhooks-refused');
    await fill('Address', `${receiver.url}/day`);
    await fill('Header', 'authorization');
    await fill('In front of the key', 'Bearer ');
    await fill('Key', 'open-sesame-of-ours');
    await page.getByLabel(/^package\.expired/).check();
    await page.getByLabel(/^esim\.removed/).uncheck();
    await press('Save');
    await page.getByRole('dialog', { name: 'Signing secret' }).waitFor();
    await whole('signing-secret');
    const first = await secretOf(opened);
    await press('I have kept it');
    await page.getByText('Not tried yet').waitFor();
    const { data } = (
      await hubby.call('GET', '/api/webhooks/settings', undefined, { key: partner })
    ).body;
    assert.deepEqual(
      [data.url, data.key_header, data.key_prefix, data.enabled, data.is_signed],
      [`${receiver.url}/day`, 'authorization', 'Bearer ', true, true],
    );
    assert.deepEqual([data.events.package_expired, data.events.esim_removed], [true, false]);

    await sendTest(opened, 'esim.installed');
    await page.getByText('HTTP 200').waitFor();
    await whole('webhooks-tested');
    assert.equal(verified('/day', first).event, 'esim.installed');
    assert.equal(receiver.at('/day').at(-1)!.headers.authorization, 'Bearer open-sesame-of-ours');

    clock.pass(11 * MINUTE);
    await press('Rotate the secret');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Rotate the secret' }).click();
    await press('Use a passkey');
    const second = await secretOf(opened);
    await press('I have kept it');
    await page.getByText(/^The secret before it signs beside it until/).waitFor();
    assert.notEqual(second, first);
    await sendTest(opened, 'booking.created');
    await page.getByText('HTTP 200').waitFor();
    for (const secret of [first, second])
      assert.equal(verified('/day', secret).event, 'booking.created');
    await close();
  });

  it('says what is wrong with it, and is switched on again with what it had', async () => {
    const { id, path, partner } = await place('Fay');
    const url = `${receiver.url}/ill`;
    const set = await hubby.call(
      'PUT',
      '/api/webhooks/settings',
      {
        url,
        alert_email: 'ops@travel.example',
        events: { package_expired: true },
        api_key: 'a key of twelve',
      },
      { key: partner },
    );
    assert.equal(set.status, 200, set.text);
    await hubby.sql(
      `update webhook_endpoints
       set is_enabled = false, disabled_reason = 'gone', disabled_at = now()
       where partner_id = $1`,
      [partner.partner_id],
    );
    const opened = await openDashboard(browser);
    const { page, press, whole, close } = opened;
    await arrive(hubby, opened, id, { path });
    await page.getByText('Switched off by Hubby').waitFor();
    await whole('webhooks-gone');
    await press('Send a test event');
    await page.getByText('There is no endpoint that is switched on').waitFor();
    await press('Switch on');
    await page.getByText('Not tried yet').waitFor();
    const { data } = (
      await hubby.call('GET', '/api/webhooks/settings', undefined, { key: partner })
    ).body;
    assert.deepEqual(
      [data.enabled, data.alert_email, data.events.package_expired, data.api_key_hint],
      [true, 'ops@travel.example', true, '…elve'],
    );
    receiver.behave((_req, res) => {
      res.writeHead(500, { 'content-type': 'text/plain' }).end('out of order, come back later');
    });
    await sendTest(opened, 'booking.created');
    await page.getByText('HTTP 500').waitFor();
    await page.getByText('out of order, come back later').waitFor();
    receiver.behave(200);
    await hubby.sql(
      `update webhook_endpoints
       set failing_since = now() - interval '2 days', is_untried = false
       where partner_id = $1`,
      [partner.partner_id],
    );
    await page.reload();
    await page.getByText('Failing', { exact: true }).waitFor();
    await whole('webhooks-failing');
    await close();
  });

  it('is looked at, and not changed, by who may only read', async () => {
    const { id, path } = await place('Sue', 'support');
    const { page, heading, whole, close } = await openDashboard(browser, { size: 'desktop' });
    await page.goto(await printedLink(hubby, id));
    await heading('Home');
    await page.goto(at(hubby, path));
    await page.getByText('Your role may look at this, not change it.').waitFor();
    await page.getByLabel('Address', { exact: true }).waitFor();
    assert.equal(await page.getByLabel('Address', { exact: true }).isDisabled(), true);
    for (const name of ['Save', 'Send a test event'])
      assert.equal(await page.getByRole('button', { name }).count(), 0, name);
    await whole('webhooks-reading');
    await close();
  });
});
