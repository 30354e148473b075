/** The operator's day: partners, what waits for a decision, suppliers, and a look at a partner. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { OperatorRole } from '../../src/domain/members/permissions.ts';
import { ProviderUnclear } from '../../src/providers/provider.ts';
import { book, orderOf, redeem, replaceProvider } from '../faults/steps.ts';
import { user, type Hubby } from '../harness.ts';
import { isLookedAt, startBrowser, type Size } from './browser.ts';
import { at, type Opened } from './dashboard.ts';
import { personAt, startLists } from './dashboard-lists.ts';

let hubby: Hubby;
let browser: Browser;
before(async () => {
  [hubby, browser] = await Promise.all([startLists(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await hubby?.close();
});

const operatorAt = (
  operatorRole: OperatorRole = 'operator',
  options: Partial<BrowserContextOptions> & { size?: Size } = {},
): Promise<{ opened: Opened; memberId: string }> =>
  personAt(hubby, browser, { name: 'Olga', operatorRole }, { size: 'desktop', ...options });

const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const dialog = (page: Page) => page.getByRole('dialog');
const confirm = (page: Page, name: string): Promise<void> =>
  page.getByRole('alertdialog').getByRole('button', { name, exact: true }).click();

/** A redemption of which nobody can tell whether the telco did it; it did not. */
async function inReview(): Promise<string> {
  const external_user_id = user();
  const { queues } = await book(hubby, external_user_id);
  await hubby.drain();
  const restore = replaceProvider(hubby, 'sandbox-one', () => ({
    addPackage: async () => {
      throw new ProviderUnclear('no answer');
    },
    findByReference: async () => {
      throw new ProviderUnclear('no answer');
    },
  }));
  await redeem(hubby, external_user_id, queues[0]!.id);
  await hubby.drain('hurry');
  restore();
  return (await orderOf(hubby, queues[0]!.id)).id;
}

async function askForHelp(): Promise<string> {
  const external_user_id = user();
  await book(hubby, external_user_id);
  const { status, text, body } = await hubby.call('POST', '/api/native/support-requests', {
    external_user_id,
    subject: `No bars for ${external_user_id}`,
    body: 'Nothing works at the beach.',
  });
  assert.equal(status, 201, text);
  return body.data.subject;
}

const differ = (id: string): Promise<unknown> =>
  hubby.sql(
    `insert into reconcile_findings (provider, kind, provider_order_id, order_id, details)
     values ('sandbox-one', 'only_at_provider', $1, '', '{}')`,
    [id],
  );

