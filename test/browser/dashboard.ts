/** The dashboard in a browser: at the name where passkeys work, with an authenticator of its own. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
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
const SMALL = `[...document.querySelectorAll('button:not([tabindex="-1"]), select, input:not([type=checkbox]), nav a, [role=menuitem]')]
  .filter((e) => e.checkVisibility() && !e.closest('[inert]') && e.getBoundingClientRect().height < 43.5)
  .map((e) => e.outerHTML)`;

/** Words of headings, figures and buttons that stand on two lines; ids may. */
const BROKEN = `[...document.querySelectorAll('th, td.tabular-nums, button')]
  .filter((e) => e.checkVisibility())
  .flatMap((e) => {
    const broken = [];
    const texts = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      if (getComputedStyle(texts.currentNode.parentElement).wordBreak === 'break-all') continue;
      for (const { index, 0: word } of texts.currentNode.data.matchAll(/[^\\s\\-–—/]+/g)) {
        const range = document.createRange();
        range.setStart(texts.currentNode, index);
        range.setEnd(texts.currentNode, index + word.length);
        const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
        if (lines.size > 1) broken.push(word);
      }
    }
    return broken;
  })`;

/** Colours change with the frame after the scheme has. */
const PAINTED =
  'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))';

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
      await shown(page, name);
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme });
        await page.evaluate(PAINTED);
        await assertAccessible(page, `${name}, ${colorScheme}`);
        await shoot(page, `dashboard-${name}-${size}-${colorScheme}`);
      }
      await assertFits(page, name);
      assert.deepEqual(await page.evaluate<string[]>(BROKEN), [], `${name}: broken words`);
      if (size === 'phone') assert.deepEqual(await page.evaluate<string[]>(SMALL), [], name);
      await page.evaluate("document.documentElement.style.fontSize = '200%'");
      await assertFits(page, `${name} with large text`);
      await page.evaluate("document.documentElement.style.fontSize = ''");
      assert.deepEqual(opened.complaints, [], name);
    },
  };
}

/**
 * Where a field in a dialog has the focus at once, React Aria holds the dialog back on touch devices
 * (there, and not to be seen) until the keyboard of the screen is up, for 0.6 s where none comes.
 */
const HELD = `[...document.querySelectorAll('[data-rac]')].filter((e) => e.style.opacity === '0').length`;
async function shown(page: Page, what: string): Promise<void> {
  const held = (): Promise<number> => page.evaluate<number>(HELD);
  for (let look = 0; look < 100 && (await held()) > 0; look++) await sleep(100);
  assert.equal(await held(), 0, `${what}: still held back`);
}

const WIDE = `[...document.querySelectorAll('body *')]
  .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map((e) => e.tagName + '.' + e.className).slice(0, 10)`;

/** What lies over the page is placed anew some frames after the text has grown. */
async function assertFits(page: Page, what: string): Promise<void> {
  // Asked from outside: what the page itself would have to evaluate, its policy forbids.
  for (let look = 0; look < 100 && (await widerThanScreen(page)) > 0; look++) await sleep(100);
  const wide = await widerThanScreen(page);
  assert.ok(
    wide <= 0,
    `${what}: ${wide} px wider: ${(await page.evaluate<string[]>(WIDE)).join(', ')}`,
  );
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

/** Recovery codes, which are shown once. */
export async function keepCodes(
  { page, heading, press }: Opened,
  look = noLook,
): Promise<string[]> {
  await heading('Recovery codes');
  const codes = await page.getByRole('listitem').allTextContents();
  await look('recovery-codes');
  await page.getByLabel('I have kept the codes').check();
  await press('Continue');
  return codes;
}

const noLook = async (_name: string): Promise<void> => {};

/**
 * From the printed link to a passkey of this browser's own, as `npm start` leads there, and on to
 * that screen. `look`: what each screen on the way is given to.
 */
export async function arrive(
  hubby: Hubby,
  opened: Opened,
  memberId: string,
  { path, look = noLook }: { path: string; look?: (name: string) => Promise<void> },
): Promise<void> {
  const { page, heading, press } = opened;
  await addAuthenticator(page);
  await page.goto(await printedLink(hubby, memberId));
  await heading('Secure your account');
  await look('enrol');
  await press('Add a passkey');
  await page.getByLabel('Name', { exact: true }).waitFor();
  await look('add-passkey');
  await press('Add a passkey');
  assert.equal((await keepCodes(opened, look)).length > 5, true);
  await page.waitForURL(({ pathname }) => !pathname.endsWith('/enrol'));
  await page.goto(at(hubby, path));
}

/** As a command prints it. */
export const printedLink = async (hubby: Hubby, memberId: string): Promise<string> =>
  (await hubby.ctx.db.tx((tx) => makeLink(hubby.ctx, tx, memberId, null))).url;
