/** The API reference works under its policy, which lets no text become code. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { startHubby, type Hubby } from '../harness.ts';
import { startBrowser, visit } from './browser.ts';

let hubby: Hubby;
let browser: Browser;
before(async () => {
  [hubby, browser] = [await startHubby(), await startBrowser()];
});
after(async () => {
  await browser.close();
  await hubby.close();
});

it('shows the operations, and nothing is stopped by the policy', async () => {
  const { page, complaints, close } = await visit(browser, { size: 'desktop' });
  const response = await page.goto(`${hubby.url}/docs/`);
  assert.doesNotMatch(response!.headers()['content-security-policy']!, /unsafe-eval/);
  await page.getByText('Create a booking, or add to one').first().waitFor();
  assert.deepEqual(complaints, []);
  await close();
});
