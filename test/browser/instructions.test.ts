/**
 * Instructions as an app shows them in a web view: hostile names do nothing, and the sheet can be
 * used by everyone.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { startHubby, type Hubby } from '../harness.ts';
import { withPackages } from '../support/usage-steps.ts';
import { assertUsable, startBrowser, visit } from './browser.ts';

let hubby: Hubby;
let browser: Browser;
let traveler: string;
before(async () => {
  hubby = await startHubby();
  browser = await startBrowser();
  traveler = (await withPackages(hubby)).external_user_id;
});
after(async () => {
  await browser?.close();
  await hubby?.close();
});

const CODE = 'window.__ran=1;alert(1)';
const TAGS = [
  `<script>${CODE}</script>`,
  `<img src=x onerror="${CODE}">`,
  `<svg onload="${CODE}">`,
  `<iframe srcdoc="<script>parent.__ran=1</script>">`,
  `<a href="javascript:${CODE}">x</a>`,
  `<body onpageshow="${CODE}">`,
  `<details open ontoggle="${CODE}">`,
  `<math><mtext><script>${CODE}</script></mtext></math>`,
  `<style>@import "http://evil.invalid/x.css"</style>`,
  `<link rel=stylesheet href=http://evil.invalid/x.css>`,
  `<input autofocus onfocus="${CODE}">`,
  `<video src=x onerror="${CODE}">`,
  `<object data="javascript:${CODE}">`,
];
const AROUND = [
  (t: string) => t,
  (t: string) => `">${t}`,
  (t: string) => `'>${t}`,
  (t: string) => `</li></ol></section>${t}`,
  (t: string) => `--></style></title></textarea>${t}`,
  (t: string) => `iPhone ${t}`,
  (t: string) => t.toUpperCase(),
  (t: string) => t.replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  (t: string) => t.replaceAll('<', '\u003c').replaceAll(' ', '/'),
  (t: string) => `\u202e${t}\u0000`.replaceAll('\u0000', '\u0001'),
  (t: string) => `]]>${t}`,
  (t: string) => `" style="background:url(http://evil.invalid/)" x="${t}`,
  (t: string) => `" onmouseover="${CODE}" ${t}`,
  (t: string) => `{{${t}}}\${${t}}`,
  (t: string) => `\`${t}\``,
  (t: string) => `[x](javascript:alert(1))${t}`,
];
const ATTEMPTS = TAGS.flatMap((tag) => AROUND.map((around) => around(tag)));

async function content(body: object, key = hubby.partner): Promise<string> {
  const answer = await hubby.call(
    'POST',
    '/api/native/instructions',
    { external_user_id: traveler, phone_os: 'ios', os_version: '18', ...body },
    { key },
  );
  assert.equal(answer.status, 200, answer.text);
  return answer.body.data.content;
}
const inPage = (...sheets: string[]): string =>
  `<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width"><title>x</title></head><body><main><h1>eSIM</h1>${sheets.join('')}</main></body></html>`;

describe('instructions in a browser', () => {
  it(`do nothing but be read, with ${ATTEMPTS.length} hostile names of devices, in each format`, async () => {
    assert.ok(ATTEMPTS.length >= 200);
    const { page, complaints, requests, close } = await visit(browser, { size: 'phone' });
    for (const format of ['html', 'text', 'markdown']) {
      const sheets: string[] = [];
      for (const device_name of ATTEMPTS) sheets.push(await content({ format, device_name }));
      // Text and Markdown too, as somebody would who forgets to escape them.
      await page.setContent(inPage(...sheets), { waitUntil: 'load' });
      await page.mouse.move(100, 100);
      assert.equal(await page.evaluate('window.__ran'), undefined);
      assert.equal(
        await page.evaluate(
          `document.querySelectorAll('script,img,iframe,style,link:not([rel=icon]),object,video,input,details').length`,
        ),
        0,
        format,
      );
      assert.equal(
        await page.evaluate(
          `[...document.querySelectorAll('*')].some((e) => [...e.attributes].some((a) => /^on/.test(a.name) || /javascript:/.test(a.value)))`,
        ),
        false,
        format,
      );
    }
    assert.deepEqual(complaints, []);
    assert.deepEqual(
      requests.filter((url) => !url.startsWith('about:')),
      [],
    );
    await close();
  });

  it('do nothing with a hostile name of a partner', async () => {
    const evil = await hubby.newPartner(TAGS[1]!.slice(0, 60));
    const { external_user_id } = await withPackages(hubby, [{}], evil);
    const { page, complaints, close } = await visit(browser, { size: 'phone' });
    await page.setContent(inPage(await content({ format: 'html', external_user_id }, evil)));
    assert.equal(await page.evaluate('window.__ran'), undefined);
    assert.deepEqual(complaints, []);
    await close();
  });

  it('can be used on a small screen, by whoever', async () => {
    for (const locale of ['en-GB', 'mk-MK', 'de-DE', 'ko-KR']) {
      const { page, close } = await visit(browser, { size: 'small' });
      await page.setContent(
        inPage(await content({ format: 'html', locale, device_name: 'iPhone 15' })),
      );
      await assertUsable(page, `instructions ${locale}`);
      await close();
    }
  });
});
