/**
 * The way to the eSIM without an app, in a browser without JavaScript: redeem, install, look what
 * is left.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { IN_A_YEAR, startHubby, user, type CallOptions, type Hubby } from '../harness.ts';
import { assertUsable, email, shoot, startBrowser, visit, type Size } from './browser.ts';

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';
const ARABIC = 'شركة السفر الذهبية';
const LOOKS = [
  { size: 'phone', locale: 'de', colorScheme: 'dark', userAgent: IPHONE },
  { size: 'small', locale: 'en', colorScheme: 'light', userAgent: IPHONE },
  { size: 'desktop', locale: 'de', colorScheme: 'light' },
] as const;

describe('the hosted pages in a browser', () => {
  let hubby: Hubby;
  let browser: Browser;
  let key: NonNullable<CallOptions['key']>;
  before(async () => {
    [hubby, browser] = await Promise.all([startHubby(), startBrowser()]);
    key = await hubby.newPartner(ARABIC, {
      legal: { terms: 'https://l.example/t', privacy: 'https://l.example/p' },
    });
  });
  after(async () => {
    await browser?.close();
    await hubby?.close();
  });

  async function book(entries: object[], to?: string) {
    const { body, text, status } = await hubby.call(
      'POST',
      '/api/bookings',
      {
        departure_date: IN_A_YEAR,
        package_specifications: entries,
        ...(to === undefined
          ? {}
          : {
              email: to,
              communication_options: { should_send_message: true, channels: ['EMAIL'] },
            }),
      },
      { key },
    );
    assert.equal(status, 201, text);
    return body.data;
  }
  async function linkTo(to: string): Promise<string> {
    await hubby.drain();
    const [mail] = await hubby.sql('select text from messages where recipient = $1', [to]);
    return /https?:\/\/\S+\/w\/\S+/.exec(mail.text)![0];
  }
  /** The page that the link of a mail opens with its address, typed without JavaScript. */
  async function openedBy(to: string): Promise<string> {
    const { page, complaints, close } = await visit(browser, {
      size: 'phone',
      userAgent: IPHONE,
      javaScriptEnabled: false,
    });
    await page.goto(await linkTo(to));
    await page.fill('#email', to);
    await page.click('main form button');
    await page.waitForURL(/seen=/);
    assert.deepEqual(complaints, []);
    await close();
    return page.url();
  }
  /** The page at an address in several looks: usable, and quiet. */
  async function look(url: string, name: string): Promise<void> {
    for (const options of LOOKS) {
      const { page, complaints, close } = await visit(browser, {
        ...options,
        size: options.size as Size,
      });
      await page.goto(url);
      const what = `${name} ${options.size} ${options.locale}`;
      await assertUsable(page, what);
      assert.deepEqual(complaints, [], what);
      assert.equal(
        await page.evaluate<string>('getComputedStyle(document.querySelector("h1")).direction'),
        'ltr',
      );
      await shoot(page, `${name}-${options.size}-${options.locale}`);
      await close();
    }
  }

  it('redeems a claimed code with one tap', async () => {
    const [code] = (await book([{ destination: 'GR', size: '1GB' }])).promo_codes;
    await hubby.bare('POST', `/api/promo-codes/claim/${code.uuid}`, {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: email() }),
    });
    await look(code.deep_link_url, 'redeem');
    const { page, close } = await visit(browser, {
      size: 'phone',
      userAgent: IPHONE,
      javaScriptEnabled: false,
    });
    await page.goto(code.deep_link_url);
    await page.click('main form button >> nth=0');
    await page.waitForSelector('a[href^="https://esimsetup.apple.com"]');
    assert.equal((await page.locator('bdi', { hasText: ARABIC }).count()) > 0, true);
    await close();
    await look(code.deep_link_url, 'used');
  });

  it('takes an address for a code without a destination, and says where the link goes', async () => {
    const [code] = (await book([{ size: '1GB' }])).promo_codes;
    await look(`${code.deep_link_url}&view=phone`, 'redeem-later');
    const { page, close } = await visit(browser, {
      size: 'phone',
      userAgent: IPHONE,
      javaScriptEnabled: false,
    });
    await page.goto(code.deep_link_url);
    await page.selectOption('select', { label: 'Greece' });
    const to = email();
    await page.fill('#email', to);
    await page.click('main form button');
    await page.waitForSelector('.notice-good');
    assert.ok((await page.textContent('main'))!.includes(to));
    await close();
  });

  it('leads from a mail to the eSIM, alone or among several', async () => {
    const one = email();
    await book([{ destination: 'GR', size: '1GB', external_user_id: user(), email: one }], one);
    await look(await linkTo(one), 'address');
    await look(await openedBy(one), 'trip');
    const several = email();
    await book(
      [
        { destination: 'GR', size: '1GB', external_user_id: user() },
        { destination: 'IT', size: '1GB', external_user_id: user() },
        { destination: 'ES', size: '1GB' },
      ],
      several,
    );
    await look(await openedBy(several), 'trip-several');
  });

  it('opens the WebView with the address, and Back leads nowhere that asks again', async () => {
    const to = email();
    await book([{ destination: 'GR', size: '1GB', external_user_id: user(), email: to }], to);
    const link = await linkTo(to);
    for (const options of LOOKS) {
      const { page, complaints, close } = await visit(browser, {
        ...options,
        size: options.size as Size,
      });
      await page.goto(link);
      await page.fill('#email', to);
      await page.press('#email', 'Enter');
      await page.waitForURL((url) => !url.pathname.includes('/m/'));
      // In the language of the mail, whatever the browser's.
      await page.getByText('Greece').first().waitFor();
      const kept = await page.evaluate<string[]>(
        `Object.keys(JSON.parse(sessionStorage.getItem('hubby.session'))).sort()`,
      );
      assert.deepEqual(kept, ['ends_at', 'expires_at', 'token']);
      assert.ok(!page.url().includes('token'));
      assert.deepEqual(complaints, []);
      await shoot(page, `address-opened-${options.size}`);
      await close();
    }
  });

  it('says beside the field that an address is not the one, by keyboard too', async () => {
    const to = email();
    await book([{ destination: 'GR', size: '1GB', external_user_id: user(), email: to }], to);
    for (const options of LOOKS) {
      const { page, complaints, close } = await visit(browser, {
        ...options,
        size: options.size as Size,
        javaScriptEnabled: options.size !== 'phone',
      });
      await page.goto(await linkTo(to));
      await page.fill('#email', email());
      await page.press('#email', 'Enter');
      await page.waitForSelector('#email-error');
      assert.equal(await page.getAttribute('#email', 'aria-describedby'), 'email-error');
      if (options.size !== 'phone') await assertUsable(page, `wrong address ${options.size}`);
      assert.deepEqual(complaints, []);
      await shoot(page, `address-wrong-${options.size}`);
      await close();
    }
  });

  it('shows the end of a link, and what is not there', async () => {
    const to = email();
    await book([{ destination: 'GR', size: '1GB', external_user_id: user(), email: to }], to);
    const link = await linkTo(to);
    await hubby.sql(`update mail_tokens set expires_at = now() - interval '1 day'`);
    await hubby.sql(`update bookings set departure_at = now() - interval '40 days'`);
    for (const [url, name] of [
      [link, 'link-ended'],
      [`${hubby.url}/nothing`, 'not-found'],
    ] as const) {
      const { page, close } = await visit(browser, { size: 'phone', locale: 'de' });
      await page.goto(url);
      await assertUsable(page, name);
      await shoot(page, name);
      await close();
    }
  });
});
