/** What members do with the endpoint and its deliveries: set it, try it, send again, replay. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { PARTNER_ROLES } from '../../src/domain/members/permissions.ts';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { EVENTS, EVENT_TYPES, flagOf } from '../../src/domain/webhooks/events.ts';
import { newId } from '../../src/ids.ts';
import { startHubby, type Answer, type Hubby, type Json } from '../harness.ts';
import { entriesOf, type Entry } from '../support/audited.ts';
import { memberAt, openBrowser, type BrowserPage } from '../support/members.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';

let hubby: Hubby;
let receiver: Receiver;
before(async () => {
  hubby = await startHubby({ env: { HUBBY_ALLOW_PRIVATE_WEBHOOKS: '1' } });
  receiver = await startReceiver();
});
after(async () => {
  await receiver.close();
  await hubby.close();
});

type Place = { key: CreatedPartner; path: string; page: BrowserPage & { member: { id: string } } };
let n = 0;
/** A partner with an endpoint of its own, and a developer of it. */
async function place({ isSet = true } = {}): Promise<Place> {
  const key = await hubby.newPartner();
  const page = await memberAt(hubby, { roles: { [key.partner_id]: 'developer' } });
  const at = { key, page, path: `/hook/${++n}` };
  if (isSet) await settle(at);
  return at;
}
const call = ({ key, page }: Place, method: string, path: string, body?: Json): Promise<Answer> =>
  page.call(method, `/partners/${key.partner_id}${path}`, body);
const dataOf = ({ status, text, body }: Answer): Json => {
  assert.equal(status, 200, text);
  return body.data;
};
const settle = async (at: Place, more: Json = {}): Promise<Json> =>
  dataOf(await call(at, 'PUT', '/webhooks/settings', { url: receiver.url + at.path, ...more }));
const gotAt = ({ path }: Place): string[] => receiver.at(path).map(({ json }) => json.event_id);
const why = ({ status, body }: Answer): string => `${status} ${body.error.type}`;

type Planted = { type?: string; at?: Date; state?: string; isTest?: boolean };
/** Events with a delivery where a state is named, in one go. */
async function plant({ key }: Place, events: readonly Planted[]): Promise<string[]> {
  const rows = events.map(({ type = 'esim.removed', at = new Date(), state, isTest = false }) => ({
    id: newId('evt'),
    type,
    at,
    state: state ?? null,
    is_test: isTest,
  }));
  await hubby.sql(
    `with made as (select * from jsonb_to_recordset($2::jsonb)
         as e(id text, type text, at timestamptz, state text, is_test boolean)),
       events as (insert into events (partner_id, id, type, entity_id, sequence, occurred_at, data, is_test)
         select $1, id, type, id, 1, at, '{}', is_test from made)
     insert into deliveries (partner_id, event_id, state, tries, attempts, created_at, updated_at)
     select $1, id, state, 7, 7, at, at from made where state is not null`,
    [key.partner_id, JSON.stringify(rows)],
  );
  return rows.map(({ id }) => id);
}
const entriesBy = async ({ page }: Place): Promise<Entry[]> =>
  (await entriesOf(hubby)).filter(({ actor_id }) => actor_id === page.member.id);

