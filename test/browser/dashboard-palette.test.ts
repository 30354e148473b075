/** The palette: there when it is wanted, and nothing that was typed is lost. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { until } from '../faults/checks.ts';
import { startHubby, type Hubby } from '../harness.ts';
import { makeMember } from '../support/members.ts';
import { startBrowser } from './browser.ts';
import { at, openDashboard, printedLink, type Opened } from './dashboard.ts';

const CHUNK = /\/d-assets\/.*palette-/;

describe('the palette', () => {
  let hubby: Hubby;
  let browser: Browser;
  before(async () => {
    [hubby, browser] = await Promise.all([startHubby(), startBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await hubby?.close();
  });
  const open = async (): Promise<Opened> => {
    const roles = { [hubby.partner.partner_id]: 'support' } as const;
    const { id } = await makeMember(hubby, { name: 'Pia', roles });
    const opened = await openDashboard(browser, { size: 'desktop' });
    await opened.page.goto(await printedLink(hubby, id));
    await opened.heading('Home');
    return opened;
  };
  const field = ({ page }: Opened) => page.getByPlaceholder('Screen, partner or command');

  it('is loaded before anybody asks for it, and takes letters that come at once', async () => {
    const opened = await open();
    const { page, heading, whole, close } = opened;
    await until('the palette is asked for', async () =>
      opened.requests.some((url) => CHUNK.test(url)),
    );
    await page.keyboard.press('Control+k');
    await page.keyboard.type('webhoo');
    await field(opened).waitFor();
    assert.equal(await field(opened).inputValue(), 'webhoo');
    await whole('palette');
    await page.keyboard.press('Enter');
    await heading('Webhooks');
    await close();
  });

  it('keeps what is typed while it is still on its way, and lets nothing of it act below', async () => {
    const opened = await openDashboard(browser, { size: 'desktop' });
    const { page, heading, close } = opened;
    const held = Promise.withResolvers<void>();
    await page.route(CHUNK, async (route) => {
      await held.promise;
      await route.continue();
    });
    const roles = { [hubby.partner.partner_id]: 'support' } as const;
    const { id } = await makeMember(hubby, { name: 'Paul', roles });
    await page.goto(await printedLink(hubby, id));
    await heading('Home');
    await page.getByRole('link', { name: 'API keys' }).focus();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('sesx');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Enter');
    held.resolve();
    await field(opened).waitFor();
    await until('the letters', () =>
      page.evaluate<boolean>("document.activeElement?.value === 'ses'"),
    );
    await page.keyboard.type('sions');
    await page.getByRole('menuitem', { name: /^Sessions/ }).waitFor();
    await page.keyboard.press('Enter');
    await heading('Sessions');
    assert.equal(page.url(), at(hubby, '/account/sessions'));
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Escape');
    await field(opened).waitFor({ state: 'detached' });
    await close();
  });
});
