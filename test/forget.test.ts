/** Housekeeping takes batches, one transaction each, and never what is still needed. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { FORGET_BATCH } from '../src/db/forget.ts';
import { forgetOldCounters } from '../src/domain/abuse/forget-counters.ts';
import { forgetOldTokens } from '../src/domain/app-tokens/forget-tokens.ts';
import { forgetOldReports } from '../src/domain/esims/usage/receive-reports.ts';
import { forgetOldMessages } from '../src/domain/messages/forget-old-messages.ts';
import { forgetOldAnswers } from '../src/domain/partners/idempotency/forget-answers.ts';
import { firstEventIdAt, forgetOldEvents } from '../src/domain/webhooks/forget-old-events.ts';
import { startHubby, type Hubby } from './harness.ts';
import { holdLock, untilBlocked } from './support/hold-lock.ts';

const DAY = 86_400_000;
const OLD_EVENT = firstEventIdAt(Date.now() - 31 * DAY);

let hubby: Hubby;
let partner: string;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());
beforeEach(async () => {
  partner = (await hubby.newPartner()).partner_id;
});

const keysOf = async (text: string, params: unknown[] = []): Promise<string[]> =>
  (await hubby.sql<{ key: string }>(text, params)).map((row) => row.key);

describe('a batch', () => {
  it('is committed before the next begins, until nothing that is over is left', async (t) => {
    await hubby.sql(
      `insert into used_app_tokens (jti_hash, expires_at)
       select decode(md5(n::text), 'hex'), now() + (n - 0.5 - $1::int) * interval '1 hour' from generate_series(1, $1::int + 2) n`,
      [2 * FORGET_BATCH + 5],
    );
    const left = async () =>
      (await hubby.sql<{ n: number }>('select count(*)::int as n from used_app_tokens'))[0]!.n;
    const held = await holdLock(
      hubby,
      'select 1 from used_app_tokens where expires_at < now() order by expires_at desc limit 1 for update',
    );
    t.after(held.release);
    const forgetting = forgetOldTokens(hubby.ctx);
    await untilBlocked(hubby);
    assert.equal(await left(), 5 + 2);
    await held.release();
    await forgetting;
    assert.equal(await left(), 2);
  });

  it('leaves what is renewed while it waits', async (t) => {
    const key = `claims:${partner}`;
    await hubby.sql('insert into abuse_counters (key, points, expire) values ($1, 3, 1)', [key]);
    const renewing = await holdLock(
      hubby,
      'update abuse_counters set points = 1, expire = $2 where key = $1',
      [key, Date.now() + DAY],
    );
    t.after(renewing.release);
    const forgetting = forgetOldCounters(hubby.ctx);
    await untilBlocked(hubby);
    await renewing.commit();
    assert.equal(await forgetting, 0);
    assert.deepEqual(await keysOf('select key from abuse_counters where key = $1', [key]), [key]);
  });
});

describe('of one partner after the other', () => {
  it('answers of more than a day go, however many', async () => {
    await hubby.sql(
      `insert into idempotency_keys (partner_id, method, path, key, request_id, body_hash, lease_until, created_at)
       select $1, 'POST', '/api/bookings', 'key-' || n, 'req-' || n, '\\x00', now(), now() - interval '24 hours' + (n - 0.5 - $2::int) * interval '1 minute' from generate_series(1, $2::int + 1) n`,
      [partner, FORGET_BATCH + 1],
    );
    assert.equal(await forgetOldAnswers(hubby.ctx), FORGET_BATCH + 1);
    assert.deepEqual(
      await keysOf('select key from idempotency_keys where partner_id = $1', [partner]),
      [`key-${FORGET_BATCH + 2}`],
    );
  });

  it('events go on behind what is pending, and what is being sent again stays', async (t) => {
    const id = (n: number): string => OLD_EVENT + String(n).padStart(16, '0');
    await hubby.sql(
      `insert into events (partner_id, id, type, entity_id, sequence, occurred_at, data)
       select $1, $2 || lpad(n::text, 16, '0'), 'booking.created', 'bkg', n, now(), '{}' from generate_series(1, $3::int) n`,
      [partner, OLD_EVENT, FORGET_BATCH + 2],
    );
    await hubby.sql(
      `insert into deliveries (partner_id, event_id, state, created_at, updated_at)
       select partner_id, id, case when id = $2 then 'pending' else 'delivered' end, now(), now() from events where partner_id = $1`,
      [partner, id(1)],
    );
    const again = await holdLock(
      hubby,
      'select 1 from events where partner_id = $1 and id = $2 for key share',
      [partner, id(FORGET_BATCH + 1)],
    );
    t.after(again.release);
    assert.equal(await forgetOldEvents(hubby.ctx), FORGET_BATCH);
    for (const text of [
      'select id as key from events where partner_id = $1 order by id',
      'select event_id as key from deliveries where partner_id = $1 order by event_id',
    ])
      assert.deepEqual(await keysOf(text, [partner]), [id(1), id(FORGET_BATCH + 1)]);
    await again.release();
    assert.equal(await forgetOldEvents(hubby.ctx), 1);
  });
});

it('bodies of a message that is planned again meanwhile stay', async (t) => {
  await hubby.sql(
    `insert into messages (partner_id, id, channel, kind, subject_id, recipient, locale, status, text, created_at)
     select $1, 'msg_' || n, 'EMAIL', 'booking_confirmation', n::text, 'a@example.com', 'en', 'sent', 'Hello', now() from generate_series(1, 2) n`,
    [partner],
  );
  await hubby.sql(
    `insert into dispatches (partner_id, message_id, created_at)
     select $1, 'msg_' || n, now() - interval '91 days' from generate_series(1, 2) n`,
    [partner],
  );
  const planning = await holdLock(
    hubby,
    `update dispatches set next_attempt_at = now() + interval '1 day' where partner_id = $1 and message_id = 'msg_2'`,
    [partner],
  );
  t.after(planning.release);
  const forgetting = forgetOldMessages(hubby.ctx);
  await untilBlocked(hubby);
  await planning.commit();
  assert.equal(await forgetting, 1);
  assert.deepEqual(
    await hubby.sql('select id, text from messages where partner_id = $1 order by id', [partner]),
    [
      { id: 'msg_1', text: null },
      { id: 'msg_2', text: 'Hello' },
    ],
  );
});

it('answers to our own questions go after a day, when they are applied', async () => {
  await hubby.sql(
    `insert into provider_reports (provider, report_id, iccid, reported_at, report, received_at, due_at)
     select 'sandbox-one', prefix || $1 || id, 'nobody', now(), '{}', now() - hours * interval '1 hour', due
     from (values ('poll:', '-applied', 25, null), ('poll:', '-young', 23, null), ('poll:', '-due', 25, now()), ('told', '-told', 25, null)) x(prefix, id, hours, due)`,
    [partner],
  );
  assert.equal(await forgetOldReports(hubby.ctx), 1);
  assert.deepEqual(
    await keysOf(
      'select report_id as key from provider_reports where report_id like $1 order by 1',
      [`%${partner}-%`],
    ),
    [`poll:${partner}-due`, `poll:${partner}-young`, `told${partner}-told`],
  );
  await hubby.sql('delete from provider_reports where report_id like $1', [`%${partner}-%`]);
});

it('reports of more than a month go when they are applied', async () => {
  const due = new Date(Date.now() + DAY);
  await hubby.sql(
    `insert into provider_reports (provider, report_id, iccid, reported_at, report, received_at, due_at)
     select 'sandbox-one', $1 || id, 'nobody', now(), '{}', now() - days * interval '1 day', due
     from (values ('-applied', 31, null), ('-young', 29, null), ('-due', 31, null), ('-due-before', 31, $2::timestamptz)) x(id, days, due)`,
    [partner, due],
  );
  await hubby.sql(
    `insert into due_reports (provider, report_id, due_at) values ('sandbox-one', $1, $2)`,
    [`${partner}-due`, due],
  );
  assert.equal(await forgetOldReports(hubby.ctx), 1);
  assert.deepEqual(
    await keysOf(
      'select report_id as key from provider_reports where report_id like $1 order by 1',
      [`${partner}-%`],
    ),
    [`${partner}-due`, `${partner}-due-before`, `${partner}-young`],
  );
});
