/** An owner's first hours in the dashboard, in a real browser with an authenticator of its own. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { until } from '../faults/checks.ts';
import { startHubby, type Hubby } from '../harness.ts';
import { codeOf } from '../support/factors.ts';
import { address, mailedToken, mailsTo, makeMember, signedIn } from '../support/members.ts';
import { startBrowser } from './browser.ts';
import { arrive, at, keepCodes, openDashboard, printedLink, type Opened } from './dashboard.ts';

describe('members in the dashboard', () => {
  let hubby: Hubby;
  let browser: Browser;
  before(async () => {
    [hubby, browser] = await Promise.all([startHubby(), startBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await hubby?.close();
  });
  const owner = (name: string) =>
    makeMember(hubby, { name, roles: { [hubby.partner.partner_id]: 'owner' } });

  async function signOut({ page, heading }: Opened, name: string): Promise<void> {
    await page.getByRole('button', { name: new RegExp(`^Account ${name}`) }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await heading('Sign in');
  }
  const members = ({ slug } = hubby.partner): string => `/p/${slug}/members`;
  /** To the members, by a passkey. */
  async function enrolPasskey(opened: Opened, memberId: string, path = members()): Promise<void> {
    await arrive(hubby, opened, memberId, { path, look: opened.whole });
    await opened.heading('Members');
  }

  it('a printed link leads to a passkey, and the passkey in again; nothing opens before', async () => {
    const { id } = await owner('Ona');
    const opened = await openDashboard(browser, { size: 'desktop' });
    const { page, heading, press, whole, close } = opened;
    await enrolPasskey(opened, id);
    await whole('members');
    await signOut(opened, 'Ona');
    await press('Sign in with a passkey');
    await heading('Home');
    await page.goto(at(hubby, '/account/security'));
    await heading('Passkeys');
    await whole('security');
    await close();
  });

  it('the link of a mail asks for the app’s code, and takes a recovery code in its place once', async () => {
    const { id, email } = await owner('Timo');
    const opened = await openDashboard(browser);
    const { page, heading, fill, press, whole, close } = opened;
    await page.goto(await printedLink(hubby, id));
    await heading('Secure your account');
    await press('Use an authenticator app');
    await page.getByAltText('QR code for your authenticator app').waitFor();
    await whole('add-totp');
    const secret = await page.locator('code').innerText();
    await fill('Six-digit code', codeOf(secret, hubby.ctx.clock.now()));
    await press('Confirm');
    const [recovery = ''] = await keepCodes(opened);
    await heading('Home');

    await page.goto(at(hubby, '/sign-in'));
    await fill('E-mail', email);
    await press('Send a sign-in link');
    await heading('Check your mail');
    await page.goto(at(hubby, `/sign-in/link#${await mailedToken(hubby, email)}`));
    await heading('Second factor');
    await page.goto(at(hubby, '/account'));
    await heading('Second factor');
    await whole('second-factor');
    await fill('Six-digit code', '000000');
    await press('Continue');
    await page.getByRole('alert').waitFor();
    await press('Use a recovery code');
    await fill('Recovery code', recovery);
    await press('Continue');
    await heading('Profile');
    await close();
  });

  it('a second member is invited, joins, gets another role, and is signed out elsewhere', async () => {
    const { id } = await owner('Iris');
    const opened = await openDashboard(browser, { size: 'desktop' });
    const { page, fill, press, whole, close } = opened;
    await enrolPasskey(opened, id);
    const email = address();
    await press('Invite');
    await whole('invite');
    await fill('E-mail', email);
    await press('Send the invitation');
    await page.getByText(email, { exact: true }).waitFor();
    await until('the invitation is mailed', async () => (await mailsTo(hubby, email)).length === 1);

    const guest = await openDashboard(browser);
    await guest.page.goto(at(hubby, `/invitation#${await mailedToken(hubby, email)}`));
    await guest.heading('You are invited');
    await guest.whole('invitation');
    await guest.fill('Your name', 'Gus');
    await guest.press('Accept the invitation');
    await guest.heading('Home');

    await page.reload();
    await press(/^Actions for .Gus.$/);
    await page.getByRole('menuitem', { name: 'Change the role' }).click();
    await page.getByLabel('Role', { exact: true }).selectOption('support');
    await whole('change-role');
    await press('Change the role');
    await page.getByRole('cell', { name: 'Support' }).waitFor();
    await whole('members-two');

    await page.getByRole('link', { name: 'Audit log' }).click();
    await page.getByRole('link', { name: 'member.role_changed' }).click();
    await page.getByRole('dialog', { name: 'member.role_changed' }).waitFor();
    await page.getByRole('cell', { name: 'support', exact: true }).waitFor();
    await whole('audit-details');
    await press('Close');
    await page.getByLabel('Action', { exact: true }).fill('member.invited');
    await page.getByLabel('Action', { exact: true }).press('Enter');
    await page.getByRole('link', { name: 'member.role_changed' }).waitFor({ state: 'detached' });
    assert.equal(new URL(page.url()).searchParams.get('action'), 'member.invited');
    await whole('audit');

    await guest.page.goto(at(hubby, '/account/sessions'));
    await guest.heading('Sessions');
    await guest.whole('sessions');
    await guest.close();
    await close();
  });

  it('the last owner stays, and is told so; other sessions end where one is signed in', async () => {
    const lone = await hubby.newPartner('Lone Travel');
    const { id } = await makeMember(hubby, { name: 'Lou', roles: { [lone.partner_id]: 'owner' } });
    const opened = await openDashboard(browser);
    const { page, press, whole, close } = opened;
    await enrolPasskey(opened, id, members(lone));
    await press(/^Actions for .Lou.$/);
    await page.getByRole('menuitem', { name: 'Remove', exact: true }).click();
    await whole('confirm-remove');
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: 'Remove', exact: true })
      .click();
    await page.getByRole('alert').waitFor();
    await whole('last-owner');
    await press('Cancel');

    const elsewhere = await signedIn(hubby, id);
    await page.goto(at(hubby, '/account/sessions'));
    await press('End all others');
    await page.getByRole('alertdialog').getByRole('button', { name: 'End all others' }).click();
    await page.getByText('One session is ended.').waitFor();
    assert.equal((await elsewhere.call('GET', '/session')).status, 401);
    await close();
  });

  it('who is of two partners and of the installation goes between them, by hand and by keyboard', async () => {
    const other = await hubby.newPartner('Azure Tours');
    const { id } = await makeMember(hubby, {
      name: 'Olga',
      roles: { [hubby.partner.partner_id]: 'owner', [other.partner_id]: 'viewer' },
      operatorRole: 'operator',
    });
    const opened = await openDashboard(browser, { size: 'desktop' });
    const { page, heading, close } = opened;
    await enrolPasskey(opened, id);
    const goTo = async (place: string): Promise<void> => {
      await page.getByRole('button', { name: /^Switch partner/ }).click();
      await page.getByRole('menuitem', { name: place }).click();
    };
    const entries = () =>
      page
        .getByRole('navigation', { name: 'Navigation', exact: true })
        .getByRole('link')
        .allTextContents();
    assert.deepEqual(await entries(), [
      'Home',
      'Funnel',
      'Service figures',
      'Bookings',
      'Travelers',
      'Support',
      'Imports',
      'Prices',
      'Package strategy',
      'Promo codes',
      'Messages',
      'Held back',
      'Schedules',
      'Brand',
      'API keys',
      'Webhooks',
      'Requests',
      'Errors',
      'Events',
      'Deliveries',
      'Sandbox',
      'Notifications',
      'Members',
      'Single sign-on',
      'Origins',
      'Retention',
      'Audit log',
    ]);
    await goTo('Installation');
    await page.getByText('Who sells through this installation.').waitFor();
    assert.deepEqual(await entries(), [
      'Partners',
      'Review',
      'Purchases',
      'Support',
      'Suppliers',
      'Routing',
      'Publishing',
      'Costs',
      'Exchange rates',
      'Reconciliation',
      'Figures',
      'Mail',
      'Limits',
      'Notifications',
      'Members',
      'Audit log',
    ]);
    await page.getByRole('link', { name: 'Audit log' }).click();
    await heading('Audit log');
    await opened.whole('audit-operator');
    // A viewer begins with what they may read.
    await goTo('Azure Tours');
    await heading('Home');

    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Screen, partner or command').pressSequentially('audit');
    await page.keyboard.press('Enter');
    await heading('Audit log');

    // And out of one of them again.
    await page.goto(at(hubby, '/account'));
    await page.getByRole('button', { name: /^Leave .*Azure Tours/ }).click();
    await opened.whole('leave');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Leave' }).click();
    await page.getByText(/You left .*Azure Tours/).waitFor();
    await page.getByRole('button', { name: /^Leave .*Azure Tours/ }).waitFor({ state: 'detached' });
    await close();
  });
});