describe('the endpoint on the screens', () => {
  it('is set, shown and tried, and its secret shown once; each act is recorded as the member’s', async () => {
    const at = await place({ isSet: false });
    assert.equal(dataOf(await call(at, 'GET', '/webhooks/settings')).health.status, 'off');
    const set = await settle(at, { api_key: 'canary-of-the-endpoint' });
    assert.match(set.signing_secret, /^whsec_/);
    const { signing_secret: _secret, ...shown } = set;
    const signed = await hubby.call('GET', '/api/webhooks/settings', undefined, { key: at.key });
    assert.deepEqual([signed.body.data, shown.api_key_hint], [shown, '…oint']);
    const rotated = dataOf(await call(at, 'POST', '/webhooks/rotate-secret'));
    assert.notEqual(rotated.signing_secret, set.signing_secret);
    assert.ok(new Date(rotated.previous_valid_until) > new Date());
    const event = 'package.usage.80_percent';
    const tested = dataOf(await call(at, 'POST', '/webhooks/test', { event }));
    assert.deepEqual([tested.delivery.state, tested.delivery.status_code], ['delivered', 200]);
    assert.deepEqual(gotAt(at), [tested.event_id]);
    const acts = await entriesBy(at);
    assert.deepEqual(
      acts.map(({ actor_kind, action }) => [actor_kind, action]),
      [
        ['member', 'webhook_endpoint.changed'],
        ['member', 'webhook_endpoint.secret_rotated'],
        ['member', 'webhook_endpoint.tested'],
      ],
    );
    assert.equal(acts[2]!.subject, tested.event_id);
    assert.doesNotMatch(JSON.stringify(acts), /canary|whsec_/);
  });

  it('takes what the API takes, and refuses the same', async () => {
    const at = await place({ isSet: false });
    for (const body of [{}, { url: 'ftp://x' }, { url: receiver.url, key_header: 'host' }])
      assert.equal(why(await call(at, 'PUT', '/webhooks/settings', body)), '400 invalid_request');
    assert.equal(
      why(await call(at, 'POST', '/webhooks/test', { event: 'x' })),
      '400 invalid_request',
    );
  });

  it('has every event of the catalogue, with its switch', async () => {
    const at = await place({ isSet: false });
    const { event_types } = dataOf(await call(at, 'GET', '/webhooks/event-types'));
    assert.deepEqual(
      event_types.map((one: Json) => [one.event, one.flag, one.is_default, one.example]),
      EVENT_TYPES.map((type) => [
        type,
        flagOf(type),
        EVENTS[type].isDefault,
        JSON.parse(JSON.stringify(EVENTS[type].example)),
      ]),
    );
  });

  it('hands its secret to a fresh sign-in only', async () => {
    const at = await place();
    await hubby.sql(
      `update member_sessions set fresh_at = now() - interval '11 minutes' where member_id = $1`,
      [at.page.member.id],
    );
    const answer = await call(at, 'POST', '/webhooks/rotate-secret');
    assert.equal(why(answer), '403 fresh_sign_in_required');
  });
});

describe('events sent again', () => {
  it('are those chosen, all or none, with the schedule anew', async () => {
    const at = await place();
    const [first, second, untold] = await plant(at, [
      { state: 'exhausted' },
      { state: 'delivered' },
      {},
    ]);
    const chosen = { event_ids: [second, first, untold] };
    const woken = await hubby.woken(async () => {
      const answer = await call(at, 'POST', '/deliveries/redeliver', chosen);
      assert.deepEqual(dataOf(answer), { events: 3 });
    });
    assert.deepEqual(woken, ['deliveries']);
    await hubby.drain();
    assert.deepEqual(gotAt(at).toSorted(), [first, second, untold].toSorted());
    const rows = await hubby.sql<{ state: string; attempts: number; tries: number }>(
      `select state, attempts, tries from deliveries where partner_id = $1 order by event_id`,
      [at.key.partner_id],
    );
    assert.deepEqual(
      rows.map(({ state, attempts, tries }) => [state, attempts, tries]),
      [
        ['delivered', 8, 1],
        ['delivered', 8, 1],
        ['delivered', 1, 1],
      ],
    );
    const act = (await entriesBy(at)).at(-1)!;
    assert.deepEqual(
      [act.action, act.after],
      ['events.redelivered', { event_ids: [first, second, untold].toSorted() }],
    );
  });

  it('are none where one of them is not there, or is of another', async () => {
    const [at, other] = [await place(), await place()];
    const [own] = await plant(at, [{ state: 'exhausted' }]);
    const [theirs] = await plant(other, [{ state: 'exhausted' }]);
    const send = (...event_ids: (string | undefined)[]): Promise<Answer> =>
      call(at, 'POST', '/deliveries/redeliver', { event_ids });
    for (const missing of [theirs, newId('evt')]) {
      const answer = await send(own, missing);
      assert.equal(why(answer), '404 event_not_found');
      assert.deepEqual(
        answer.body.error.details.map(({ field }: Json) => field),
        ['event_ids.1'],
      );
    }
    await hubby.drain();
    assert.deepEqual([...gotAt(at), ...gotAt(other)], []);
    for (const ids of [[], [own, own], Array.from({ length: 201 }, () => newId('evt'))])
      assert.equal(why(await send(...ids)), '400 invalid_request');
    await settle(at, { enabled: false });
    assert.equal(why(await send(own)), '409 webhook_not_enabled');
  });

  it('are so by key as well', async () => {
    const at = await place();
    const ids = await plant(at, [{ state: 'exhausted' }, { state: 'exhausted' }]);
    const send = (event_ids: readonly string[]): Promise<Answer> =>
      hubby.call('POST', '/api/events/redeliver', { event_ids }, { key: at.key });
    assert.deepEqual(dataOf(await send(ids)), { events: 2 });
    await hubby.drain();
    assert.deepEqual(gotAt(at).toSorted(), ids.toSorted());
    assert.equal(why(await send([newId('evt')])), '404 event_not_found');
    assert.equal(why(await send([])), '400 invalid_request');
    const bare = await hubby.bare('POST', '/api/events/redeliver', { body: '{}' });
    assert.equal(bare.status, 401);
  });
});

