/** The dashboard in a browser: at the name where passkeys work, with an authenticator of its own. */
import assert from 'node:assert/strict';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { makeLink } from '../../src/domain/members/sign-in/make-link.ts';
import type { Hubby } from '../harness.ts';
import {
  assertAccessible,
  shoot,
  visit,
  widerThanScreen,
  type Size,
  type Visit,
} from './browser.ts';

export const at = (hubby: Hubby, path: string): string =>
  `${hubby.url.replace('127.0.0.1', 'localhost')}/d${path}`;

export type Opened = Visit & {
  /** by the text that a person reads */
  press(name: string | RegExp): Promise<void>;
  fill(label: string, value: string): Promise<void>;
  /** waits until it is the screen's heading */
  heading(name: string): Promise<void>;
  /** nothing that axe finds, nothing too wide, light and dark and with large text; nothing stopped */
  whole(name: string): Promise<void>;
};

const SCHEMES = ['light', 'dark'] as const;
const SMALL = `[...document.querySelectorAll('button, select, input:not([type=checkbox]), nav a, [role=menuitem]')]
  .filter((e) => e.checkVisibility() && !e.closest('[inert]') && e.getBoundingClientRect().height < 43.5)
  .map((e) => e.outerHTML)`;

export async function openDashboard(
  browser: Browser,
  options: Partial<BrowserContextOptions> & { size?: Size } = {},
): Promise<Opened> {
  const size = options.size ?? 'phone';
  const opened = await visit(browser, {
    size,
    locale: 'en-GB',
    reducedMotion: 'reduce',
    ...options,
  });
  const { page } = opened;
  return {
    ...opened,
    press: (name) => page.getByRole('button', { name, exact: true }).click(),
    fill: (label, value) => page.getByLabel(label, { exact: true }).fill(value),
    heading: (name) =>
      page.getByRole('heading', { name, exact: true }).first().waitFor({ state: 'visible' }),
    async whole(name) {
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme });
        await assertAccessible(page, `${name}, ${colorScheme}`);
        await shoot(page, `dashboard-${name}-${size}-${colorScheme}`);
      }
      assert.ok((await widerThanScreen(page)) <= 0, `${name} is wider than the screen`);
      if (size === 'phone') assert.deepEqual(await page.evaluate<string[]>(SMALL), [], name);
      await page.evaluate("document.documentElement.style.fontSize = '200%'");
      assert.ok((await widerThanScreen(page)) <= 0, `${name} with large text is wider`);
      await page.evaluate("document.documentElement.style.fontSize = ''");
      assert.deepEqual(opened.complaints, [], name);
    },
  };
}

/** One that says yes by itself, as a person with the right finger would. */
export async function addAuthenticator(page: Page): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

/** As a command prints it. */
export const printedLink = async (hubby: Hubby, memberId: string): Promise<string> =>
  (await hubby.ctx.db.tx((tx) => makeLink(hubby.ctx, tx, memberId, null))).url;
