/** The pay page in a real browser: every state on a small and a wide screen, light and dark, by keyboard. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { until } from '../faults/checks.ts';
import { startHubby, type Hubby } from '../harness.ts';
import { checkoutOf, payAt, stripeAt } from '../support/pay-desk.ts';
import { assertUsable, shoot, startBrowser, visit, type Size } from './browser.ts';

describe('the pay page in a browser', () => {
  let hubby: Hubby;
  let browser: Browser;
  before(async () => {
    [hubby, browser] = await Promise.all([startHubby(), startBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await hubby?.close();
  });

  const made = async () => {
    const over = {
      customer_email: 'ann.a.very.long.name.indeed@travellers-of-the-world.example.com',
      success_url: `${hubby.url}/livez?session={CHECKOUT_SESSION_ID}`,
      cancel_url: `${hubby.url}/livez?closed=1`,
    };
    const session = await stripeAt(hubby.ctx.payDesk!).checkout.sessions.create(checkoutOf(over));
    return { id: session.id, url: session.url! };
  };
  async function seen(
    url: string,
    options: BrowserContextOptions & { size: Size },
    look: (page: Page) => Promise<void>,
  ): Promise<void> {
    const one = await visit(browser, options);
    await one.page.goto(url);
    await look(one.page);
    assert.deepEqual(one.complaints, []);
    await one.close();
  }

  const states: Record<string, (session: { id: string; url: string }) => Promise<unknown>> = {
    open: async () => {},
    declined: ({ url }) => payAt(url, 'decline'),
    paid: ({ url }) => payAt(url, 'pay'),
    processing: ({ url }) => payAt(url, 'later_failed'),
    disputed: async ({ url }) => {
      await payAt(url, 'never');
      await payAt(url, 'dispute');
    },
    expired: ({ id }) =>
      hubby.sql('update pay_desk.sessions set expires_at = now() where id = $1', [id]),
  };
  for (const [name, reach] of Object.entries(states))
    it(`can be used: ${name}`, async () => {
      const session = await made();
      await reach(session);
      for (const size of ['small', 'desktop'] as const)
        for (const colorScheme of ['light', 'dark'] as const)
          await seen(session.url, { size, colorScheme, javaScriptEnabled: true }, async (page) => {
            if (name === 'open') await page.locator('summary').click();
            await assertUsable(page, `${name} ${size} ${colorScheme}`);
            await shoot(page, `pay-desk-${name}-${size}-${colorScheme}`);
          });
    });

  it('pays by keyboard and without a script, and leads back to the shop', async () => {
    const session = await made();
    await seen(session.url, { size: 'phone', javaScriptEnabled: false }, async (page) => {
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.waitForURL(`**/livez?session=${session.id}`);
    });
    const [row] = await hubby.sql('select status from pay_desk.payments where session_id = $1', [
      session.id,
    ]);
    assert.equal(row.status, 'succeeded');
  });

  it('is closed, and the session stays open', async () => {
    const session = await made();
    await seen(session.url, { size: 'phone', javaScriptEnabled: false }, async (page) => {
      await page.getByRole('link', { name: 'Close and go back' }).click();
      await page.waitForURL('**/livez?closed=1');
    });
    const [row] = await hubby.sql('select status from pay_desk.sessions where id = $1', [
      session.id,
    ]);
    assert.equal(row.status, 'open');
  });

  it('lets a dispute be decided', async () => {
    const session = await made();
    await payAt(session.url, 'never');
    await seen(session.url, { size: 'phone' }, async (page) => {
      await page.getByRole('button', { name: 'The cardholder disputes it' }).click();
      await page.getByRole('button', { name: 'The dispute is lost' }).click();
      await until('it to be shown', async () =>
        (await page.locator('dl').innerText()).includes('lost'),
      );
    });
  });
});