describe('the operator', () => {
  it('makes a partner, whose key is shown once, renames, suspends and resumes it', async () => {
    const { opened } = await operatorAt();
    const { page, press, heading, fill, close } = opened;
    await page.goto(at(hubby, '/'));
    await heading('Partners');
    await press('Create a partner');
    await fill('Name', 'Blue Sky Airlines');
    await dialog(page).getByRole('button', { name: 'Create a partner' }).click();
    await heading('The partner is created');
    const secret = await dialog(page)
      .getByText(/^hs_test_/)
      .innerText();
    assert.ok(secret.length > 20);
    await press('I have kept it');
    await page.getByRole('link', { name: 'Blue Sky Airlines' }).click();
    await heading('Blue Sky Airlines');
    await page.getByText('time_zone').first().waitFor();
    await press('Rename');
    await fill('Name', 'Blue Sky Airways');
    await press('Save');
    await heading('Blue Sky Airways');
    await press('Suspend');
    await confirm(page, 'Suspend');
    await page.getByText(/is suspended\.$/).waitFor();
    await press('End the suspension');
    await confirm(page, 'End the suspension');
    await page.getByText(/may sell again\.$/).waitFor();
    const acts = await hubby.sql(
      `select action from audit_entries
       where actor_kind = 'member' and action like 'partner.%'
       order by id`,
    );
    assert.deepEqual(
      acts.map(({ action }) => action),
      ['partner.created', 'partner.renamed', 'partner.suspended', 'partner.resumed'],
    );
    await close();
  });

  it('looks at a partner with a reason: a banner all the time, nothing to change, and back', async () => {
    const partner = await hubby.newPartner();
    const name = user();
    const address = `${name}@traveler.example`;
    const booked = await hubby.call(
      'POST',
      '/api/bookings',
      {
        booking_id: `ORDER-${name}`,
        departure_date: '2030-07-15',
        email: address,
        package_specifications: [{ external_user_id: name, destination: 'GR', size: '1GB' }],
      },
      { key: partner },
    );
    assert.ok(booked.status < 300, booked.text);
    const { opened, memberId } = await operatorAt('support');
    const { page, press, heading, fill, close } = opened;
    await page.goto(at(hubby, `/operator/partners/${partner.partner_id}`));
    const banner = page.getByRole('region', { name: 'Looking at a partner' });
    const look = async (): Promise<void> => {
      await press('View as partner');
      await fill('Reason', 'They miss a booking.');
      await press('Look');
      await banner.waitFor();
    };
    await look();
    assert.match(page.url(), new RegExp(`/p/${partner.slug}/`));
    await banner.getByText(/They miss a booking\./).waitFor();
    await page.goto(at(hubby, `/p/${partner.slug}/bookings`));
    await page.locator('[data-row]').first().click();
    await heading(`ORDER-${name}`);
    await banner.waitFor();
    assert.equal(await page.getByRole('button', { name: 'Cancel booking' }).count(), 0);
    const text = await page.locator('body').innerText();
    assert.ok(!text.includes(address), 'the address');
    await page.goto(at(hubby, `/p/${partner.slug}/webhooks`));
    await page.getByText('Your role may look at this').waitFor();
    await page.goto(at(hubby, '/account'));
    await banner.waitFor();
    await press('Stop looking');
    await heading('Partners');
    await banner.waitFor({ state: 'detached' });

    await page.goto(at(hubby, `/operator/partners/${partner.partner_id}`));
    await look();
    await hubby.sql('update members set operator_role = null where id = $1', [memberId]);
    await banner.waitFor({ state: 'detached' });
    await heading('There is nothing here');
    await close();
  });

  it('decides an order that no machine could, by its evidence', async () => {
    const id = await inReview();
    const { opened } = await operatorAt('support');
    const { page, press, heading, close } = opened;
    await page.goto(at(hubby, '/operator/review?state=needs_review'));
    await page.getByRole('link', { name: id }).click();
    await heading(id);
    await panel(page, id)
      .getByText(/undecided after/)
      .first()
      .waitFor();
    await press('It was done: adopt it');
    await dialog(page).getByRole('button', { name: 'It was done: adopt it' }).click();
    await dialog(page).getByText('The provider has no such order.').waitFor();
    await page.keyboard.press('Escape');
    await press('Nothing was done: send again');
    await confirm(page, 'Nothing was done: send again');
    await page.getByText('It is sent again.').waitFor();
    await page.getByText('No machine can tell').waitFor({ state: 'detached' });
    await close();
  });

  it('closes a support request, and finds differences to a supplier', async () => {
    const subject = await askForHelp();
    await differ('theirs-1');
    const { opened } = await operatorAt();
    const { page, press, heading, close } = opened;
    await page.goto(at(hubby, '/operator/support'));
    await page.getByRole('link', { name: subject }).click();
    await heading(subject);
    await press('Close it');
    await page.getByText('The request is closed.').waitFor();
    await page.goto(at(hubby, '/operator/findings'));
    await page.getByText('Only at the supplier').waitFor();
    await press('Compare now');
    await dialog(page).getByLabel('Supplier').selectOption('sandbox-one');
    await dialog(page).getByRole('button', { name: 'Compare now' }).click();
    await page.getByText(/orders compared, \d+ differences\./).waitFor();
    await close();
  });

  it('tests, pauses and lets go on a supplier, and sees why one is taken', async () => {
    const { opened } = await operatorAt();
    const { page, press, heading, fill, close } = opened;
    await page.goto(at(hubby, '/operator/suppliers'));
    await page.getByRole('link', { name: 'sandbox-two', exact: true }).click();
    await heading('sandbox-two');
    await press('Test');
    await page.getByText('The test is good.').waitFor();
    await press('Pause');
    await confirm(page, 'Pause');
    await panel(page, 'sandbox-two').getByText('Paused', { exact: true }).waitFor();
    await page.goto(at(hubby, '/operator/routing'));
    await fill('Id of the bundle', 'pkg_grc_1gb_365d');
    await press('Explain');
    await page.getByText('Would be taken', { exact: true }).waitFor();
    await page
      .getByText(/it is paused/)
      .first()
      .waitFor();
    await page.getByLabel('Policy', { exact: true }).selectOption('priority');
    await press('Save');
    await page.getByText('Saved.').waitFor();
    await page.goto(at(hubby, '/operator/suppliers/sandbox-two'));
    await press('Let it take orders');
    await confirm(page, 'Let it take orders');
    await panel(page, 'sandbox-two').getByText('Active', { exact: true }).waitFor();
    await hubby.operator('PUT', '/routing', { policy: 'cost' });
    await close();
  });

  it('keeps a rule, looks at what it would change, and publishes exactly that', async () => {
    const { opened } = await operatorAt();
    const { page, press, heading, fill, close } = opened;
    await page.goto(at(hubby, '/operator/publishing'));
    await heading('Publishing');
    await press('Add a rule');
    await fill('Name', 'greece');
    await fill('Rule (JSON)', '{ no');
    await press('Save');
    await page.getByText('This is no JSON:').waitFor();
    const rule = {
      destinations: ['GRC'],
      types: ['data-limited'],
      margin: { percent: 77 },
      takes_over: true,
    };
    await fill('Rule (JSON)', JSON.stringify(rule));
    await press('Save');
    await page.getByText('The rule is kept.').waitFor();
    await press('Look');
    await page
      .getByRole('heading', { name: /^(Appear|Change)/ })
      .first()
      .waitFor();
    await press('Publish');
    await confirm(page, 'Publish');
    await page.getByText(/^Published: /).waitFor();
    await page.getByText('Nothing would change').waitFor();
    await press(/^Remove .*greece/);
    await confirm(page, 'Remove');
    await page.getByText('The rule is removed.').waitFor();
    await close();
  });

  it('sets a limit, and goes back to the default', async () => {
    const { opened } = await operatorAt();
    const { page, press, fill, close } = opened;
    await page.goto(at(hubby, '/operator/limits'));
    await fill('claims per link per minute', '7');
    await press('Save');
    await page.getByText('Saved.').waitFor();
    assert.equal((await hubby.ctx.limits.read()).claims_per_link_per_minute, 7);
    await fill('claims per link per minute', '');
    await press('Save');
    await page
      .getByLabel('claims per link per minute')
      .and(page.locator('[value="120"]'))
      .waitFor();
    await close();
  });

  it('of support or finance is offered what the role may do', async () => {
    for (const [role, names] of [
      [
        'support',
        [
          'Partners',
          'Review',
          'Purchases',
          'Support',
          'Reconciliation',
          'Figures',
          'Mail',
          'Notifications',
        ],
      ],
      ['finance', ['Review', 'Purchases', 'Reconciliation', 'Figures', 'Notifications']],
    ] as const) {
      const { opened } = await operatorAt(role);
      await opened.page.goto(at(hubby, '/'));
      await opened.heading(names[0]);
      assert.deepEqual(
        await opened.page
          .getByRole('navigation', { name: 'Navigation' })
          .getByRole('link')
          .allInnerTexts(),
        names,
      );
      await opened.close();
    }
  });
});