describe('a replay', () => {
  const RANGE = { from: '2020-01-01', to: '2099-01-01' };
  const replay = (at: Place, body: Json): Promise<Answer> =>
    call(at, 'POST', '/deliveries/replay', { ...RANGE, ...body });
  const hours = (count: number): Date => new Date(Date.now() - count * 3_600_000);

  it('of what was given up sends that alone; its dry run counts the same and sends nothing', async () => {
    const at = await place();
    const [failed, , , , , late] = await plant(at, [
      { state: 'exhausted', at: hours(1) },
      { state: 'delivered', at: hours(1) },
      { state: 'pending', at: hours(1) },
      { at: hours(1) },
      { state: 'exhausted', at: hours(1), isTest: true },
      { state: 'exhausted', at: hours(50) },
      { state: 'exhausted', type: 'package.expired', at: hours(1) },
    ]);
    const since = { from: hours(2).toISOString(), only: 'exhausted' };
    const countedAndSent = async (body: Json, expected: number): Promise<void> => {
      const before = await entriesBy(at);
      assert.deepEqual(dataOf(await replay(at, { ...body, dry_run: true })), { events: expected });
      await hubby.drain();
      assert.deepEqual(gotAt(at), []);
      assert.deepEqual(await entriesBy(at), before, 'counting is no act');
      assert.deepEqual(dataOf(await replay(at, body)), { events: expected });
      await hubby.drain();
    };
    await countedAndSent(since, 1);
    assert.deepEqual(gotAt(at), [failed]);
    assert.deepEqual(dataOf(await replay(at, { ...since, dry_run: true })), { events: 0 });
    // What nobody subscribed to is sent where its type is named.
    const named = { ...since, types: ['package.expired'], dry_run: true };
    assert.deepEqual(dataOf(await replay(at, named)), { events: 1 });
    assert.deepEqual(dataOf(await replay(at, { only: 'exhausted', dry_run: true })), { events: 1 });
    const act = (await entriesBy(at)).at(-1)!;
    assert.deepEqual(
      [act.action, act.after.only, act.after.events],
      ['events.replayed', 'exhausted', 1],
    );
    assert.ok(!gotAt(at).includes(late!));
  });

  it('of all counts and sends what the range holds, by key and by member', async () => {
    const at = await place();
    await plant(at, [
      { at: hours(3) },
      { state: 'delivered', at: hours(2) },
      { state: 'exhausted', at: hours(1) },
      { at: hours(1), isTest: true },
    ]);
    for (const from of [hours(4), hours(2.5), hours(1.5), hours(0.5)]) {
      const body = { ...RANGE, from: from.toISOString() };
      const dry = dataOf(await replay(at, { ...body, dry_run: true }));
      const sent = await hubby.call('POST', '/api/events/replay', body, { key: at.key });
      assert.deepEqual(dataOf(sent), dry);
      const again = { ...body, dry_run: true, only: 'all' };
      const counted = await hubby.call('POST', '/api/events/replay', again, { key: at.key });
      assert.deepEqual(dataOf(counted), dry);
    }
  });

  it('of very many is done step by step, each event once, and no more than a call may plan', async () => {
    const at = await place();
    await hubby.sql(
      `insert into events (partner_id, id, type, entity_id, sequence, occurred_at, data)
       select $1, $2 || lpad(n::text, 16, '0'), 'booking.created', 'many', n, now(), '{}'
       from generate_series(1, 12345) n`,
      [at.key.partner_id, newId('evt').slice(0, 14)],
    );
    const before = Date.now();
    assert.deepEqual(dataOf(await replay(at, { dry_run: true })), { events: 12_345 });
    assert.deepEqual(dataOf(await replay(at, {})), { events: 12_345 });
    const [{ count }] = await hubby.sql(
      `select count(*)::int as count from deliveries
       where partner_id = $1 and state = 'pending' and next_attempt_at >= $2`,
      [at.key.partner_id, new Date(before)],
    );
    assert.equal(count, 12_345);
    assert.equal((await entriesBy(at)).filter((e) => e.action === 'events.replayed').length, 1);
    // One that is switched off puts aside what was planned.
    await settle(at, { enabled: false });
    await hubby.sql(
      `insert into events (partner_id, id, type, entity_id, sequence, occurred_at, data)
       select $1, $2 || lpad(n::text, 16, '0'), 'booking.created', 'most', n, now(), '{}'
       from generate_series(1, 90000) n`,
      [at.key.partner_id, newId('evt').slice(0, 14)],
    );
    assert.equal(why(await replay(at, { dry_run: true })), '409 webhook_not_enabled');
    await settle(at);
    const answer = await replay(at, { dry_run: true });
    assert.equal(why(answer), '400 invalid_request');
    assert.match(answer.body.error.details[0].issue, /at most 100000 events/);
  });

  it('is asked for as it should be', async () => {
    const at = await place();
    for (const body of [{ only: 'some' }, { types: ['x'] }, { from: '2027' }, { dry_run: 'maybe' }])
      assert.equal(why(await replay(at, body)), '400 invalid_request', JSON.stringify(body));
  });
});

