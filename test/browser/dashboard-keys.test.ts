/** A developer's day with API keys, in a real browser: made, tried, rotated, revoked. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { startHubby, type Hubby } from '../harness.ts';
import { makeClock } from '../support/factors.ts';
import { makeMember } from '../support/members.ts';
import { startBrowser } from './browser.ts';
import { arrive, at, openDashboard, printedLink, type Opened } from './dashboard.ts';

const run = promisify(execFile);
const MINUTE = 60_000;

describe('API keys in the dashboard', () => {
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
  const path = (): string => `/p/${hubby.partner.slug}/keys`;
  const member = (role: 'owner' | 'admin' | 'support', name: string) =>
    makeMember(hubby, { name, roles: { [hubby.partner.partner_id]: role } });
  type Key = { api_key: string; api_secret: string };
  const works = async ({ api_key, api_secret }: Key): Promise<number> =>
    (await hubby.call('GET', '/api/bookings', undefined, { key: { api_key, api_secret } as never }))
      .status;
  const act = async ({ page }: Opened, name: string, what: string): Promise<void> => {
    await page
      .getByRole('row', { name: new RegExp(name) })
      .getByRole('button', { name: /^Actions for/ })
      .click();
    await page.getByRole('menuitem', { name: what, exact: true }).click();
  };
  const shownKey = async ({ page }: Opened): Promise<Key> => {
    const dialog = page.getByRole('dialog', { name: 'Your new key' });
    const [api_key = '', api_secret = ''] = await dialog.locator('code').allTextContents();
    return { api_key, api_secret };
  };
  const confirm = ({ page }: Opened, name: string): Promise<void> =>
    page.getByRole('alertdialog').getByRole('button', { name, exact: true }).click();

  it('one is made after showing who one is, its secret is seen once, and a shell calls the API with it', async () => {
    const { id } = await member('owner', 'Dora');
    const opened = await openDashboard(browser, { size: 'desktop' });
    const { page, fill, press, heading, whole, close } = opened;
    await arrive(hubby, opened, id, { path: path() });
    await heading('API keys');
    await whole('keys');

    clock.pass(11 * MINUTE);
    await press('Make a key');
    await fill('Name', 'bookings server');
    const form = page.getByRole('dialog', { name: 'Make an API key' });
    for (const scope of ['Keys', 'Erase'])
      assert.equal(await form.getByLabel(new RegExp(`^${scope}`)).isChecked(), false, scope);
    await whole('make-key');
    await page.getByLabel('Expires').selectOption('day');
    await fill('Last day', '2020-02-29');
    await form.getByRole('button', { name: 'Make a key' }).click();
    await page.getByText('This day is over already').waitFor();
    await whole('make-key-past');
    await page.getByLabel('Expires').selectOption('90');
    await form.getByRole('button', { name: 'Make a key' }).click();
    await page.getByRole('heading', { name: 'Show that it is you' }).waitFor();
    await whole('fresh-passkey');
    await press('Use a passkey');
    await page.getByRole('dialog', { name: 'Your new key' }).waitFor();
    await whole('new-key');

    const key = await shownKey(opened);
    assert.equal(await works(key), 200);
    assert.equal(await firstCall(opened), true);
    await press('I have kept it');
    await page.getByRole('row', { name: /bookings server/ }).waitFor();
    assert.ok(!(await page.content()).includes(key.api_secret));
    const [row] = await hubby.sql('select expires_at from api_keys where id = $1', [key.api_key]);
    const days = (row.expires_at.getTime() - Date.now()) / 86_400_000;
    assert.ok(days > 89 && days <= 90, String(days));
    await whole('keys-two');
    await close();
  });

  /** What the dialog says, in a shell, beside the file that it says. */
  async function firstCall({ page }: Opened): Promise<boolean> {
    const [env = '', call = ''] = await page.getByRole('figure').locator('pre').allTextContents();
    const folder = await mkdtemp(join(tmpdir(), 'hubby-env-'));
    try {
      await writeFile(join(folder, '.env'), env);
      const { stdout } = await run('sh', ['-c', call], { cwd: folder });
      return (JSON.parse(stdout) as { success: boolean }).success;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  it('one is rotated with a day to change over, and the old one revoked with its last use said', async () => {
    const partner = hubby.partner.partner_id;
    const { body } = await hubby.operator('POST', `/partners/${partner}/keys`, { label: 'shop' });
    const old = body.data as Key;
    assert.equal(await works(old), 200);
    const { id } = await member('owner', 'Rolf');
    const opened = await openDashboard(browser);
    const { page, press, whole, close } = opened;
    await arrive(hubby, opened, id, { path: path() });
    await act(opened, 'shop', 'Rotate');
    await page.getByRole('alertdialog').waitFor();
    await whole('rotate-key');
    await confirm(opened, 'Rotate');
    await page.getByText(/^The key before it works until/).waitFor();
    await whole('rotated-key');
    const next = await shownKey(opened);
    assert.deepEqual([await works(old), await works(next)], [200, 200]);
    await press('I have kept it');

    await act(opened, old.api_key, 'Revoke');
    await page.getByText(/what uses it will be refused/).waitFor();
    await whole('revoke-key');
    await confirm(opened, 'Revoke');
    await page.getByText(/shop.* is revoked\./).waitFor();
    assert.deepEqual([await works(old), await works(next)], [401, 200]);
    await page.getByText(old.api_key).waitFor({ state: 'detached' });
    await press('Show one expired or revoked key');
    await page.getByText(old.api_key).waitFor();
    await whole('keys-over');
    await close();
  });

  it('an admin is not offered what they may not give, and who only reads changes nothing', async () => {
    const { id } = await member('admin', 'Adam');
    const opened = await openDashboard(browser, { size: 'desktop' });
    await arrive(hubby, opened, id, { path: path() });
    await opened.press('Make a key');
    const form = opened.page.getByRole('dialog', { name: 'Make an API key' });
    await form.getByLabel(/^Keys/).waitFor();
    assert.equal(await form.getByLabel(/^Erase/).count(), 0);
    await opened.close();

    const reader = await member('support', 'Sue');
    const { page, heading, whole, close } = await openDashboard(browser);
    await page.goto(await printedLink(hubby, reader.id));
    await heading('Home');
    await page.goto(at(hubby, path()));
    await page.getByRole('table', { name: 'API keys' }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Make a key' }).count(), 0);
    assert.equal(await page.getByRole('button', { name: /^Actions for/ }).count(), 0);
    await whole('keys-reading');
    await close();
  });
});
