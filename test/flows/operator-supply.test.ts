/** What operators do on their screens about money and supply; their lists as files; mail. */
import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { after, before, describe, it } from 'node:test';
import { createOperatorToken } from '../../src/domain/partners/keys/operator-tokens.ts';
import { startEs2plus, type Es2plus } from '../../packages/standins/src/es2plus/server.ts';
import { book, orderOf, redeem } from '../faults/steps.ts';
import { user, type Answer, type Json } from '../harness.ts';
import { run } from '../support/cli.ts';
import { memberAt, type BrowserPage } from '../support/members.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { iccid } from '../support/suppliers/es2plus/account.ts';

type Page = BrowserPage & { member: { id: string } };
let shop: Shop;
let smdp: Es2plus;
let operator: Page;
let support: Page;
let finance: Page;
before(async () => {
  [shop, smdp] = [await openShop(), await startEs2plus()];
  operator = await memberAt(shop.hubby, { operatorRole: 'operator' });
  support = await memberAt(shop.hubby, { operatorRole: 'support' });
  finance = await memberAt(shop.hubby, { operatorRole: 'finance' });
});
after(async () => {
  await shop.close();
  await smdp.close();
});

const why = ({ status, body }: Answer): string => `${status} ${body?.error?.type}`;
const ask = (page: BrowserPage, method: string, path: string, body?: unknown): Promise<Answer> =>
  page.call(method, `/operator${path}`, body);
const get = async (page: BrowserPage, path: string): Promise<Json> => {
  const { status, text, body } = await ask(page, 'GET', path);
  assert.equal(status, 200, `${path}: ${text}`);
  return body.data;
};
const file = async (page: BrowserPage, path: string): Promise<Record<string, string>[]> => {
  const { status, text, headers } = await ask(page, 'GET', path);
  assert.equal(status, 200, `${path}: ${text}`);
  assert.match(headers['content-type'] as string, /^text\/csv/);
  assert.match(headers['content-disposition'] as string, /^attachment; filename="[a-z-]+\.csv"$/);
  return parse(text, { columns: true });
};
const actor = async (action: string, subject: string): Promise<unknown> =>
  (
    await shop.hubby.sql(
      'select actor_kind, actor_id from audit_entries where action = $1 and subject = $2',
      [action, subject],
    )
  )[0];
const byOperator = () => ({ actor_kind: 'member', actor_id: operator.member.id });

/** Paid, on the eSIM, and disputed at the pay desk. */
async function inDoubt(): Promise<string> {
  const buyer = await shop.traveler();
  await shop.hubby.drain();
  const { purchase_id: id } = await buyer.buy();
  await shop.send(shop.tellPaid(id));
  await shop.hubby.drain();
  await shop.hubby.sql(
    `update checkouts set doubt = 'disputed', doubted_at = now() where purchase_id = $1`,
    [id],
  );
  return id;
}

describe('purchases in doubt', () => {
  it('are read by all of the installation, decided by those who may', async () => {
    const id = await inDoubt();
    const found = (await get(finance, '/purchases')).purchases.find((one: Json) => one.id === id);
    assert.deepEqual([found.status, found.doubt], ['provisioned', 'disputed']);
    assert.equal(found.partner, shop.hubby.partner.name);
    assert.deepEqual(await get(finance, `/purchases/${id}`), found);
    const [row] = (await file(finance, '/purchases.csv')).filter((one) => one['id'] === id);
    assert.deepEqual([row!['doubt'], row!['currency']], ['disputed', found.currency]);
    assert.equal(row!['partner'], found.partner);
    assert.equal(row!['refund_reason'], undefined);
    const decide = (page: Page, action: string): Promise<Answer> =>
      ask(page, 'POST', `/purchases/${id}/decide`, { action });
    assert.equal(why(await decide(finance, 'dismiss')), '403 permission_denied');
    assert.equal(why(await decide(operator, 'eat')), '400 invalid_request');
    assert.equal((await decide(operator, 'dismiss')).status, 200);
    assert.deepEqual(await actor('purchase.decided', id), byOperator());
    assert.equal((await get(finance, `/purchases/${id}`)).doubt, null);
    assert.equal(why(await decide(operator, 'dismiss')), '409 purchase_not_in_doubt');
    assert.equal(why(await ask(operator, 'GET', '/purchases/none')), '404 purchase_not_found');
  });
});