describe('who changes the endpoint and sends again', () => {
  it('is whoever manages keys, of their own partner', async () => {
    const at = await place();
    const other = await place();
    const [id] = await plant(at, [{ state: 'exhausted' }]);
    const calls: [string, string, Json][] = [
      ['PUT', '/webhooks/settings', { url: receiver.url + at.path }],
      ['POST', '/webhooks/rotate-secret', undefined],
      ['POST', '/webhooks/test', { event: 'esim.removed' }],
      ['POST', '/deliveries/redeliver', { event_ids: [id] }],
      ['POST', '/deliveries/replay', { from: '2020-01-01', to: '2099-01-01', dry_run: true }],
    ];
    const reads = ['/webhooks/settings', '/webhooks/event-types'];
    for (const role of PARTNER_ROLES) {
      const page = await memberAt(hubby, { roles: { [at.key.partner_id]: role } });
      const [mayChange, mayRead] = [
        ['owner', 'admin', 'developer'].includes(role),
        !['finance', 'viewer'].includes(role),
      ];
      for (const [method, path, body] of calls) {
        const { status } = await call({ ...at, page }, method, path, body);
        assert.equal(status, mayChange ? 200 : 403, `${role} ${path}`);
        const theirs = await call({ ...other, page }, method, path, body);
        assert.equal(theirs.status, 404, `${role} ${path} of another`);
      }
      for (const path of reads)
        assert.equal((await call({ ...at, page }, 'GET', path)).status, mayRead ? 200 : 403);
    }
    const nobody = openBrowser(hubby) as Place['page'];
    for (const [method, path, body] of calls)
      assert.equal((await call({ ...at, page: nobody }, method, path, body)).status, 401, path);
  });
});