const WINDOWS: Record<string, { size: Size; viewport: { width: number; height: number } }> = {
  phone: { size: 'phone', viewport: { width: 390, height: 844 } },
  small: { size: 'desktop', viewport: { width: 1024, height: 768 } },
  large: { size: 'desktop', viewport: { width: 1440, height: 900 } },
};

describe('the screens of the operator', () => {
  for (const [nth, [look, window]] of Object.entries(WINDOWS).entries())
    it(`are whole: ${look}`, async () => {
      const partner = await hubby.newPartner();
      const order = await inReview();
      const subject = await askForHelp();
      await differ(`theirs-${look}`);
      const { opened } = await operatorAt('operator', window);
      const { page, whole, press, heading, fill, close } = opened;
      let state = 0;
      const see = async (name: string): Promise<void> => {
        if (isLookedAt(state++, nth, 3)) await whole(`operator-${name}-${look}`);
      };
      const list = async (
        path: string,
        name: string,
        row: string,
        title: string,
      ): Promise<void> => {
        await page.goto(at(hubby, path));
        await page.locator('[data-row]').first().waitFor();
        await see(name);
        await page.getByRole('link', { name: row }).first().click();
        await heading(title);
        await page.getByRole('term').first().waitFor();
        await see(`${name}-one`);
      };
      await list(`/operator/review?state=needs_review`, 'review', order, order);
      await list('/operator/support', 'support', subject, subject);
      await list('/operator/suppliers', 'suppliers', 'sandbox-one', 'sandbox-one');
      await press('Change');
      await dialog(page).getByLabel('Priority').waitFor();
      await see('supplier-change');
      await page.goto(at(hubby, '/operator/routing'));
      await fill('Id of the bundle', 'pkg_grc_1gb_365d');
      await press('Explain');
      await page.getByText('Would be taken', { exact: true }).waitFor();
      await see('routing');
      await page.goto(at(hubby, '/operator/publishing'));
      await press('Look');
      await page
        .getByText(/Nothing would change|^(Appear|Change|Vanish)/)
        .first()
        .waitFor();
      await see('publishing');
      await press('Add a rule');
      await dialog(page).getByLabel('Name').waitFor();
      await see('rule-new');
      await page.goto(at(hubby, '/operator/findings'));
      await page.getByText(`theirs-${look}`).filter({ visible: true }).first().waitFor();
      await see('findings');
      await page.goto(at(hubby, '/operator/figures'));
      await page.getByRole('table').first().waitFor();
      await see('figures');
      await page.goto(at(hubby, '/operator/limits'));
      await page.getByLabel('claims per link per minute').waitFor();
      await see('limits');
      await page.goto(at(hubby, `/operator/partners?q=${partner.partner_id}`));
      await page.locator('[data-row]').first().waitFor();
      await see('partners');
      await page.goto(at(hubby, `/operator/partners/${partner.partner_id}`));
      await page.getByText('time_zone').first().waitFor();
      await see('partners-one');
      await press('View as partner');
      await fill('Reason', 'They miss a booking.');
      await see('view-as');
      await press('Look');
      await page.getByRole('region', { name: 'Looking at a partner' }).waitFor();
      await heading('Home');
      await see('viewing');
      await close();
    });
});