describe('a page of purchases in doubt', () => {
  /** All of them, two on each page. */
  async function allOf(query: string): Promise<Json[]> {
    const rows: Json[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const search = `limit=2&${query}${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const page = await get(finance, `/purchases?${search}`);
      assert.ok(page.purchases.length <= 2);
      rows.push(...page.purchases);
      cursor = page.next_cursor;
    }
    return rows;
  }

  it('begins with the oldest, and goes on where two came in one instant', async () => {
    const ids = [await inDoubt(), await inDoubt(), await inDoubt(), await inDoubt()];
    await shop.hubby.sql(
      `update checkouts
       set doubted_at = '2031-01-01T00:00:00.000001Z'::timestamptz
         + case when purchase_id = $1 then interval '-1 microsecond' else interval '0' end
       where purchase_id = any($2)`,
      [ids[3], ids],
    );
    await shop.hubby.sql(
      `update checkouts set doubt = 'refund_asked' where purchase_id = any($1)`,
      [ids.slice(0, 3)],
    );
    const rows = await allOf('');
    assert.deepEqual(
      rows.map(({ id }) => id),
      [ids[3], ...ids.slice(0, 3).sort()],
    );
    const asked = 'doubt=refund_asked';
    assert.deepEqual(
      (await allOf(asked)).map(({ id }) => id),
      ids.slice(0, 3).sort(),
    );
    assert.deepEqual(
      (await file(finance, `/purchases.csv?${asked}`)).map(({ id }) => id),
      ids.slice(0, 3).sort(),
    );
    const whose = `partner_id=${shop.hubby.partner.partner_id}`;
    assert.equal((await allOf(whose)).length, 4);
    assert.deepEqual(await allOf('partner_id=prt_nobody'), []);
    assert.deepEqual(await file(finance, '/purchases.csv?partner_id=prt_nobody'), []);
  });

  it('says where the next one is to those who ask by token', async () => {
    const first = await shop.hubby.operator('GET', '/purchases?doubt=refund_asked&limit=2');
    const next = /^<(.*)>; rel="next"$/.exec(String(first.headers['link']))![1]!;
    const path = next.slice(next.indexOf('/purchases'));
    assert.match(path, /doubt=refund_asked/);
    const last = await shop.hubby.operator('GET', path);
    assert.deepEqual([first.body.data.length, last.body.data.length], [2, 1]);
    assert.equal(last.headers['link'], undefined);
  });

  it('takes cursors of its own and doubts that there are, of people of the installation', async () => {
    for (const query of ['cursor=none', 'doubt=none', 'limit=0'])
      assert.equal(why(await ask(finance, 'GET', `/purchases?${query}`)), '400 invalid_request');
    const wrong = Buffer.from('2031-13-01 00:00:00+00 pur_x').toString('base64url');
    assert.equal(
      why(await ask(finance, 'GET', `/purchases?cursor=${wrong}`)),
      '400 invalid_request',
    );
    const outsider = await memberAt(shop.hubby, {
      roles: { [shop.hubby.partner.partner_id]: 'owner' },
    });
    assert.equal(why(await ask(outsider, 'GET', '/purchases')), '404 not_found');
  });
});

describe('a page of payments that fit nothing', () => {
  it('begins with the oldest, and goes on where two came in one instant', async () => {
    const ids = Array.from({ length: 5 }, (_, n) => `evt_page_${n}`);
    await shop.hubby.sql(
      `insert into payment_events (id, type, is_live, at, received_at, next_attempt_at, unfit)
       select id, 'charge.refunded', false, now(),
         '2031-01-01T00:00:00.000001Z'::timestamptz
           + case when id = 'evt_page_4' then interval '-1 microsecond' else interval '0' end,
         null, 'no purchase'
       from unnest($1::text[]) id`,
      [ids],
    );
    const wanted = ['evt_page_4', ...ids.slice(0, 4)];
    const shown: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await get(finance, `/payment-events?limit=2${cursor && `&cursor=${cursor}`}`);
      assert.ok(page.events.length <= 2);
      shown.push(...page.events.map(({ id }: Json) => id));
      cursor = page.next_cursor;
    }
    assert.deepEqual(shown, wanted);
    const linked: string[] = [];
    for (let path: string | undefined = '/payment-events?limit=2'; path;) {
      const { body, headers } = await shop.hubby.operator('GET', path);
      linked.push(...body.data.map(({ id }: Json) => id));
      path = /\/api\/operator(.*)>; rel="next"$/.exec(String(headers['link']))?.[1];
    }
    assert.deepEqual(linked, wanted);
    for (const query of ['cursor=none', 'limit=0', 'limit=501'])
      assert.equal(
        why(await ask(finance, 'GET', `/payment-events?${query}`)),
        '400 invalid_request',
      );
    assert.equal(
      why(await ask(finance, 'POST', '/payment-events/evt_page_0/seen')),
      '403 permission_denied',
    );
    await shop.hubby.sql('delete from payment_events where id = any($1)', [ids]);
  });
});

describe('costs and rates', () => {
  it('a cost is found by its source, as a file, and approved as it was seen', async () => {
    const [{ id }] = await shop.hubby.sql(
      `update sources
       set offered_cost = 9999, offered_currency = 'EUR', offered_at = now(), is_held = true
       where id = (select min(id) from sources)
       returning id`,
    );
    const { sources } = await get(operator, `/sources?id=${id}`);
    assert.deepEqual([sources.length, sources[0].offered.cost], [1, 99.99]);
    assert.deepEqual((await get(operator, '/sources?id=src_none')).sources, []);
    assert.deepEqual(
      (await file(operator, '/costs.csv')).map((row) => [row['id'], row['offered_cost']]),
      [[id, '99.99']],
    );
    assert.deepEqual(await file(operator, '/costs.csv?account=none'), []);
    assert.equal(why(await ask(support, 'GET', '/costs.csv')), '403 permission_denied');
    const approve = async (cost: number): Promise<Json> =>
      (
        await ask(operator, 'POST', '/sources/approve', {
          sources: [{ id, cost, currency: 'EUR' }],
        })
      ).body.data;
    assert.deepEqual((await approve(99)).not_waiting, [id]);
    assert.deepEqual((await approve(99.99)).approved, [id]);
    assert.deepEqual(await file(operator, '/costs.csv'), []);
  });

  it('a rate is set, brought in by a file, and removed', async () => {
    const set = (body: object): Promise<Answer> => ask(operator, 'PUT', '/rates', body);
    const { body } = await set({ currency: 'JPY', rate: 0.00612, date: '2026-01-31' });
    assert.deepEqual([body.data.currency, body.data.is_in_force], ['JPY', true]);
    assert.equal(why(await set({ currency: 'JPY', rate: 0 })), '400 invalid_request');
    assert.equal(why(await ask(finance, 'GET', '/rates')), '403 permission_denied');
    const csv = { 'content-type': 'text/csv' };
    const bring = (text: string): Promise<Answer> =>
      shop.hubby.bare('POST', '/web-api/operator/rates/import', {
        headers: { ...csv, 'sec-fetch-site': 'same-origin', cookie: cookieOf(operator) },
        body: text,
      });
    assert.deepEqual((await bring('currency,rate\nCHF,1.05\n')).body.data, { imported: 1 });
    assert.equal(why(await bring('currency,rate\nCHF,much\n')), '400 invalid_request');
    const { rates } = await get(operator, '/rates');
    assert.ok(rates.some((one: Json) => one.currency === 'CHF' && one.rate === 1.05));
    const removed = await ask(operator, 'DELETE', '/rates/JPY/2026-01-31');
    assert.equal(removed.status, 200, removed.text);
    const again = await ask(operator, 'DELETE', '/rates/JPY/2026-01-31');
    assert.equal(again.status, 404, again.text);
  });
});

const cookieOf = ({ cookies }: BrowserPage): string =>
  [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');

describe('an account', () => {
  it('has its stock counted and added to', async () => {
    const made = await ask(operator, 'POST', '/suppliers', {
      name: 'smdp-screen',
      kind: 'es2plus',
      base_url: smdp.url,
      credentials: smdp.credentials,
      settings: { ...smdp.settings, stock_threshold: 5 },
    });
    assert.equal(made.status, 201, made.text);
    const sent = await shop.hubby.bare('POST', '/web-api/operator/suppliers/smdp-screen/stock', {
      headers: {
        'content-type': 'text/csv',
        'sec-fetch-site': 'same-origin',
        cookie: cookieOf(operator),
      },
      body: `iccid,profile_type,plan\n${iccid(1)},ES-A,eu\n`,
    });
    assert.deepEqual(sent.body.data, { added: 1, changed: 0, skipped: 0 }, sent.text);
    const stock = await get(operator, '/suppliers/smdp-screen/stock');
    assert.deepEqual([stock.free, stock.is_low, stock.groups.length], [1, true, 1]);
    assert.equal(why(await ask(operator, 'GET', '/suppliers/sandbox-one/stock')), '409 conflict');
    assert.equal(
      why(await ask(support, 'GET', '/suppliers/smdp-screen/stock')),
      '403 permission_denied',
    );
    const files = await file(operator, '/suppliers.csv');
    const row = files.find((one) => one['name'] === 'smdp-screen')!;
    assert.deepEqual([row['kind'], row['is_stock_low']], ['es2plus', 'true']);
    assert.ok(!JSON.stringify(files).includes('callback'), 'secrets of an account');
  });
});

describe('orders', () => {
  it('come page by page, each once, on the screens and by the API', async () => {
    const partner = await shop.hubby.newPartner();
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) {
      const external_user_id = user();
      const { queues } = await book(shop.hubby, external_user_id, { key: partner });
      await shop.hubby.drain();
      await redeem(shop.hubby, external_user_id, queues[0]!.id, partner);
      ids.push((await orderOf(shop.hubby, queues[0]!.id)).id);
    }
    const mine = `partner_id=${partner.partner_id}`;
    const all = (await shop.hubby.operator('GET', `/orders?${mine}`)).body.data.map(
      (one: Json) => one.id,
    );
    for (const id of ids) assert.ok(all.includes(id));

    const pages: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await get(finance, `/orders?${mine}&limit=2${cursor && `&cursor=${cursor}`}`);
      pages.push(...page.orders.map((one: Json) => one.id));
      cursor = page.next_cursor;
    }
    assert.deepEqual(pages, all);
    const byLink: string[] = [];
    const [{ name }] = await shop.hubby.sql('select name from partners where id = $1', [
      partner.partner_id,
    ]);
    const shown = (await get(finance, `/orders?${mine}`)).orders;
    assert.ok(shown.every((one: Json) => one.partner === name));
    for (let path: string | undefined = `/orders?state=confirmed&${mine}&limit=1`; path;) {
      const { body, headers } = await shop.hubby.operator('GET', path);
      byLink.push(...body.data.map((one: Json) => one.id));
      path = /\/api\/operator(\/orders\?[^>]+)>; rel="next"/.exec(String(headers['link']))?.[1];
    }
    assert.deepEqual(byLink, all);
    assert.equal(why(await ask(finance, 'GET', '/orders?cursor=x')), '400 invalid_request');
    const rows = await file(finance, `/orders.csv?${mine}&state=confirmed`);
    assert.deepEqual(
      rows.map((row) => row['id']),
      all,
    );
    assert.deepEqual(await file(finance, `/orders.csv?${mine}&state=rejected`), []);
    assert.equal(why(await ask(finance, 'GET', '/orders.csv?state=odd')), '400 invalid_request');
  });
});

describe('lists as files', () => {
  it('hold exactly what is filtered, over many pages, and nothing that a sheet would run', async () => {
    const { partner_id: id } = await shop.hubby.newPartner();
    const name = '=HYPERLINK("http://evil.example")';
    assert.equal((await ask(operator, 'PATCH', `/partners/${id}`, { name })).status, 200);
    const found = await file(support, `/partners.csv?q=${id}`);
    assert.deepEqual(
      found.map((row) => [row['id'], row['name'], row['suspended_at']]),
      [[id, `'${name}`, '']],
    );
    await shop.hubby.sql(
      `insert into partners (id, name, slug, settings)
       select 'prt_file' || n, 'Filed', 'filed-' || n, '{}' from generate_series(1, 205) n`,
    );
    const many = await file(support, '/partners.csv?q=Filed');
    assert.equal(new Set(many.map((row) => row['id'])).size, 205);
    assert.equal(why(await ask(finance, 'GET', '/partners.csv')), '403 permission_denied');
    assert.equal(why(await ask(support, 'GET', '/partners.csv?state=odd')), '400 invalid_request');
    await shop.hubby.sql(`delete from partners where id like 'prt_file%'`);
  });

  it('of support are without what travelers wrote', async () => {
    const external_user_id = user();
    await book(shop.hubby, external_user_id);
    const asked = await shop.hubby.call('POST', '/api/native/support-requests', {
      external_user_id,
      subject: 'My secret subject',
      body: 'My secret words',
    });
    assert.equal(asked.status, 201, asked.text);
    const { text } = await ask(support, 'GET', '/support-requests.csv');
    assert.ok(text.includes(asked.body.data.id) && text.includes(external_user_id));
    assert.doesNotMatch(text, /secret/);
    const status = asked.body.data.status as string;
    const others = ['answered', 'open', 'escalated', 'closed'].filter((one) => one !== status);
    for (const one of others)
      assert.ok(
        !(await file(support, `/support-requests.csv?status=${one}`)).some(
          (row) => row['id'] === asked.body.data.id,
        ),
        one,
      );
    assert.equal(
      why(await ask(support, 'GET', '/support-requests.csv?partner_id=prt_none')),
      '404 partner_not_found',
    );
    assert.equal(why(await ask(finance, 'GET', '/support-requests.csv')), '403 permission_denied');
  });

  it('of differences hold their details', async () => {
    await shop.hubby.sql(
      `insert into reconcile_findings (provider, kind, provider_order_id, order_id, details)
       values ('sandbox-one', 'only_at_provider', '=1+1', '', '{"iccid": "89"}')`,
    );
    assert.deepEqual(
      (await file(finance, '/findings.csv')).map((row) => [
        row['provider_order_id'],
        row['details'],
      ]),
      [["'=1+1", '{"iccid":"89"}']],
    );
  });
});

