/** Tabs of one browser share one stream: who holds it, and what becomes of the others. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { until } from '../faults/checks.ts';
import type { Hubby } from '../harness.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { startBrowser } from './browser.ts';
import { at } from './dashboard.ts';
import { happen, partnerWith, personAt, startLists } from './dashboard-lists.ts';

describe('tabs of one browser', () => {
  let hubby: Hubby;
  let browser: Browser;
  let receiver: Receiver;
  /** streams of this process, as its routes open and end them */
  const streams = { begun: 0, open: 0 };
  before(async () => {
    [hubby, browser, receiver] = await Promise.all([startLists(), startBrowser(), startReceiver()]);
    const { openStreams } = hubby.ctx;
    const { enter } = openStreams;
    openStreams.enter = (memberId, end) => {
      const leave = enter(memberId, end);
      streams.begun++;
      streams.open++;
      let isOpen = true;
      return () => {
        if (isOpen) streams.open--;
        isOpen = false;
        leave();
      };
    };
    await hubby.work();
  });
  after(async () => {
    await browser?.close();
    await receiver?.close();
    await hubby?.close();
  });

  const live = async (page: Page): Promise<void> =>
    page.getByRole('button', { name: /^Live/ }).waitFor();
  const shows = (page: Page, event: string): Promise<void> =>
    page.getByRole('link', { name: event }).first().waitFor();

  it('hold one stream, of which all of them hear; it goes over to another one', async () => {
    const partner = await partnerWith(hubby, receiver);
    const roles = { [partner.partner_id]: 'developer' as const };
    const { opened } = await personAt(hubby, browser, { name: 'Dee', roles }, {});
    const address = at(hubby, `/p/${partner.slug}/events`);
    const open = async (page: Page): Promise<Page> => {
      await page.goto(address);
      await live(page);
      return page;
    };
    const first = await open(opened.page);
    const second = await open(await first.context().newPage());
    assert.deepEqual(streams, { begun: 1, open: 1 });
    await happen(hubby, partner, ['esim.installed']);
    await Promise.all([first, second].map((page) => shows(page, 'esim.installed')));
    assert.deepEqual(streams, { begun: 1, open: 1 });

    // The one that holds it is closed.
    await first.close();
    await until('another stream is open', () =>
      Promise.resolve(streams.begun === 2 && streams.open === 1),
    );
    await happen(hubby, partner, ['booking.cancelled']);
    await shows(second, 'booking.cancelled');
    await live(second);

    // The one that holds it goes elsewhere, and comes back as one of those that listen.
    const third = await open(await second.context().newPage());
    assert.equal(streams.begun, 2);
    await second.goto('about:blank');
    await until('the third holds it', () =>
      Promise.resolve(streams.begun === 3 && streams.open === 1),
    );
    await open(second);
    await happen(hubby, partner, ['booking.created']);
    await Promise.all([second, third].map((page) => shows(page, 'booking.created')));
    assert.deepEqual(streams, { begun: 3, open: 1 });
    assert.deepEqual(opened.complaints, []);
    await opened.close();
    await until('none is left', () => Promise.resolve(streams.open === 0));
  });

  it('all leave when the session ends', async () => {
    const partner = await partnerWith(hubby, receiver);
    const roles = { [partner.partner_id]: 'developer' as const };
    const { opened, memberId } = await personAt(hubby, browser, { name: 'Dee', roles }, {});
    const pages = [opened.page, await opened.page.context().newPage()];
    for (const page of pages) {
      await page.goto(at(hubby, `/p/${partner.slug}/events`));
      await live(page);
    }
    await hubby.sql('update member_sessions set ended_at = now() where member_id = $1', [memberId]);
    await Promise.all(pages.map((page) => page.waitForURL(/\/sign-in/)));
    await opened.close();
  });
});
