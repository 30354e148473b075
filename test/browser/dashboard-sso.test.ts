/** Single sign-on from the first setting to somebody who came in by it, in a real browser. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { startHubby, type Hubby } from '../harness.ts';
import { address, mailedToken, makeMember } from '../support/members.ts';
import { startOidcIssuer, type OidcIssuer } from '../support/oidc-issuer.ts';
import { startBrowser } from './browser.ts';
import { arrive, at, openDashboard } from './dashboard.ts';

describe('single sign-on in the dashboard', () => {
  let hubby: Hubby;
  let browser: Browser;
  let issuer: OidcIssuer;
  before(async () => {
    const env = { HUBBY_ALLOW_PRIVATE_WEBHOOKS: '1' };
    [hubby, browser, issuer] = await Promise.all([
      startHubby({ env }),
      startBrowser(),
      startOidcIssuer(),
    ]);
  });
  after(async () => {
    await browser?.close();
    await hubby?.close();
    await issuer?.close();
  });
  it('is set, leads an invited colleague in without a slug to type, and ends with who came by it', async () => {
    const partner = await hubby.newPartner('Azure Tours');
    const roles = { [partner.partner_id]: 'owner' } as const;
    const { id } = await makeMember(hubby, { name: 'Olga', roles });
    const opened = await openDashboard(browser, { size: 'desktop' });
    const { page, fill, press, heading, whole, close } = opened;
    await arrive(hubby, opened, id, { path: `/p/${partner.slug}/sso` });
    await heading('Single sign-on');
    await page.getByText('/web-api/sign-in/sso/callback').waitFor();
    await whole('sso-none');
    await fill('Issuer', `${issuer.url}/elsewhere`);
    await fill('Client ID', issuer.clientId);
    await fill('Client secret', issuer.clientSecret);
    await press('Connect');
    await page.getByLabel('Issuer', { exact: true }).and(page.locator('[aria-invalid]')).waitFor();
    await whole('sso-refused');
    await fill('Issuer', issuer.url);
    await press('Connect');
    await page.getByText('Connected', { exact: true }).waitFor();
    await page.getByText(`/web-api/sign-in/sso/${partner.slug}`).waitFor();
    await whole('sso-connected');

    await page.getByRole('link', { name: 'Members' }).click();
    await press('Invite');
    const email = address();
    assert.equal(await page.getByLabel(/^Comes in through our directory/).isChecked(), true);
    await fill('E-mail', email);
    await whole('invite-sso');
    await press('Send the invitation');
    await page.getByRole('cell', { name: `${email} Single sign-on` }).waitFor();

    const guest = await openDashboard(browser);
    issuer.signInAtItsPage('gus-of-azure');
    await guest.page.goto(at(hubby, `/invitation#${await mailedToken(hubby, email)}`));
    await guest.heading('You are invited');
    await guest.whole('invitation-sso');
    await guest.press('Accept by single sign-on');
    await guest.heading('Home');
    await guest.page.goto(at(hubby, '/account/security'));
    await guest.page.getByText('how you sign in is decided there').waitFor();

    await page.getByRole('link', { name: 'Single sign-on' }).click();
    await press('Change');
    await fill('Issuer', 'https://login.example');
    await page.getByText('Another issuer signs out everybody').waitFor();
    await press('Remove');
    await page.getByRole('alertdialog').waitFor();
    await whole('sso-remove');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('The directory is taken away.').waitFor();
    await page.getByRole('button', { name: 'Connect' }).waitFor();
    await guest.page.reload();
    await guest.heading('Sign in');
    await guest.close();
    await close();
  });
});