describe('mail', () => {
  it('is told: who sends, what waits, what arrived, whose did not; never the token', async () => {
    const partner = await shop.hubby.newPartner();
    for (const email of ['bounce@simulator.example', 'well@traveler.example'])
      assert.equal(
        (
          await shop.hubby.call(
            'POST',
            '/api/bookings',
            {
              departure_date: '2030-07-15',
              package_specifications: [
                { external_user_id: user(), email, destination: 'GR', size: '1GB' },
              ],
            },
            { key: partner },
          )
        ).status,
        201,
      );
    await shop.hubby.drain();
    const health = await get(support, '/mail');
    assert.deepEqual(
      [health.default_sender, health.senders, 'brevo_callbacks' in health],
      ['mailbox', ['mailbox'], false],
    );
    const report = await get(support, '/reports/mail');
    assert.deepEqual((await shop.hubby.operator('GET', '/reports/mail')).body.data, report);
    const own = await shop.hubby.call('GET', '/api/reports/deliveries?days=7', undefined, {
      key: partner,
    });
    const email = own.body.data.channels.find((one: Json) => one.channel === 'EMAIL');
    const row = report.partners.find((one: Json) => one.partner_id === partner.partner_id);
    const { partner_id: _id, partner: _name, ...figures } = row ?? {};
    const { channel: _channel, ...expected } = email ?? {};
    assert.deepEqual(figures, expected);
    assert.equal(why(await ask(finance, 'GET', '/mail')), '403 permission_denied');
    assert.equal(why(await ask(support, 'GET', '/reports/mail?from=soon')), '400 invalid_request');
    const token = await createOperatorToken(shop.hubby.ctx.db);
    const { code, out, err } = await run(shop.hubby, ['report', 'mail', '--token', token]);
    assert.equal(code, 0, err);
    assert.match(out, /Senders: mailbox; mailbox where a partner names none/);
    assert.match(out, /in all {2}\d+ mails/);
  });
});
