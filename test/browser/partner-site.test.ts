/**
 * The example of a partner's site in a real browser: signing in shows the WebView in its frame, which
 * speaks with the site, and nothing breaks anybody's policy.
 */
import assert from 'node:assert/strict';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { partnerSite } from '../../examples/partner-site/server.ts';
import { until } from '../faults/checks.ts';
import { IN_A_YEAR, startHubby, user, type Hubby } from '../harness.ts';
import { startBrowser, visit } from './browser.ts';

let hubby: Hubby;
let browser: Browser;
let server: Server;
let site: string;
before(async () => {
  [hubby, browser] = await Promise.all([startHubby(), startBrowser()]);
  const { api_key, api_secret, partner_id } = hubby.partner;
  server = partnerSite({ baseUrl: hubby.url, apiKey: api_key, apiSecret: api_secret });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  site = `http://localhost:${(server.address() as AddressInfo).port}`;
  const set = await hubby.operator('PATCH', `/partners/${partner_id}/settings`, {
    webview: { origins: [site] },
  });
  assert.equal(set.status, 200, set.text);
});
after(async () => {
  await browser?.close();
  server?.close();
  await hubby?.close();
});

it('signs in, shows the dashboard in a frame, hears it, and goes Back to its beginning', async () => {
  const name = user();
  const entry = { external_user_id: name, destination: 'GR', size: '1GB' };
  const body = { departure_date: IN_A_YEAR, package_specifications: [entry] };
  assert.equal((await hubby.call('POST', '/api/bookings', body)).status, 201);
  const { page, complaints, close } = await visit(browser, { size: 'desktop', locale: 'en-GB' });
  await page.goto(site);
  await page.fill('#name', name);
  await page.click('button');
  await until('the frame', async () => page.frames().length > 1);
  const frame = page.frames()[1]!;
  await frame.getByText('Greece').first().waitFor();
  const heard = (): Promise<string> => page.evaluate("document.body.dataset.heard ?? ''");
  await until('ready and height', async () => /ready.*height/.test(await heard()));
  assert.doesNotMatch(frame.url(), /redirect_token/);
  assert.doesNotMatch(await heard(), /needs-token/);
  await page.evaluate(
    "document.querySelector('iframe').contentWindow.postMessage({ hubby: 1, type: 'back' }, '*')",
  );
  await until('close', async () => (await heard()).includes('close'));
  assert.equal(page.url(), `${site}/`, 'the site itself stays');
  assert.deepEqual(complaints, []);
  await close();
});
