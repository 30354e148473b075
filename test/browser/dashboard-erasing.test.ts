/** Personal data on the screens: masked until it is asked for, given out, and erased. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { IN_A_YEAR, user, type Hubby, type Json } from '../harness.ts';
import { isLookedAt, startBrowser, type Size } from './browser.ts';
import { at } from './dashboard.ts';
import { developerAt, startLists } from './dashboard-lists.ts';

const WINDOWS: Record<string, { size: Size; viewport: { width: number; height: number } }> = {
  phone: { size: 'phone', viewport: { width: 390, height: 844 } },
  small: { size: 'desktop', viewport: { width: 1024, height: 768 } },
  large: { size: 'desktop', viewport: { width: 1440, height: 900 } },
};

describe('personal data on the screens', () => {
  let hubby: Hubby;
  let browser: Browser;
  before(async () => {
    [hubby, browser] = await Promise.all([startLists(), startBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await hubby?.close();
  });

  const book = async (partner: { api_key: string; api_secret: string }, name: string) => {
    const email = `${name}@traveler.example`;
    const answer = await hubby.call(
      'POST',
      '/api/bookings',
      {
        departure_date: IN_A_YEAR,
        email,
        package_specifications: [{ external_user_id: name, email, destination: 'GR', size: '1GB' }],
      },
      { key: partner },
    );
    assert.equal(answer.status, 201, answer.text);
    return email;
  };

  for (const [nth, [look, window]] of Object.entries(WINDOWS).entries())
    it(`is shown to support when they ask, exported, and erased by an owner: ${look}`, async () => {
      const partner = await hubby.newPartner();
      const name = user();
      const email = await book(partner, name);
      let state = 0;

      const support = await developerAt(hubby, browser, partner, {
        ...window,
        role: 'support',
        seesPeople: false,
      });
      const see = async (opened: typeof support, what: string): Promise<void> => {
        if (isLookedAt(state++, nth, 3)) await opened.whole(`${what}-${look}`);
      };
      await support.page.goto(at(hubby, `/p/${partner.slug}/travelers`));
      await support.heading('Travelers');
      await support.page.getByText(name).first().waitFor();
      assert.equal(await support.page.getByText(email).count(), 0);
      await see(support, 'people-masked');
      await support.press('Show personal data');
      await support.page.getByRole('button', { name: 'Hide personal data' }).waitFor();
      await support.page.getByRole('link', { name }).first().click();
      await support.heading(name);
      await support.page.getByText(email).filter({ visible: true }).first().waitFor();
      assert.equal(await support.page.getByRole('button', { name: 'Erase …' }).count(), 0);
      const [download] = await Promise.all([
        support.page.waitForEvent('download'),
        support.press('Export'),
      ]);
      const chunks: Buffer[] = [];
      for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
      const known = JSON.parse(Buffer.concat(chunks).toString()) as Json;
      assert.deepEqual(known.traveler.emails, [email]);
      await support.close();
      const acts = await hubby.sql(
        `select action from audit_entries where partner_id = $1 and actor_kind = 'member' order by id`,
        [partner.partner_id],
      );
      assert.deepEqual(
        acts.map(({ action }) => action),
        ['people.revealed', 'traveler.exported'],
      );

      const owner = await developerAt(hubby, browser, partner, { ...window, role: 'owner' });
      await owner.page.goto(at(hubby, `/p/${partner.slug}/travelers/${known.traveler.id}`));
      await owner.heading(name);
      await see(owner, 'traveler-personal-data');
      await owner.press('Erase …');
      await owner.page
        .getByRole('alertdialog', { name: new RegExp(`^Erase \\W*${name}`) })
        .waitFor();
      await see(owner, 'erase-asked');
      await owner.press('Erase for good');
      await owner.heading('Erased traveler');
      await owner.page.getByText(/Nothing here says who it was/).waitFor();
      await see(owner, 'erased');
      await owner.page.goto(at(hubby, `/p/${partner.slug}/travelers`));
      await owner.page.getByText('Erased traveler').first().waitFor();
      assert.equal(await owner.page.getByText(name).count(), 0);
      await owner.close();
    });
});
