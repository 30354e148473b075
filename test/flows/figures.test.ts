/** Instants that are kept for later figures: of orders, reports, support and opened links. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { book, fail, orderOf, redeem } from '../faults/steps.ts';
import { IN_A_YEAR, startHubby, user, type Hubby, type Json } from '../harness.ts';
import { packageRow, report, withPackages } from '../support/usage-steps.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const opened = (link: string): Promise<Json[]> =>
  hubby.sql('select * from opened_links where link = $1', [link]);

describe('an order', () => {
  it('keeps when its first call left and when its outcome was known', async () => {
    const who = user();
    const { queues } = await book(hubby, who);
    await hubby.drain();
    await fail(hubby, 'timeout');
    await redeem(hubby, who, queues[0]!.id);
    const unclear = await orderOf(hubby, queues[0]!.id);
    assert.deepEqual([unclear.first_sent_at, unclear.settled_at], [unclear.sent_at, null]);
    await hubby.drain('hurry');
    const settled = await orderOf(hubby, queues[0]!.id);
    assert.deepEqual(settled.first_sent_at, unclear.first_sent_at);
    assert.ok(settled.settled_at > settled.first_sent_at);
  });

  it('that certainly made nothing was never sent', async () => {
    const who = user();
    await fail(hubby, 'out_of_stock', 2);
    await book(hubby, who);
    await hubby.drain();
    const [waiting] = await hubby.sql(
      `select o.* from provider_orders o join travelers t on t.id = o.traveler_id where t.external_user_id = $1`,
      [who],
    );
    assert.deepEqual(
      [waiting.state, waiting.first_sent_at, waiting.settled_at],
      ['intent', null, null],
    );
    await fail(hubby, 'error', 0);
  });
});

describe('a report', () => {
  it('says when it was measured, beside when it was heard of', async () => {
    const made = await withPackages(hubby);
    const [k] = made.packages;
    const { assigned_at } = await packageRow(hubby, k.id);
    const say = (used_bytes: number, at: Date): Promise<void> =>
      report(hubby, made.iccid, {
        packages: [{ package_id: k.provider_package_id, used_bytes }],
        reported_at: at.toISOString(),
      });
    const measured = new Date(assigned_at.getTime() - 60_000);
    await say(10, measured);
    const row = await packageRow(hubby, k.id);
    assert.deepEqual(row.measured_at, measured);
    assert.ok(row.reported_at > row.measured_at);
    await say(20, new Date(measured.getTime() - 60_000));
    assert.deepEqual((await packageRow(hubby, k.id)).measured_at, measured, 'it never goes back');
  });
});

describe('a support request', () => {
  const ask = async (body: object): Promise<Json> => {
    const { external_user_id } = await withPackages(hubby);
    const answer = await hubby.call('POST', '/api/native/support-requests', {
      external_user_id,
      body: 'Help',
      ...body,
    });
    const { id } = answer.body.data;
    return id;
  };
  const rowOf = async (id: string): Promise<Json> =>
    (await hubby.sql('select * from support_requests where id = $1', [id]))[0];

  it('keeps its first answer: of the knowledge base, else of who closed it', async () => {
    const known = await rowOf(await ask({ symptom: 'no_data' }));
    assert.deepEqual([known.status, known.first_answered_at], ['answered', known.created_at]);
    const id = await ask({ symptom: 'other' });
    assert.equal((await rowOf(id)).first_answered_at, null);
    for (let n = 0; n < 2; n++)
      assert.equal((await hubby.operator('POST', `/support-requests/${id}/close`)).status, 200);
    const closed = await rowOf(id);
    assert.deepEqual([closed.status, closed.first_answered_at], ['closed', closed.updated_at]);
  });
});

describe('a link', () => {
  it('is noted the first time that its page is opened', async () => {
    const made = await withPackages(hubby);
    const install = await hubby.call('POST', '/api/native/install-links', { iccid: made.iccid });
    const { pathname } = new URL(install.body.data.url);
    const hash = createHash('sha256').update(pathname.split('/').pop()!).digest('hex');
    const booked = await hubby.call('POST', '/api/bookings', {
      departure_date: IN_A_YEAR,
      package_specifications: [{ destination: 'GR', size: '1GB' }],
    });
    const [code] = booked.body.data.promo_codes;
    const claim = new URL(code.claim_url);
    for (const [path, link] of [
      [pathname, hash],
      [claim.pathname + claim.search, code.uuid],
    ] as const) {
      assert.equal((await hubby.bare('HEAD', path)).status, 200);
      assert.deepEqual(await opened(link), [], 'a link preview opens nothing');
      assert.equal((await hubby.bare('GET', path)).status, 200);
      const [first] = await opened(link);
      assert.equal((await hubby.bare('GET', path)).status, 200);
      assert.deepEqual(await opened(link), [first]);
      assert.equal(first.partner_id, hubby.partner.partner_id);
    }
    const before = await hubby.sql('select count(*) as n from opened_links');
    await hubby.bare('GET', claim.pathname + '?uuid=00000000-0000-4000-8000-000000000000');
    await hubby.bare('GET', '/install/' + 'x'.repeat(43));
    assert.deepEqual(await hubby.sql('select count(*) as n from opened_links'), before);
  });
});
