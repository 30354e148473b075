/** The ways into the dashboard in a real browser, and what is seen of it on a phone. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { startHubby, type Hubby } from '../harness.ts';
import { mailedToken, makeMember } from '../support/members.ts';
import { startBrowser } from './browser.ts';
import { at, openDashboard, printedLink } from './dashboard.ts';

describe('signing in to the dashboard', () => {
  let hubby: Hubby;
  let browser: Browser;
  before(async () => {
    [hubby, browser] = await Promise.all([startHubby(), startBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await hubby?.close();
  });
  const viewer = () =>
    makeMember(hubby, { name: 'Vera', roles: { [hubby.partner.partner_id]: 'viewer' } });

  it('leads from the bare address to the name where passkeys work, and there to the sign-in', async () => {
    const { page, heading, whole, close } = await openDashboard(browser);
    await page.goto(`${hubby.url}/d/account`);
    await heading('Sign in');
    const { hostname, pathname, searchParams } = new URL(page.url());
    assert.deepEqual([hostname, pathname], ['localhost', '/d/sign-in']);
    assert.equal(searchParams.get('to'), '/account');
    await whole('sign-in');
    await page.getByRole('link', { name: 'Use single sign-on' }).click();
    await heading('Single sign-on');
    await whole('sso');
    await close();
  });

  it('by a printed link, once; the secret does not stay in the address; and out again', async () => {
    const { id } = await viewer();
    const link = await printedLink(hubby, id);
    const { page, heading, whole, close } = await openDashboard(browser);
    await page.goto(link);
    await heading('Home');
    assert.doesNotMatch(page.url(), /#/);
    await whole('profile');
    await page.getByRole('button', { name: 'Open the navigation' }).click();
    await page.getByRole('button', { name: /^Account Vera/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await heading('Sign in');
    await page.goto(link);
    await heading('This link does not work');
    await whole('link-over');
    await close();
  });

  it('by the link of a mail, in the browser that asked, back to where one wanted to go', async () => {
    const { email } = await viewer();
    const opened = await openDashboard(browser, { size: 'desktop' });
    const { page, heading, fill, press, whole, close } = opened;
    await page.goto(at(hubby, '/account/sessions'));
    await heading('Sign in');
    await fill('E-mail', email);
    await press('Send a sign-in link');
    await heading('Check your mail');
    await whole('check-mail');
    const token = await mailedToken(hubby, email);

    const other = await openDashboard(browser);
    await other.page.goto(at(hubby, `/sign-in/link#${token}`));
    await other.heading('This link does not work');
    await other.close();

    await page.goto(at(hubby, `/sign-in/link#${token}`));
    await heading('Sessions');
    await close();
  });

  it('an address that leads elsewhere is not followed', async () => {
    const { id } = await viewer();
    const { page, heading, close } = await openDashboard(browser);
    await page.goto(at(hubby, '/sign-in'));
    await heading('Sign in');
    await page.evaluate("localStorage.setItem('hubby-return', '//elsewhere.example/')");
    await page.goto(await printedLink(hubby, id));
    await heading('Home');
    await close();
  });
});
