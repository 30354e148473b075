/** Chromium for the tests of pages: what it must not complain of, and axe. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { IN_A_YEAR, type Hubby } from '../harness.ts';

/** Debian's. The shell comes first: it draws no windows, and needs half of the computing. */
const PLACES = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];

/** CHROMIUM_PATH, else Debian's. */
export async function startBrowser(): Promise<Browser> {
  const given = process.env['CHROMIUM_PATH'] || undefined;
  const places = given === undefined ? PLACES : [given];
  const executablePath = places.find((one) => existsSync(one));
  if (executablePath === undefined)
    throw new Error(
      `There is no Chromium at ${places.join(' or ')}. Install it (Debian: apt-get install chromium), or say where one is: CHROMIUM_PATH=…`,
    );
  // The sandbox of Chromium does not run as root, as tests in containers do.
  return chromium.launch({
    executablePath,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}

export const SIZES = {
  small: { width: 320, height: 640 },
  phone: { width: 390, height: 844 },
  desktop: { width: 1280, height: 900 },
} as const;
export type Size = keyof typeof SIZES;

/**
 * A run of all looks takes long: without `EVERY_LOOK=1` each state is seen in half of them, and each
 * look has half of the states.
 */
const EVERY_LOOK = process.env['EVERY_LOOK'] === '1';
/** `nth`: of the state; `look`: its number of `looks`. Two neighbours of four, one of two. */
export const isLookedAt = (nth: number, look: number, looks: number): boolean =>
  EVERY_LOOK || (look - nth + looks * nth) % looks < looks / 2;

/**
 * What a page complained of: scripts and styles that its policy stopped, errors of scripts,
 * dialogs, files that are not there.
 */
export type Visit = {
  page: Page;
  complaints: string[];
  requests: string[];
  close(): Promise<void>;
};

export async function visit(
  browser: Browser,
  options: BrowserContextOptions & { size: Size },
): Promise<Visit> {
  const { size, ...rest } = options;
  const context = await browser.newContext({
    viewport: SIZES[size],
    ...(size === 'desktop' ? {} : { isMobile: true, hasTouch: true }),
    ...rest,
  });
  // A machine that others use as well may be slow for a while.
  context.setDefaultTimeout(90_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  // The status of the page itself is no complaint.
  page.on('console', (message) => {
    if (
      message.type() === 'error' &&
      !/the server responded with a status of (400|401|403|404|409|410|429|503)/.test(
        message.text(),
      )
    )
      complaints.push(message.text());
  });
  page.on('pageerror', (error) => {
    complaints.push(String(error));
  });
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    requests.push(request.url());
  });
  return { page, complaints, requests, close: () => context.close() };
}

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Pixels. What runs in the page is text: these files know no DOM. */
export const widerThanScreen = (page: Page): Promise<number> =>
  // Not innerWidth: a phone zooms out until all is in it.
  page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );

export const email = (): string => `visitor_${Math.random().toString(36).slice(2)}@example.com`;

export type PromoCode = {
  promo_code: string;
  uuid: string;
  claim_url: string;
  deep_link_url: string;
};

export async function bookCode(
  hubby: Hubby,
  entry: Record<string, unknown> = { destination: 'GR', size: '1GB' },
): Promise<PromoCode> {
  const { status, body, text } = await hubby.call('POST', '/api/bookings', {
    departure_date: IN_A_YEAR,
    package_specifications: [entry],
  });
  assert.equal(status, 201, text);
  return body.data.promo_codes[0] as PromoCode;
}

export async function claimByApi(hubby: Hubby, uuid: string): Promise<void> {
  const { status, text } = await hubby.bare('POST', `/api/promo-codes/claim/${uuid}`, {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: email() }),
  });
  assert.equal(status, 200, text);
}

/** The small form: it is sent to a page for each look. */
const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** Nothing that axe finds. */
export async function assertAccessible(page: Page, what: string): Promise<void> {
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(AXE);
  const { violations, passes } = await page.evaluate<AxeResults>(
    `axe.run(document, { runOnly: { type: 'tag', values: ${JSON.stringify(RULES)} }, resultTypes: ['violations'] })`,
  );
  assert.deepEqual(
    violations.map(
      (v) =>
        `${v.id}: ${v.help}: ${v.nodes.map((n) => n.html + (n.any[0]?.message ?? '')).join(' | ')}`,
    ),
    [],
    what,
  );
  assert.ok(passes.length > 10, `${what}: axe looked at ${passes.length} rules only`);
}

/**
 * No violation of axe, nothing wider than the screen, nothing to touch that is smaller than 44 px.
 */
export async function assertUsable(page: Page, what: string): Promise<void> {
  await assertAccessible(page, what);
  const wide = await widerThanScreen(page);
  const small = await page.evaluate<string[]>(
    `[...document.querySelectorAll('a, button, input:not([type=hidden]), summary')].filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 44).map((e) => e.outerHTML)`,
  );
  assert.ok(wide <= 0, `${what}: ${wide} px wider than the screen`);
  assert.deepEqual(small, [], `${what}: too small to touch`);
}

/** For a person to look at, where SCREENSHOTS names a folder. */
export async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (folder === undefined || folder === '') return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
