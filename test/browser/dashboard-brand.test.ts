/** Branding, messages, schedules and origins in the dashboard: a day's work of those who have to do with them. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Frame } from 'playwright-core';
import sharp from 'sharp';
import { newId } from '../../src/ids.ts';
import { until } from '../faults/checks.ts';
import { startHubby, type Hubby, type Json } from '../harness.ts';
import { makeClock } from '../support/factors.ts';
import { makeMember } from '../support/members.ts';
import { startBrowser } from './browser.ts';
import { arrive, at, openDashboard, printedLink, type Opened } from './dashboard.ts';

const MINUTE = 60_000;

describe('what travelers see, in the dashboard', () => {
  const clock = makeClock();
  let hubby: Hubby;
  let browser: Browser;
  before(async () => {
    [hubby, browser] = await Promise.all([startHubby({ clock }), startBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await hubby?.close();
  });
  const place = async (name: string, role: 'owner' | 'support' | 'viewer' = 'owner') => {
    const partner = await hubby.newPartner('Blue Sky');
    const roles = { [partner.partner_id]: role };
    const path = (screen: string): string => `/p/${partner.slug}/${screen}`;
    return { partner, path, ...(await makeMember(hubby, { name, roles })) };
  };
  /** The document of the preview, once it says that. */
  const previewed = async ({ page }: Opened, text: string | RegExp): Promise<Frame> => {
    const frame = page.frameLocator('iframe');
    await frame.getByText(text).filter({ visible: true }).first().waitFor();
    return page.frames().at(-1)!;
  };
  const settingsOf = async (key: Json): Promise<Json> =>
    (await hubby.call('GET', '/api/settings', undefined, { key })).body.data.settings;

  it('a brand is prepared beside its previews, and published', async () => {
    const { id, path, partner } = await place('Olga');
    const opened = await openDashboard(browser, { size: 'desktop' });
    const { page, fill, press, heading, whole, close } = opened;
    await arrive(hubby, opened, id, { path: path('brand') });
    await heading('Brand');
    await previewed(opened, 'Blue Sky');
    await whole('brand-none');

    await fill('Name that travelers read', 'Blue & Sky');
    await fill('Main colour', '#ffe14d');
    await page.getByText(/ffe14d.* is hard to read/).waitFor();
    const claim = await previewed(opened, 'Blue & Sky');
    assert.match(await claim.content(), /--brand:#ffe14d/);
    const file = await sharp({
      create: { width: 300, height: 60, channels: 3, background: '#334455' },
    })
      .png()
      .toBuffer();
    await page
      .locator('input[type="file"]')
      .setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: file });
    await page.getByAltText(/^Logo of .*Blue & Sky/).waitFor();
    await page.frameLocator('iframe').getByAltText('Blue & Sky').waitFor();
    await whole('brand-claim');

    await page.getByLabel('Corners', { exact: true }).selectOption('none');
    await fill('Welcome', 'Good to have you with us');
    await press('Dark');
    await previewed(opened, 'Good to have you with us');
    await whole('brand-screens');

    await page.getByLabel('Mail', { exact: true }).selectOption('departure_reminder');
    await fill('First paragraph', 'Dear {name}, nearly there.');
    await previewed(opened, /Dear Sanne, nearly there\./);
    await whole('brand-mail');
    await fill('First paragraph', 'Dear {nobody}');
    await page
      .getByText(/expected one of the placeholders/)
      .first()
      .waitFor();
    await page.getByText('Not saved', { exact: true }).waitFor();
    await whole('brand-refused');
    await fill('First paragraph', 'Dear {name}, nearly there.');
    await page.getByText(/^Draft saved/).waitFor();

    assert.deepEqual((await settingsOf(partner)).visual_identity, {});
    await press('Publish');
    await page.getByRole('alertdialog').waitFor();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Publish' }).click();
    await page.getByText('It is published.').waitFor();
    const settings = await settingsOf(partner);
    const { logo_url: logo, ...look } = settings.visual_identity.default;
    assert.deepEqual(look, { name: 'Blue & Sky', primary_color: '#ffe14d' });
    assert.match(logo, /^upload:/);
    assert.deepEqual(settings.webview, {
      radius: 'none',
      texts: { welcome: { en: 'Good to have you with us' } },
    });
    assert.deepEqual(settings.message_templates, {
      departure_reminder: { intro: { en: 'Dear {name}, nearly there.' } },
    });
    await close();
  });

  it('of two who prepare at once, the second is told, and may take over', async () => {
    const { id, path, partner } = await place('Paul');
    const opened = await openDashboard(browser);
    const { page, fill, press, whole, close } = opened;
    await arrive(hubby, opened, id, { path: path('brand') });
    await page.getByLabel('Name that travelers read').waitFor();
    await hubby.sql(
      `insert into brand_drafts (partner_id, revision, changes, changed_by)
       values ($1, 'theirs', '{"visual_identity": {"default": {"name": "Theirs"}}}', 'mem_1')`,
      [partner.partner_id],
    );
    await fill('Name that travelers read', 'Mine');
    await page.getByText('Somebody else has changed the draft meanwhile').waitFor();
    await whole('brand-moved');
    await press('Show what they saved');
    await until(
      'their draft',
      async () => (await page.getByLabel('Name that travelers read').inputValue()) === 'Theirs',
    );
    await press('Discard the draft');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Discard the draft' }).click();
    await page.getByText('The draft is gone.').waitFor();
    await previewed(opened, 'Blue Sky');
    await whole('brand-phone');
    await close();
  });

  it('messages are looked at, a mail read as it went out, and an address sent to again', async () => {
    const { id, path, partner } = await place('Sue', 'support');
    const mail =
      '<html><body style="background:#ffffff;color:#16202b"><h1>Your code</h1><p><a href="https://app.example/?promoCode=AB">Open</a></p><img alt="" src="cid:qr-1@hubby"></body></html>';
    const message = newId('msg');
    await hubby.sql(
      `insert into messages (partner_id, id, channel, kind, subject_id, recipient, locale, subject, text, html, status, created_at, sent_at)
       values ($1, $2, 'EMAIL', 'promo_code_claim', 'x', 'ada@travel.example', 'en', 'Your code', 't', $3, 'bounced', now(), now())`,
      [partner.partner_id, message, mail],
    );
    await hubby.sql(
      `insert into suppressed_recipients (partner_id, recipient, reason, message_id, suppressed_at)
       values ($1, 'ada@travel.example', 'bounced', $2, now()), ($1, 'bob@travel.example', 'complained', null, now())`,
      [partner.partner_id, message],
    );
    const opened = await openDashboard(browser);
    const { page, press, heading, whole, close } = opened;
    await page.goto(await printedLink(hubby, id));
    await heading('Home');
    await page.goto(at(hubby, path('messages')));
    await page.getByRole('link', { name: 'Promo code' }).waitFor();
    await whole('messages');
    await page.getByRole('link', { name: 'Promo code' }).click();
    await page.getByText('Nothing more goes to this address').waitFor();
    await press('Show the mail');
    await page.frameLocator('iframe').getByRole('heading', { name: 'Your code' }).waitFor();
    await page.frameLocator('iframe').locator('img[src^="data:image/png"]').waitFor();
    await whole('message');
    // An address that is masked cannot be meant.
    assert.equal(await page.getByRole('button', { name: 'Send there again' }).count(), 0);
    await page.getByRole('button', { name: 'Show personal data' }).last().click();
    await press('Send there again');
    await page.getByText('Messages go there again.').waitFor();
    await page.goto(at(hubby, path('suppressions')));
    await page.getByText('bob@travel.example').waitFor();
    assert.equal(await page.getByText('ada@travel.example').count(), 0);
    await whole('suppressions');
    await press('Send there again');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Send there again' }).click();
    await page.getByText('No address is held back').waitFor();
    await whole('suppressions-none');
    const [row] = await hubby.sql<{ n: number }>(
      `select count(*)::int as n from audit_entries
       where partner_id = $1 and action in ('message.read', 'suppression.lifted')`,
      [partner.partner_id],
    );
    assert.equal(row!.n, 3);
    await close();
  });

  it('schedules are changed, added, taken away, and put back', async () => {
    const { id, path, partner } = await place('Olaf');
    const opened = await openDashboard(browser);
    const { page, fill, press, heading, whole, close } = opened;
    await arrive(hubby, opened, id, { path: path('schedules') });
    await heading('Schedules');
    await page.getByText(/One day before departure.*09:00.* of the traveler’s time/).waitFor();
    await whole('schedules');
    await press(/^Change .*reminder/);
    await fill('Days before', '400');
    await fill('Countries', 'gr, TUR');
    await whole('schedule');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.locator('[aria-invalid]').waitFor();
    await fill('Days before', '3');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/3 days before departure.*09:00.* of the traveler’s time/).waitFor();
    const { schedules } = await settingsOf(partner);
    assert.deepEqual(schedules[1], {
      key: 'reminder',
      kind: 'departure_reminder',
      moment: 'departure',
      days: 3,
      hour: '09:00',
      zone: 'traveler',
      filter: { ready: false, countries: ['GR', 'TUR'] },
    });
    await press('Add a message');
    await page.getByLabel('Message', { exact: true }).selectOption('running_low');
    await page.getByLabel('Used', { exact: true }).selectOption('50');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('When 50 % is used').waitFor();
    await press(/^Change .*expiring/);
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await until('none', async () => (await page.getByText('days before it expires').count()) === 0);
    await page.getByLabel('Send mails to travelers').check();
    await until(
      'sending',
      async () => (await settingsOf(partner)).communication_options.should_send_message,
    );
    await press('Back to the defaults');
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: 'Back to the defaults' })
      .click();
    await page.getByText('One day before departure').waitFor();
    assert.equal((await settingsOf(partner)).schedules.length, 4);
    await close();
  });

  it('origins are an owner’s, who shows anew who they are', async () => {
    const { id, path, partner } = await place('Olive');
    const opened = await openDashboard(browser);
    const { page, fill, press, heading, whole, close } = opened;
    await arrive(hubby, opened, id, { path: path('origins') });
    await heading('Origins');
    await page.getByText('No site may').waitFor();
    await fill('Site', 'www.sky.example/app');
    await press('Let it show them');
    await page.locator('[aria-invalid]').waitFor();
    await whole('origins-refused');
    clock.pass(11 * MINUTE);
    await fill('Site', 'https://www.sky.example');
    await press('Let it show them');
    await press('Use a passkey');
    await page.getByText('https://www.sky.example', { exact: true }).waitFor();
    assert.deepEqual((await settingsOf(partner)).webview, { origins: ['https://www.sky.example'] });
    await whole('origins');
    await press(/^Remove .*www\.sky\.example/);
    await page.getByText('No site may').waitFor();
    await close();
  });

  it('is looked at, and not changed, by who may only read', async () => {
    const { id, path } = await place('Vera', 'viewer');
    const opened = await openDashboard(browser, { size: 'desktop' });
    const { page, heading, whole, close } = opened;
    await page.goto(await printedLink(hubby, id));
    await heading('Home');
    await page.goto(at(hubby, path('brand')));
    await page.getByText('Your role may look at this, not change it.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Publish' }).count(), 0);
    assert.equal(await page.getByLabel('Main colour', { exact: true }).isDisabled(), true);
    await previewed(opened, 'Blue Sky');
    await whole('brand-reading');
    await page.goto(at(hubby, path('schedules')));
    await page.getByText('Your role may look at this, not change it.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Add a message' }).count(), 0);
    await page.goto(at(hubby, path('origins')));
    await page.getByText('There is nothing here').waitFor();
    await close();
  });
});
