/** The sandbox for members: the calls of the public API once more, the mailbox, and what is written down. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { entriesOf } from '../support/audited.ts';
import { memberAt, openBrowser, type BrowserPage } from '../support/members.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

type At = {
  key: CreatedPartner;
  call(method: string, path: string, body?: unknown): Promise<Answer>;
};

async function developer(
  key?: CreatedPartner,
  role: 'developer' | 'support' = 'developer',
): Promise<At> {
  const partner = key ?? (await hubby.newPartner());
  const page = await memberAt(hubby, { roles: { [partner.partner_id]: role } });
  return { key: partner, call: atPartner(page, partner) };
}
const atPartner =
  (page: BrowserPage, { partner_id: id }: CreatedPartner): At['call'] =>
  (method, path, body) =>
    page.call(method, `/partners/${id}${path}`, body);

async function done(call: Promise<Answer>): Promise<Json> {
  const { status, body, text } = await call;
  assert.ok(status < 300, text);
  return body.data;
}

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

/** Booked and redeemed by the member, as the screen plays a trip. */
async function travel({ call }: At, name = user()) {
  const booking = await done(
    call('POST', '/bookings', {
      booking_id: `TRIP-${name}`,
      departure_date: inDays(10),
      email: `${name}@traveler.example`,
      communication_options: { should_send_message: true, channels: ['EMAIL'] },
      package_specifications: [{ external_user_id: name, destination: 'GR', size: '1GB' }],
    }),
  );
  const queue = booking.package_queues[0].id as string;
  const { current_esim: esim } = await done(
    call('POST', '/native/redeem-package', { external_user_id: name, package_queue_id: queue }),
  );
  return { name, booking, queue, iccid: esim.iccid as string };
}

const typesOf = async ({ partner_id: id }: CreatedPartner): Promise<string[]> =>
  (
    await hubby.sql<{ type: string }>('select type from events where partner_id = $1 order by id', [
      id,
    ])
  ).map(({ type }) => type);

describe('the clock', () => {
  it('says what comes due next, and goes there', async () => {
    const at = await developer();
    assert.equal((await done(at.call('GET', '/sandbox/clock'))).next, null);
    await travel(at);
    const { next } = await done(at.call('GET', '/sandbox/clock'));
    assert.equal(next.kind, 'booking');
    const moved = await done(at.call('POST', '/sandbox/clock', { now: next.at }));
    assert.ok(moved.fired.timers >= 1);
    assert.ok((await typesOf(at.key)).includes('booking.within_cutoff'));
    const later = await done(at.call('GET', '/sandbox/clock'));
    assert.ok(later.next.at > next.at, `${later.next.at} comes after ${next.at}`);
  });

  it('says the same to a key', async () => {
    const at = await developer();
    await travel(at);
    const { next } = await done(at.call('GET', '/sandbox/clock'));
    const said = await hubby.call('GET', '/api/sandbox/clock', undefined, { key: at.key });
    assert.deepEqual(said.body.data.next, next);
  });

  it('counts the next try of a delivery', async () => {
    const at = await developer();
    await hubby.sql(
      `insert into webhook_endpoints (partner_id, url, is_enabled, events)
       values ($1, 'http://127.0.0.1:1/', true, '{}')
       on conflict (partner_id) do update set url = excluded.url, is_enabled = true`,
      [at.key.partner_id],
    );
    await travel(at);
    await hubby.drain();
    const { next } = await done(at.call('GET', '/sandbox/clock'));
    assert.equal(next.kind, 'delivery');
  });

  it('refuses what is no time, with the field', async () => {
    const { call } = await developer();
    const { status, body } = await call('POST', '/sandbox/clock', { advance: 'soon' });
    assert.equal(status, 400);
    assert.equal(body.error.details[0].field, 'advance');
  });
});

describe('phones', () => {
  it('are listed with what is on them, newest first, page by page, and played to the last byte', async () => {
    const at = await developer();
    const [first, second] = [await travel(at), await travel(at)];
    const page = await done(at.call('GET', '/sandbox/esims?limit=1'));
    assert.deepEqual(
      page.esims.map((one: Json) => [one.iccid, one.external_user_id, one.status]),
      [[second.iccid, second.name, 'RELEASED']],
    );
    const rest = await done(at.call('GET', `/sandbox/esims?cursor=${page.next_cursor}`));
    assert.deepEqual(
      [rest.esims.map((one: Json) => one.iccid), rest.next_cursor],
      [[first.iccid], null],
    );
    const [plan] = page.esims[0].packages;
    assert.equal(plan.package_queue_id, second.queue);
    assert.equal(page.esims[0].qr, undefined, 'what installs it is not said');
    for (const [verb, body] of [
      ['install'],
      ['enable'],
      ['consume', { percent: 100, package_id: plan.id }],
    ] as const)
      await done(at.call('POST', `/sandbox/esims/${second.iccid}/${verb}`, body));
    const [used] = (await done(at.call('GET', '/sandbox/esims'))).esims[0].packages;
    assert.deepEqual([used.status, used.used_bytes], ['DEPLETED', used.total_bytes]);
    assert.ok((await typesOf(at.key)).includes('package.usage.100_percent'));
  });

  it("of another partner are not there, and a key sees its partner's alone", async () => {
    const [at, other] = [await developer(), await developer()];
    const { iccid } = await travel(at);
    assert.deepEqual((await done(other.call('GET', '/sandbox/esims'))).esims, []);
    assert.equal((await other.call('POST', `/sandbox/esims/${iccid}/install`)).status, 404);
    const own = await hubby.call('GET', '/api/sandbox/esims', undefined, { key: at.key });
    assert.deepEqual(
      own.body.data.esims.map((one: Json) => one.iccid),
      [iccid],
    );
    const theirs = await hubby.call('GET', '/api/sandbox/esims', undefined, { key: other.key });
    assert.deepEqual(theirs.body.data.esims, []);
    assert.equal(
      (await hubby.call('GET', '/api/sandbox/esims?cursor=x', undefined, { key: at.key })).status,
      400,
    );
  });
});

