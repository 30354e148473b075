/** A developer's day: what was asked and failed, what was sent and did not arrive, sent once more. */
import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { until } from '../faults/checks.ts';
import type { Hubby, Json } from '../harness.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { startBrowser } from './browser.ts';
import { at } from './dashboard.ts';
import { developerAt, happen, partnerWith, requestOnce, startLists } from './dashboard-lists.ts';

const rows = (page: Page) => page.locator('[data-row]');
const idsOf = (page: Page): Promise<string[]> =>
  page.evaluate('[...document.querySelectorAll("[data-row]")].map((row) => row.dataset.row)');
/** That of the row in which the focus is. */
const focused = (page: Page): Promise<string | undefined> =>
  page.evaluate('document.activeElement?.dataset.row');
const columnOf = (csv: string, name: string): string[] =>
  (parse(csv, { columns: true }) as Json[]).map((row) => row[name]);

describe('a developer with lists', () => {
  let hubby: Hubby;
  let browser: Browser;
  let receiver: Receiver;
  before(async () => {
    [hubby, browser, receiver] = await Promise.all([startLists(), startBrowser(), startReceiver()]);
    await hubby.work();
  });
  after(async () => {
    await browser?.close();
    await receiver?.close();
    await hubby?.close();
  });
  /** How often the receiver got each event of a partner. */
  const arrived = (partner: { partner_id: string }): number =>
    receiver.received.filter(({ json }) => json.data.partner_id === partner.partner_id).length;
  const open = async (page: Page, address: string): Promise<void> => {
    await page.goto(at(hubby, address));
    await rows(page).first().waitFor();
  };

  it('finds the request that failed by a filter, and sees what was sent and answered', async () => {
    const partner = await partnerWith(hubby, receiver);
    const id = await requestOnce(hubby, partner);
    const { page, press, complaints, close } = await developerAt(hubby, browser, partner);
    await open(page, `/p/${partner.slug}/requests`);
    assert.equal((await idsOf(page)).length, 2);
    await press('Filter');
    await page.getByRole('menuitem', { name: 'Error', exact: true }).click();
    // What there is to filter by need not be remembered.
    await page.locator('datalist option[value=invalid_request]').waitFor({ state: 'attached' });
    await page.keyboard.press('Escape');
    await press('Filter');
    await page.getByRole('menuitem', { name: 'Status', exact: true }).click();
    await page.getByRole('button', { name: 'Refused (4xx)' }).click();
    await until('only that one is left', async () => (await idsOf(page)).join() === id);
    assert.equal(new URL(page.url()).searchParams.get('status'), 'client_error');
    await rows(page).first().click();
    const sent = page.getByRole('region', { name: 'Request body', exact: true });
    assert.match(await sent.innerText(), /"departure_date": "soon"/);
    const answer = page.getByRole('region', { name: 'Answer', exact: true });
    assert.match(await answer.innerText(), /departure_date/);
    await page.getByRole('link', { name: 'All like this' }).click();
    await page.getByRole('button', { name: 'Error: invalid_request' }).waitFor();
    await page.getByRole('link', { name: 'Errors', exact: true }).click();
    await rows(page).first().click();
    await until('the requests behind it', async () => (await idsOf(page)).join() === id);
    assert.deepEqual(complaints, []);
    await close();
  });

  it('sees what did not arrive, sends it again, and sees it arrive without a reload', async () => {
    receiver.behave(500);
    const partner = await partnerWith(hubby, receiver);
    await happen(hubby, partner, ['esim.installed']);
    await until('one attempt has failed', async () => arrived(partner) === 1);
    const { page, press, complaints, close } = await developerAt(hubby, browser, partner);
    await open(page, `/p/${partner.slug}/deliveries`);
    await page.getByRole('cell', { name: 'Retrying' }).waitFor();
    await rows(page).first().click();
    const panel = page.getByRole('region', { name: 'esim.installed', exact: true });
    await panel.getByText('answered 500').waitFor();
    receiver.behave(200);
    await press('Send again');
    await panel.getByText('Delivered').waitFor();
    await page.getByRole('cell', { name: 'Delivered' }).waitFor();
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    assert.equal(arrived(partner), 2);

    // Further down, or with rows chosen, nothing moves: what is new is offered.
    await page.getByRole('checkbox').nth(1).check();
    await happen(hubby, partner, ['booking.cancelled']);
    await press('One new');
    await page.getByRole('link', { name: /booking.cancelled/ }).waitFor();
    await page.getByRole('button', { name: 'Choose none' }).click();
    await page.evaluate('document.activeElement.blur()');
    await page.mouse.move(2, 2);
    await happen(hubby, partner, ['booking.created']);
    await page.getByRole('link', { name: /booking.created/ }).waitFor();
    await press(/^Live/);
    await page.getByRole('button', { name: /^Paused/ }).waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  it('goes through rows by keyboard, chooses, undoes, and loses nothing by leaving', async () => {
    const partner = await partnerWith(hubby, receiver);
    await happen(hubby, partner, ['esim.installed', 'booking.cancelled', 'booking.created']);
    await until('all have arrived', async () => arrived(partner) === 3);
    const { page, press, heading, complaints, close } = await developerAt(hubby, browser, partner);
    await open(page, `/p/${partner.slug}/deliveries`);
    const ids = await idsOf(page);
    await page.keyboard.press('j');
    assert.equal(await focused(page), ids[0]);
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByText('2 chosen').waitFor();
    await press('Send 2 again');
    await page.getByText('2 events are sent again.').waitFor();
    await page.keyboard.press('z');
    await page.getByText('2 chosen').waitFor();
    await press('Send 2 again');
    await press('Undo');
    await page.getByText('2 chosen').waitFor();
    assert.equal(arrived(partner), 3, 'nothing was sent');
    await press('Send 2 again');
    await press('Do it now');
    await until('both were sent', async () => arrived(partner) === 5);

    await page.keyboard.press('j');
    const row = await focused(page);
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Body as sent' }).waitFor();
    assert.ok(page.url().includes(row!));
    await page.keyboard.press('k');
    await page.waitForURL(`**/${ids[ids.indexOf(row!) - 1]}`);
    await page.keyboard.press('Escape');
    await page.waitForURL('**/deliveries');
    assert.equal(await focused(page), ids[ids.indexOf(row!) - 1]);
    await page.keyboard.press('?');
    await heading('Keys');
    await page.keyboard.press('Escape');

    await page.getByRole('checkbox').nth(1).check();
    await press('Send one again');
    await page.getByText('One event is sent again.').waitFor();
    await page.goto(at(hubby, '/account'));
    await until('it was sent at once', async () => arrived(partner) === 6);
    assert.deepEqual(complaints, []);
    await close();
  });

  it('keeps a view, takes exactly its rows as a file, and replays a window that is counted', async () => {
    const partner = await partnerWith(hubby, receiver);
    await happen(hubby, partner, ['esim.installed', 'booking.cancelled']);
    await until('both have arrived', async () => arrived(partner) === 2);
    const { page, press, fill, complaints, close } = await developerAt(hubby, browser, partner);
    await open(page, `/p/${partner.slug}/events?type=booking.cancelled`);
    assert.equal((await idsOf(page)).length, 1);
    await press('Save this view');
    await fill('Name of the view', 'Cancelled');
    await press('Save');
    await page.getByRole('link', { name: 'All', exact: true }).click();
    await until('all are there', async () => (await idsOf(page)).length === 2);
    await page.reload();
    await page.getByRole('link', { name: 'Cancelled', exact: true }).click();
    await until('those of the view', async () => (await idsOf(page)).length === 1);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download CSV' }).click();
    const csv = await readFile(await (await download).path(), 'utf8');
    assert.deepEqual(columnOf(csv, 'event_id'), await idsOf(page));
    await press(/^Remove the view/);
    await page.getByRole('link', { name: 'Cancelled', exact: true }).waitFor({ state: 'detached' });

    await page.getByRole('link', { name: 'Deliveries' }).click();
    await press('Send many again');
    await page.getByRole('menuitem', { name: 'Everything of a period …' }).click();
    await page.getByText('2 events will be sent.').waitFor();
    await press('Send 2 again');
    await page.getByText('2 events are on their way.').waitFor();
    await until('both were sent again', async () => arrived(partner) === 4);
    assert.deepEqual(complaints, []);
    await close();
  });
});
