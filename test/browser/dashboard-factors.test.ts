/** Factors under way: showing once more who one is by an app's code, and losing them with a day to object. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { startHubby, type Hubby } from '../harness.ts';
import { codeOf, makeClock } from '../support/factors.ts';
import { makeMember } from '../support/members.ts';
import { startBrowser } from './browser.ts';
import { arrive, at, keepCodes, openDashboard, printedLink } from './dashboard.ts';

const MINUTE = 60_000;

describe('factors in the dashboard', () => {
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
  const owner = (name: string) =>
    makeMember(hubby, { name, roles: { [hubby.partner.partner_id]: 'owner' } });

  it('a code of the app shows once more who one is, and what needed it goes on by itself', async () => {
    const { id } = await owner('Timo');
    const opened = await openDashboard(browser);
    const { page, heading, fill, press, whole, close } = opened;
    await page.goto(await printedLink(hubby, id));
    await heading('Secure your account');
    await press('Use an authenticator app');
    await page.getByAltText('QR code for your authenticator app').waitFor();
    const secret = await page.locator('code').innerText();
    await fill('Six-digit code', codeOf(secret, clock.now()));
    await press('Confirm');
    await keepCodes(opened);
    await heading('Home');

    clock.pass(11 * MINUTE);
    await page.goto(at(hubby, `/p/${hubby.partner.slug}/keys`));
    await press('Make a key');
    await fill('Name', 'a laptop');
    const make = page.getByRole('dialog', { name: 'Make an API key' });
    await make.getByRole('button', { name: 'Make a key' }).click();
    await heading('Show that it is you');
    await fill('Six-digit code', '000000');
    await press('Confirm');
    await page.getByRole('alert').waitFor();
    await whole('fresh-code');
    await fill('Six-digit code', codeOf(secret, clock.now()));
    await press('Confirm');
    await page.getByRole('dialog', { name: 'Your new key' }).waitFor();
    await close();
  });

  it('who would rather not show it is left where they were, with nothing done', async () => {
    const { id } = await owner('Nele');
    const opened = await openDashboard(browser, { size: 'desktop' });
    const { page, heading, fill, press, close } = opened;
    await arrive(hubby, opened, id, { path: `/p/${hubby.partner.slug}/keys` });
    clock.pass(11 * MINUTE);
    await press('Make a key');
    await fill('Name', 'never made');
    const make = page.getByRole('dialog', { name: 'Make an API key' });
    await make.getByRole('button', { name: 'Make a key' }).click();
    await heading('Show that it is you');
    await page.keyboard.press('Escape');
    await make.getByRole('alert').waitFor();
    assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'never made');
    const made = await hubby.sql("select 1 from api_keys where label = 'never made'");
    assert.equal(made.length, 0);
    await close();
  });

  it('an owner has a colleague’s taken off, who is told and keeps them', async () => {
    const { id: lostId } = await owner('Lara');
    const lost = await openDashboard(browser);
    await arrive(hubby, lost, lostId, { path: '/account' });
    await lost.heading('Profile');

    const { id } = await owner('Olaf');
    const opened = await openDashboard(browser, { size: 'desktop' });
    const { page, press, whole, close } = opened;
    await arrive(hubby, opened, id, { path: `/p/${hubby.partner.slug}/members` });
    await press(/^Actions for .Lara.$/);
    await page.getByRole('menuitem', { name: 'Remove sign-in factors' }).click();
    await whole('reset-factors');
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: 'Remove sign-in factors' })
      .click();
    await page.getByText(/^The factors of .Lara. are removed on/).waitFor();

    await lost.page.reload();
    await lost.page.getByText('Somebody asked to remove your sign-in factors').waitFor();
    await lost.whole('reset-warning');
    await lost.press('Keep my factors');
    await lost.page.getByText('Your factors stay as they are.').waitFor();
    const [left] = await hubby.sql(
      'select count(*)::int as count from passkeys where member_id = $1',
      [lostId],
    );
    assert.equal(left.count, 1);
    await lost.close();
    await close();
  });
});