describe('the mailbox', () => {
  it('lists what went out, finds it by a word, and shows it in a frame that lets nothing run', async () => {
    const at = await developer();
    const { name } = await travel(at);
    await hubby.drain();
    const { mails, next_cursor: next } = await done(at.call('GET', '/sandbox/mailbox'));
    assert.deepEqual(
      [mails.length, mails[0].to, mails[0].status, next],
      [1, `${name}@traveler.example`, 'delivered', null],
    );
    const { id } = mails[0];
    assert.equal((await done(at.call('GET', '/sandbox/mailbox?q=nobody'))).mails.length, 0);
    assert.equal((await done(at.call('GET', `/sandbox/mailbox?q=${name}`))).mails.length, 1);
    const letter = await done(at.call('GET', `/sandbox/mailbox/${id}`));
    assert.ok(letter.has_html && letter.text.length > 0);
    const html = await at.call('GET', `/sandbox/mailbox/${id}/html`);
    assert.equal(html.status, 200);
    assert.match(String(html.headers['content-type']), /^text\/html/);
    assert.match(
      String(html.headers['content-security-policy']),
      /^sandbox allow-popups.*frame-ancestors 'self'/,
    );
    assert.doesNotMatch(
      String(html.headers['content-security-policy']),
      /script-src|allow-scripts|allow-same-origin/,
    );
    assert.match(html.text, /<base target="_blank">/);
    const other = await developer();
    for (const path of [
      `/sandbox/mailbox/${id}`,
      `/sandbox/mailbox/${id}/html`,
      '/sandbox/mailbox/x',
    ])
      assert.equal((await other.call('GET', path)).status, 404, path);
    assert.deepEqual((await done(other.call('GET', '/sandbox/mailbox'))).mails, []);
  });
});

describe('faults', () => {
  it('are said as they are left, to members and keys', async () => {
    const at = await developer();
    const none = { next: null, count: 0 };
    assert.deepEqual(await done(at.call('GET', '/sandbox/fail')), none);
    await done(at.call('POST', '/sandbox/fail', { next: 'out_of_stock', count: 2 }));
    const said = await hubby.call('GET', '/api/sandbox/fail', undefined, { key: at.key });
    assert.deepEqual(said.body.data, { next: 'out_of_stock', count: 2 });
    await done(at.call('POST', '/sandbox/fail', { next: 'error', count: 0 }));
    assert.deepEqual(await done(at.call('GET', '/sandbox/fail')), none);
  });
});

describe('what is written down', () => {
  it('is what a member did to the time, the telco and everything there was; of a key nothing', async () => {
    const at = await developer();
    await travel(at);
    const own = async () =>
      (await entriesOf(hubby)).filter(({ partner_id: id }) => id === at.key.partner_id);
    const before = (await own()).length;
    for (const [path, body] of [
      ['clock', { advance: '1h' }],
      ['fail', { next: 'error', count: 1 }],
      ['reset', undefined],
    ] as const) {
      assert.equal(
        (await hubby.call('POST', `/api/sandbox/${path}`, body, { key: at.key })).status,
        200,
      );
    }
    assert.equal((await own()).length, before);
    await done(at.call('POST', '/sandbox/clock', { advance: '1h' }));
    await done(at.call('POST', '/sandbox/fail', { next: 'error', count: 1 }));
    await done(at.call('POST', '/sandbox/reset'));
    const entries = (await own()).slice(before);
    assert.deepEqual(
      entries.map(({ actor_kind: kind, action }) => `${kind} ${action}`),
      ['member sandbox.clock_moved', 'member sandbox.fault_set', 'member sandbox.reset'],
    );
    const [{ before: from, after: to } = assert.fail()] = entries;
    assert.equal(Date.parse(to.now) - Date.parse(from.now), 3_600_000);
    assert.deepEqual(await typesOf(at.key), []);
    assert.equal((await done(at.call('GET', '/sandbox/clock'))).offset_seconds, 0);
  });
});

describe('who may', () => {
  it('support plays, and does not start over; nobody does without a session', async () => {
    const { key, call } = await developer(undefined, 'support');
    await done(call('POST', '/sandbox/clock', { advance: '1h' }));
    assert.equal((await call('POST', '/sandbox/reset')).status, 403);
    const nobody = atPartner(openBrowser(hubby), key);
    assert.equal((await nobody('GET', '/sandbox/clock')).status, 401);
  });

  it('nobody in production: neither the sandbox nor booking is there', async () => {
    const live = await startHubby({ env: { HUBBY_ENV: 'production' } });
    try {
      const partner = await live.newPartner();
      const call = atPartner(openBrowser(live), partner);
      assert.equal((await call('GET', '/members')).status, 401, 'one that is there');
      for (const [method, path] of [
        ['GET', '/sandbox/clock'],
        ['GET', '/sandbox/mailbox'],
        ['POST', '/sandbox/reset'],
        ['POST', '/bookings'],
        ['POST', '/native/redeem-package'],
      ] as const)
        assert.equal(
          (await call(method, path, method === 'POST' ? {} : undefined)).status,
          404,
          path,
        );
    } finally {
      await live.close();
    }
  });
});
