/** What is kept for how long: shown as it is, made fewer by a partner, and gone when it is over. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { forgetOldMessages } from '../../src/domain/messages/forget-old-messages.ts';
import { forgetOldRequests } from '../../src/domain/requests/forget-requests.ts';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { firstIdAt } from '../../src/ids.ts';
import type { Answer, Hubby, Json } from '../harness.ts';
import { entriesOf } from '../support/audited.ts';
import { memberAt } from '../support/members.ts';
import { idOf, keptCall, requestsOf, startKeeping } from '../support/request-log.ts';

const DAY = 86_400_000;

let hubby: Hubby;
before(async () => {
  hubby = await startKeeping({ HUBBY_REQUEST_LOG_DAYS: '20' });
});
after(() => hubby.close());

const set = (key: CreatedPartner, retention: Json | null): Promise<Answer> =>
  hubby.call('PATCH', '/api/settings', { retention }, { key });
async function kept(key: CreatedPartner): Promise<Record<string, Json>> {
  const answer = await hubby.call('GET', '/api/settings/retention', undefined, { key });
  assert.equal(answer.status, 200, answer.text);
  return Object.fromEntries(answer.body.data.kept.map((one: Json) => [one.kind, one]));
}
const daysOf = async (key: CreatedPartner): Promise<(number | null)[]> => {
  const all = await kept(key);
  return ['requests', 'request_bodies', 'message_contents'].map((kind) => all[kind]!.days);
};
const idAt = (prefix: 'req' | 'msg', days: number): string =>
  firstIdAt(prefix, Date.now() - days * DAY) + '0'.repeat(16);

describe('a partner’s own retention', () => {
  it('is shown beside what the installation keeps, and what stays is said to', async () => {
    const key = await hubby.newPartner();
    const all = await kept(key);
    assert.deepEqual(
      [all['requests'], all['events'], all['audit_entries'], all['traveler_sessions']],
      [
        {
          kind: 'requests',
          days: 20,
          most_days: 20,
          counted_from: 'made',
          setting: 'request_days',
        },
        { kind: 'events', days: 30, most_days: 30, counted_from: 'made', setting: null },
        {
          kind: 'audit_entries',
          days: null,
          most_days: null,
          counted_from: 'made',
          setting: null,
        },
        {
          kind: 'traveler_sessions',
          days: 30,
          most_days: 30,
          counted_from: 'ended',
          setting: null,
        },
      ],
    );
    const bare = await hubby.bare('GET', '/api/settings/retention');
    assert.equal(bare.status, 401);
  });

  it('is set, takes the bodies along with their requests, and goes back by null', async () => {
    const [key, other] = [await hubby.newPartner(), await hubby.newPartner()];
    const changed = await set(key, { request_days: 7, message_days: 30 });
    assert.equal(changed.status, 200, changed.text);
    assert.deepEqual(changed.body.data.settings.retention, { request_days: 7, message_days: 30 });
    assert.deepEqual(await daysOf(key), [7, 7, 30]);
    assert.deepEqual(await daysOf(other), [20, 20, 90]);
    await set(key, null);
    assert.deepEqual(await daysOf(key), [20, 20, 90]);
    const entries = await entriesOf(hubby);
    assert.deepEqual(
      entries
        .filter(({ actor_id }) => actor_id === key.api_key)
        .map(({ action, before, after }) => [action, before, after]),
      [
        ['settings.changed', {}, { retention: { request_days: 7, message_days: 30 } }],
        ['settings.changed', { retention: { request_days: 7, message_days: 30 } }, {}],
      ],
    );
  });

  it('is refused where it is longer than the installation’s, or no days', async () => {
    const key = await hubby.newPartner();
    const refused = await set(key, { request_days: 21, request_body_days: 365 });
    assert.deepEqual(
      [refused.status, refused.body.error.details.map((d: Json) => d.field).sort()],
      [400, ['retention.request_body_days', 'retention.request_days']],
    );
    assert.match(refused.text, /at most 20 days/);
    for (const wrong of [
      { request_days: 0 },
      { message_days: 91 },
      { events: 3 },
      { request_days: 1.5 },
    ])
      assert.equal((await set(key, wrong)).status, 400, JSON.stringify(wrong));
    assert.deepEqual(await daysOf(key), [20, 20, 90]);
  });

  it('is read by who reads settings, and written by who writes them', async () => {
    const key = await hubby.newPartner();
    const path = `/partners/${key.partner_id}`;
    const [admin, viewer] = [
      await memberAt(hubby, { roles: { [key.partner_id]: 'admin' } }),
      await memberAt(hubby, { roles: { [key.partner_id]: 'viewer' } }),
    ];
    assert.equal((await viewer.call('GET', `${path}/settings/retention`)).status, 200);
    const retention = { request_days: 3 };
    assert.equal((await viewer.call('PATCH', `${path}/settings`, { retention })).status, 403);
    assert.equal((await admin.call('PATCH', `${path}/settings`, { retention })).status, 200);
    assert.deepEqual(await daysOf(key), [3, 3, 90]);
  });
});

describe('what is older', () => {
  const insertRequest = async ({ partner_id, api_key }: CreatedPartner, id: string) => {
    await hubby.sql(
      `with r as (insert into api_requests (partner_id, id, method, path, operation_id, status, duration_ms, key_id, request_bytes, response_bytes, request_state, response_state, texts_id)
         values ($1, $2, 'GET', '/', 'listEvents', 200, 1, $3, 0, 0, 0, 1, $2))
       insert into api_request_texts values ($1, $2, convert_to(concat('[["', $2::text, E'",null,null,null,1]]\\nx'), 'UTF8'), false)`,
      [partner_id, id, api_key],
    );
  };
  it('goes: requests, and before them their bodies; another partner’s stay', async () => {
    const [key, other] = [await hubby.newPartner(), await hubby.newPartner()];
    const ids = [1, 4, 9].map((n) => idAt('req', n));
    const stored = async (table: string, { partner_id }: CreatedPartner): Promise<string[]> =>
      (
        await hubby.sql<{ id: string }>(
          `select id from ${table} where partner_id = $1 and id = any($2) order by id desc`,
          [partner_id, ids],
        )
      ).map(({ id }) => id);
    for (const one of [key, other]) for (const id of ids) await insertRequest(one, id);
    assert.equal((await set(key, { request_days: 7, request_body_days: 2 })).status, 200);
    assert.equal(await forgetOldRequests(hubby.ctx), 1);
    assert.deepEqual(await stored('api_requests', key), ids.slice(0, 2));
    assert.deepEqual(await stored('api_request_texts', key), ids.slice(0, 1));
    assert.deepEqual(await stored('api_requests', other), ids);
    assert.deepEqual(await stored('api_request_texts', other), ids);
    const owner = await memberAt(hubby, { roles: { [key.partner_id]: 'owner' } });
    const emptied = await requestsOf(owner, key, `/${ids[1]}`);
    assert.deepEqual([emptied.response_body.state, emptied.status], ['dropped', 200]);
  });

  it('is not kept at all where bodies have no days', async () => {
    const key = await hubby.newPartner();
    const owner = await memberAt(hubby, { roles: { [key.partner_id]: 'owner' } });
    const ask = () => keptCall(hubby, 'GET', '/api/bookings?bookingId=trip-1', undefined, { key });
    const before = await requestsOf(owner, key, `/${idOf(await ask())}`);
    assert.deepEqual([before.query, before.response_body.state], ['bookingId=trip-1', 'shown']);
    assert.equal((await set(key, { request_body_days: 0 })).status, 200);
    const after = await requestsOf(owner, key, `/${idOf(await ask())}`);
    assert.deepEqual(
      [after.status, after.query, after.response_body.state, after.request_body.state],
      [200, null, 'dropped', 'none'],
    );
  });

  it('goes of messages that have left; what is planned keeps its text', async () => {
    const [key, other] = [await hubby.newPartner(), await hubby.newPartner()];
    const rows = [
      { id: idAt('msg', 1), planned: false },
      { id: idAt('msg', 5), planned: false },
      { id: idAt('msg', 6), planned: true },
    ];
    for (const { partner_id } of [key, other])
      for (const { id, planned } of rows)
        await hubby.sql(
          `with m as (insert into messages (partner_id, id, channel, kind, subject_id, recipient, locale, status, subject, text, html, created_at)
             values ($1, $2, 'EMAIL', 'booking_confirmation', $2, 'a@example.com', 'en', 'sent', 'Hi', 'Hello', '<p>', now()))
           insert into dispatches (partner_id, message_id, created_at, next_attempt_at)
           values ($1, $2, now(), case when $3 then now() + interval '1 day' end)`,
          [partner_id, id, planned],
        );
    await set(key, { message_days: 3 });
    assert.equal(await forgetOldMessages(hubby.ctx), 1);
    const texts = async ({ partner_id }: CreatedPartner): Promise<(string | null)[]> =>
      (
        await hubby.sql<{ text: string | null }>(
          'select text from messages where partner_id = $1 order by id desc',
          [partner_id],
        )
      ).map(({ text }) => text);
    assert.deepEqual(await texts(key), ['Hello', null, 'Hello']);
    assert.deepEqual(await texts(other), ['Hello', 'Hello', 'Hello']);
    const dispatches = await hubby.sql('select message_id from dispatches where partner_id = $1', [
      key.partner_id,
    ]);
    assert.equal(dispatches.length, 3);
    assert.equal(await forgetOldMessages(hubby.ctx), 0);
  });
});
