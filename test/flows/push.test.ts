/**
 * A grant that is made is pushed to the traveler's devices: once to each, never to anybody else's,
 * and never in the way of anything.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Context } from '../../src/context.ts';
import { registerDevice } from '../../src/domain/push-devices/register.ts';
import { runDueMessages } from '../../src/domain/messages/sending/run-due-messages.ts';
import { findAppUser, type AppUser } from '../../src/domain/travelers/app-user.ts';
import { AppError } from '../../src/errors.ts';
import { grantPushes } from '../../src/domain/messages/grant-pushes.ts';
import { FCM, startFcm, type FcmStandIn } from '../support/fcm.ts';
import { lookOnce } from '../support/look-once.ts';
import { gate, until } from '../faults/checks.ts';
import { book, short } from '../faults/steps.ts';
import {
  IN_A_YEAR,
  startHubby,
  user,
  type CallOptions,
  type Hubby,
  type Json,
} from '../harness.ts';
import { makeFcm } from '../../src/channels/fcm/sender.ts';

type Key = NonNullable<CallOptions['key']> & { partner_id: string };
type Grant = { booking: string; id: string; uuid: string };

let counter = 0;
const deviceToken = (): string => `device-${process.pid}-${++counter}:APA91b_${'x'.repeat(20)}`;
const appUser = (
  hubby: Hubby,
  externalUserId: string,
  key: Key = hubby.partner,
): Promise<AppUser> =>
  findAppUser(hubby.ctx, { partnerId: key.partner_id, externalUserId, email: null });

/** A traveler who is known by an earlier booking, with so many devices. */
async function traveler(
  hubby: Hubby,
  count: number,
  key: Key = hubby.partner,
): Promise<{ id: string; app: AppUser; tokens: string[] }> {
  const id = user();
  await book(hubby, id, { key: key as never });
  const app = await appUser(hubby, id, key);
  const tokens = Array.from({ length: count }, deviceToken);
  for (const token of tokens)
    assert.deepEqual(await registerDevice(hubby.ctx, app, { token, platform: 'ios' }), {
      registered: true,
    });
  return { id, app, tokens };
}

/** A booking of one grant. `pushes`: how many messages that made. */
async function grant(
  hubby: Hubby,
  to: string,
  key: Key = hubby.partner,
  body: Json = {},
): Promise<Grant & { pushes: number }> {
  const answer = await hubby.call(
    'POST',
    '/api/bookings',
    {
      package_specifications: [
        { esim_type: 'classic', external_user_id: to, destination: 'ES', size: '1GB' },
      ],
      ...body,
    },
    { key },
  );
  assert.ok(answer.status < 300, answer.text);
  const { id: booking, package_queues } = answer.body.data;
  const { id, uuid } = package_queues.at(-1);
  return {
    booking,
    id,
    uuid,
    pushes: (
      await hubby.sql(`select 1 from messages where subject_id = $1 and kind = 'classic_grant'`, [
        id,
      ])
    ).length,
  };
}
const messageOf = async (
  hubby: Hubby,
  { booking }: Grant,
  key: Key = hubby.partner,
): Promise<Json> =>
  (
    await hubby.call('GET', `/api/bookings/${booking}/messages`, undefined, { key })
  ).body.data.messages.find((m: Json) => m.kind === 'classic_grant');
const statusOf = async (hubby: Hubby, made: Grant, key?: Key): Promise<string> => {
  const message = await messageOf(hubby, made, key);
  return message.reason === null ? message.status : `${message.status} ${message.reason}`;
};
const makeDue = (hubby: Hubby): Promise<unknown> =>
  hubby.sql(
    'update dispatches set next_attempt_at = now(), lease_until = null where next_attempt_at is not null',
  );
const devices = async (hubby: Hubby, app: AppUser): Promise<string[]> =>
  (
    await hubby.sql<{ token: string }>(
      'select token from device_tokens where partner_id = $1 and traveler_id = $2 order by registered_at',
      [app.partnerId, app.travelerId],
    )
  ).map((row) => row.token);

describe('devices', () => {
  let hubby: Hubby;
  before(async () => {
    hubby = await startHubby();
  });
  after(() => hubby.close());
  const refused = async (app: AppUser, input: object): Promise<string> => {
    try {
      await registerDevice(hubby.ctx, app, input);
    } catch (error) {
      assert.ok(error instanceof AppError);
      return [error.type, ...error.details.map((d) => d.field)].join(' ');
    }
    return 'nothing';
  };

  it('belong to whoever signed in last', async () => {
    const [anna, ben] = [await traveler(hubby, 1), await traveler(hubby, 0)];
    const [token] = anna.tokens;
    await registerDevice(hubby.ctx, ben.app, { token });
    assert.deepEqual(
      [await devices(hubby, anna.app), await devices(hubby, ben.app)],
      [[], [token]],
    );
    const [row] = await hubby.sql('select platform from device_tokens where token = $1', [token]);
    assert.equal(row.platform, 'ios', 'what was known of it stays');
    // Not Anna's any more: hers to remove no more.
    assert.deepEqual(await registerDevice(hubby.ctx, anna.app, { token, remove: true }), {
      registered: false,
    });
    assert.deepEqual(await devices(hubby, ben.app), [token]);
    await registerDevice(hubby.ctx, ben.app, { token, remove: true });
    assert.deepEqual(await devices(hubby, ben.app), []);
    assert.deepEqual(
      await registerDevice(hubby.ctx, ben.app, { token, remove: true }),
      { registered: false },
      'again: unchanged',
    );
  });

  it('are at most 20 of a traveler, the newest, however many register at once', async () => {
    const { app, tokens } = await traveler(hubby, 20);
    await registerDevice(hubby.ctx, app, { token: tokens[0] });
    const late = Array.from({ length: 10 }, deviceToken);
    await Promise.all(late.map((token) => registerDevice(hubby.ctx, app, { token })));
    const left = await devices(hubby, app);
    assert.equal(left.length, 20);
    assert.deepEqual(
      left.slice(0, 10),
      [...tokens.slice(11), tokens[0]],
      'registering again counts',
    );
    assert.deepEqual(left.slice(10).toSorted(), late.toSorted());
    // With connections that are open already they really meet.
    for (let round = 0; round < 5; round++) {
      await Promise.all(
        Array.from({ length: 12 }, () => registerDevice(hubby.ctx, app, { token: deviceToken() })),
      );
      assert.equal((await devices(hubby, app)).length, 20);
    }
  });

  it('go to and fro between two who sign in at the same time, and end with one', async () => {
    const [anna, ben] = [await traveler(hubby, 20), await traveler(hubby, 20)];
    const both = [...anna.tokens, ...ben.tokens];
    await Promise.all(
      both.flatMap((token) => [
        registerDevice(hubby.ctx, anna.app, { token }),
        registerDevice(hubby.ctx, ben.app, { token }),
      ]),
    );
    const [a, b] = [await devices(hubby, anna.app), await devices(hubby, ben.app)];
    assert.ok(a.length <= 20 && b.length <= 20, `${a.length}, ${b.length}`);
    assert.equal(new Set([...a, ...b]).size, a.length + b.length);
  });

  it('are of one partner: the same token at another is another', async () => {
    const key = await hubby.newPartner();
    const [anna, other] = [await traveler(hubby, 1), await traveler(hubby, 0, key)];
    await registerDevice(hubby.ctx, other.app, { token: anna.tokens[0] });
    await registerDevice(hubby.ctx, other.app, { token: anna.tokens[0], remove: true });
    assert.deepEqual(
      [await devices(hubby, anna.app), await devices(hubby, other.app)],
      [anna.tokens, []],
    );
  });

  it('need a traveler and a token that can be one', async () => {
    const { app } = await traveler(hubby, 0);
    const token = deviceToken();
    assert.equal(await refused({ ...app, travelerId: null }, { token }), 'user_not_found');
    assert.equal(await refused({ ...app, travelerId: 'usr_gone' }, { token }), 'user_not_found');
    assert.equal(
      await refused({ ...app, partnerId: (await hubby.newPartner()).partner_id }, { token }),
      'user_not_found',
      "another partner's traveler",
    );
    for (const bad of [
      undefined,
      null,
      7,
      '',
      'a b',
      'a\n',
      'é',
      'x'.repeat(4097),
      ['x'],
      { toString: 'x' },
    ])
      assert.equal(await refused(app, { token: bad }), 'invalid_request token');
    for (const platform of ['windows', 7, ['ios'], '__proto__'])
      assert.equal(await refused(app, { token, platform }), 'invalid_request platform');
    assert.equal(
      await refused(app, { token: '', platform: 'x', remove: 'yes' }),
      'invalid_request token platform remove',
    );
    assert.deepEqual(
      await registerDevice(hubby.ctx, app, {
        token: 'x'.repeat(4096),
        platform: null,
        remove: null,
      }),
      { registered: true },
    );
  });
});

describe('pushes without FCM', () => {
  let hubby: Hubby;
  before(async () => {
    hubby = await startHubby();
  });
  after(() => hubby.close());

  it('go to the built-in mailbox, with the data and without the device', async () => {
    const { id, app, tokens } = await traveler(hubby, 2);
    const made = await grant(hubby, id);
    assert.equal(made.pushes, 1, 'one message, however many devices');
    await hubby.drain();
    const { text, body } = await hubby.call('GET', '/api/sandbox/messages');
    const shown = body.data.messages.find((m: Json) => m.kind === 'classic_grant');
    assert.deepEqual(
      [shown.channel, shown.to, shown.status, shown.subject, shown.text, shown.html],
      ['PUSH_NOTIFICATION', app.travelerId, 'delivered', '', '', ''],
    );
    assert.deepEqual(shown.data, { queue_id: made.uuid, booking_id: made.booking });
    assert.ok(tokens.every((token) => !text.includes(token)));
    const message = await messageOf(hubby, made);
    assert.ok(message.sent_at !== null && message.settled_at !== null);
  });

  it('are not made for who has no device, nor twice for one grant', async () => {
    const [anna, ben] = [await traveler(hubby, 0), await traveler(hubby, 1)];
    const none = await grant(hubby, anna.id);
    assert.equal(none.pushes, 0);
    assert.equal(await messageOf(hubby, none), undefined);
    const made = await grant(hubby, ben.id);
    const again = await hubby.ctx.db.partnerTx(hubby.partner.partner_id, (tx) =>
      tx.one<{ n: number }>('select enqueue_pushes($1, $2, $3, now()) as n', [
        hubby.partner.partner_id,
        made.booking,
        JSON.stringify(grantPushes([{ id: made.id, esim_type: 'classic' }])),
      ]),
    );
    assert.equal(again!.n, 0);
  });

  it('are made for each grant of a booking, for those that a merge adds too, and for nobody again', async () => {
    const [anna, ben] = [await traveler(hubby, 2), await traveler(hubby, 1)];
    const entry = (external_user_id: string, size: string, esim_type = 'classic') => ({
      external_user_id,
      size,
      esim_type,
      destination: 'ES',
    });
    const body = {
      booking_id: `TRIP-${process.pid}`,
      departure_date: IN_A_YEAR,
      package_specifications: [
        entry(anna.id, '1GB'),
        entry(anna.id, '3GB'),
        entry(ben.id, '1GB'),
        entry(ben.id, '1GB', 'universal'),
      ],
    };
    const told = async (): Promise<string[]> =>
      (
        await hubby.sql('select recipient from messages where recipient = any($1) order by 1', [
          [anna.app.travelerId, ben.app.travelerId],
        ])
      ).map((row) => row.recipient);
    await grant(hubby, anna.id, hubby.partner, body);
    const first = [anna.app.travelerId, anna.app.travelerId, ben.app.travelerId].toSorted();
    assert.deepEqual(await told(), first);
    await grant(hubby, anna.id, hubby.partner, body);
    assert.deepEqual(await told(), first);
    await grant(hubby, anna.id, hubby.partner, {
      ...body,
      package_specifications: [...body.package_specifications, entry(ben.id, '5GB')],
    });
    assert.deepEqual(await told(), [...first, ben.app.travelerId].toSorted());
    await hubby.drain();
    assert.deepEqual(
      await hubby.sql(`select distinct status from messages where recipient = any($1)`, [
        [anna.app.travelerId, ben.app.travelerId],
      ]),
      [{ status: 'delivered' }],
    );
  });

  it('are not made at a merge for a grant that was there before its traveler had a device', async () => {
    const [anna, ben] = [await traveler(hubby, 0), await traveler(hubby, 1)];
    const entry = (external_user_id: string) => ({
      external_user_id,
      size: '1GB',
      esim_type: 'classic',
      destination: 'ES',
    });
    const body = {
      booking_id: `LATE-${process.pid}`,
      departure_date: IN_A_YEAR,
      package_specifications: [entry(anna.id)],
    };
    await grant(hubby, anna.id, hubby.partner, body);
    await registerDevice(hubby.ctx, anna.app, { token: deviceToken(), platform: 'ios' });
    await grant(hubby, anna.id, hubby.partner, {
      ...body,
      package_specifications: [entry(anna.id), entry(ben.id)],
    });
    const rows = await hubby.sql('select recipient from messages where recipient = any($1)', [
      [anna.app.travelerId, ben.app.travelerId],
    ]);
    assert.deepEqual(rows, [{ recipient: ben.app.travelerId }]);
  });

  it('do not keep a booking from being cancelled, and are dropped with it', async () => {
    const { id } = await traveler(hubby, 1);
    const [told, untold] = [await grant(hubby, id), await grant(hubby, id)];
    await hubby.sql(
      'update dispatches set next_attempt_at = null where message_id = (select id from messages where subject_id = $1)',
      [untold.id],
    );
    await hubby.drain();
    assert.equal(await statusOf(hubby, told), 'delivered');
    for (const made of [told, untold])
      assert.equal(short(await hubby.call('DELETE', `/api/bookings/${made.booking}`)), '200');
    assert.deepEqual(
      [await statusOf(hubby, told), await statusOf(hubby, untold)],
      ['delivered', 'cancelled booking_cancelled'],
    );
  });

  it('make no sense any more once the grant is claimed, expired or cancelled, or its devices are gone', async () => {
    const { id, app, tokens } = await traveler(hubby, 1);
    const wanted: [Grant, string][] = [];
    for (const [change, reason] of [
      [`redeemed_at = now()`, 'grant_claimed'],
      [`expires_at = now() - interval '1 s'`, 'grant_expired'],
      ['cancelled_at = now()', 'booking_cancelled'],
    ] as const) {
      const made = await grant(hubby, id);
      await hubby.sql(`update package_queues set ${change} where id = $1`, [made.id]);
      wanted.push([made, reason]);
    }
    await hubby.drain();
    const late = await grant(hubby, id);
    await registerDevice(hubby.ctx, app, { token: tokens[0], remove: true });
    await hubby.drain();
    for (const [made, reason] of [...wanted, [late, 'no_device'] as const])
      assert.equal(await statusOf(hubby, made), `cancelled ${reason}`);
  });

  it('leave the other channels as they were: PUSH_NOTIFICATION of a booking has no sender', async () => {
    const { id } = await traveler(hubby, 1);
    const answer = await hubby.call('POST', '/api/bookings', {
      departure_date: IN_A_YEAR,
      email: `${id}@example.com`,
      communication_options: { should_send_message: true, channels: ['PUSH_NOTIFICATION'] },
      package_specifications: [{ external_user_id: id, destination: 'GR', size: '1GB' }],
    });
    await hubby.drain();
    const { messages } = (await hubby.call('GET', `/api/bookings/${answer.body.data.id}/messages`))
      .body.data;
    assert.deepEqual(
      messages.map((m: Json) => [m.kind, m.status, m.reason]),
      [['booking_confirmation', 'skipped', 'no_sender']],
    );
  });

  it('are gone after a reset, as are the devices', async () => {
    const key = await hubby.newPartner();
    const other = await traveler(hubby, 1);
    const { id, app } = await traveler(hubby, 2, key);
    await grant(hubby, id, key);
    assert.equal((await hubby.call('POST', '/api/sandbox/reset', undefined, { key })).status, 200);
    assert.deepEqual(
      [await devices(hubby, app), await devices(hubby, other.app)],
      [[], other.tokens],
    );
    assert.deepEqual(
      await hubby.sql('select 1 from messages where partner_id = $1', [key.partner_id]),
      [],
    );
  });
});

describe('pushes through FCM', () => {
  let google: FcmStandIn;
  let hubby: Hubby;
  const lines: string[] = [];
  before(async () => {
    google = await startFcm();
    const write = (fields: object, message: string): void => {
      lines.push(JSON.stringify(fields) + message);
    };
    hubby = await startHubby({
      env: { HUBBY_FCM_URL: google.url, HUBBY_FCM_CREDENTIALS: google.credentials },
      context: { log: { info: write, warn: write, error: write } },
    });
  });
  after(async () => {
    await hubby.close();
    await google.close();
  });
  beforeEach(() => {
    google.calls.length = google.taken.length = 0;
  });
  const takenBy = (tokens: string[]): number[] =>
    tokens.map((token) => google.taken.filter((t) => t === token).length);
  const planned = async ({ id }: Grant): Promise<number | null> =>
    (
      await hubby.sql(
        `select extract(epoch from next_attempt_at - clock_timestamp())::float8 as s from dispatches d join messages m on m.partner_id = d.partner_id and m.id = d.message_id where m.subject_id = $1`,
        [id],
      )
    )[0].s;

  it("reach each of the traveler's devices once, and nobody else's", async () => {
    const key = await hubby.newPartner();
    const [anna, ben, other] = [
      await traveler(hubby, 3),
      await traveler(hubby, 1),
      await traveler(hubby, 1, key),
    ];
    const made = await grant(hubby, anna.id);
    await hubby.drain();
    assert.deepEqual(takenBy(anna.tokens), [1, 1, 1]);
    assert.deepEqual(takenBy([...ben.tokens, ...other.tokens]), [0, 0]);
    assert.deepEqual(google.calls[0]!.message.data, {
      queue_id: made.uuid,
      booking_id: made.booking,
    });
    assert.equal(await statusOf(hubby, made), 'sent');
  });

  it('drop devices that are dead, and no others', async () => {
    const { id, app, tokens } = await traveler(hubby, 4);
    const [dead, none, foreign, good] = tokens as [string, string, string, string];
    google.behave.set(dead, FCM.unregistered).set(none, FCM.malformed).set(foreign, FCM.mismatch);
    const made = await grant(hubby, id);
    await hubby.drain();
    assert.equal(await statusOf(hubby, made), 'sent');
    assert.deepEqual(await devices(hubby, app), [foreign, good]);
    google.behave.set(good, FCM.unregistered);
    const next = await grant(hubby, id);
    await hubby.drain();
    assert.equal(await statusOf(hubby, next), 'failed fcm_403 sender_id_mismatch');
    google.behave.set(foreign, FCM.unregistered);
    const last = await grant(hubby, id);
    await hubby.drain();
    assert.equal(await statusOf(hubby, last), 'failed no_device');
    assert.equal((await grant(hubby, id)).pushes, 0);
  });

  it('try again where FCM is busy, without a second push to who has it', async () => {
    const { id, tokens } = await traveler(hubby, 3);
    const [busy, ...good] = tokens as [string, string, string];
    google.behave.set(busy, FCM.unavailable);
    const made = await grant(hubby, id);
    await hubby.drain();
    assert.equal(await statusOf(hubby, made), 'pending fcm_503 unavailable');
    const wait = (await planned(made))!;
    assert.ok(wait > 40 && wait <= 72, `in ${wait} s`);
    google.behave.delete(busy);
    await makeDue(hubby);
    await hubby.drain();
    assert.equal(await statusOf(hubby, made), 'sent');
    assert.deepEqual(takenBy([busy, ...good]), [1, 1, 1]);
  });

  it('wait as long as Google asks for', async () => {
    const { id, tokens } = await traveler(hubby, 2);
    google.behave.set(tokens[0]!, FCM.quota);
    const made = await grant(hubby, id);
    await hubby.drain();
    const wait = (await planned(made))!;
    assert.ok(wait > 100 && wait <= 120, `in ${wait} s`);
  });

  it('end as sent where some have it, as failed where nobody does, when the tries are used up', async () => {
    const [anna, ben] = [await traveler(hubby, 2), await traveler(hubby, 1)];
    for (const token of [anna.tokens[0]!, ben.tokens[0]!]) google.behave.set(token, FCM.internal);
    const [some, none] = [await grant(hubby, anna.id), await grant(hubby, ben.id)];
    for (let n = 0; n < 7; n++) {
      await hubby.drain();
      await makeDue(hubby);
    }
    assert.deepEqual(
      [await statusOf(hubby, some), await statusOf(hubby, none)],
      ['sent', 'failed fcm_500 internal'],
    );
    assert.deepEqual([await planned(some), await planned(none)], [null, null]);
    assert.deepEqual(takenBy(anna.tokens), [0, 1]);
  });

  it('that were claimed between two tries count as sent for who has them', async () => {
    const { id, tokens } = await traveler(hubby, 2);
    google.behave.set(tokens[0]!, FCM.internal);
    const made = await grant(hubby, id);
    await hubby.drain();
    await hubby.sql('update package_queues set redeemed_at = now() where id = $1', [made.id]);
    await makeDue(hubby);
    await hubby.drain();
    assert.equal(await statusOf(hubby, made), 'sent');
    assert.equal((await messageOf(hubby, made)).sent_at !== null, true);
    assert.deepEqual(takenBy(tokens), [0, 1]);
  });

  it('reach devices that registered between two tries', async () => {
    const { id, app, tokens } = await traveler(hubby, 1);
    google.behave.set(tokens[0]!, FCM.unavailable);
    const made = await grant(hubby, id);
    await hubby.drain();
    const late = deviceToken();
    await registerDevice(hubby.ctx, app, { token: late });
    google.behave.delete(tokens[0]!);
    await makeDue(hubby);
    await hubby.drain();
    assert.deepEqual(takenBy([...tokens, late]), [1, 1]);
    assert.equal(await statusOf(hubby, made), 'sent');
  });

  it('leave once with two workers', async () => {
    const people = await Promise.all(Array.from({ length: 6 }, () => traveler(hubby, 3)));
    for (const { id } of people) await grant(hubby, id);
    const second = makeFcm({ url: google.url, account: google.account });
    const there: Context = { ...hubby.ctx, push: second };
    await Promise.all([
      runDueMessages(hubby.ctx),
      runDueMessages(there),
      runDueMessages(hubby.ctx),
      runDueMessages(there),
    ]);
    await second.close();
    assert.deepEqual(
      takenBy(people.flatMap((p) => p.tokens)),
      people.flatMap(() => [1, 1, 1]),
    );
  });

  it('of a worker that stopped in the middle are sent by another, and its late word counts for nothing', async () => {
    const { id, tokens } = await traveler(hubby, 1);
    const made = await grant(hubby, id);
    const door = gate();
    const real = hubby.ctx.push;
    const slow: Context = {
      ...hubby.ctx,
      push: {
        ...real,
        async send(push) {
          await door.wait();
          return new Map(
            push.tokens.map((token) => [
              token,
              { kind: 'postponed', reason: 'late', retryAfterS: null },
            ]),
          );
        },
      },
    };
    const first = runDueMessages(slow, lookOnce());
    await door.reached;
    await hubby.sql(
      `update dispatches set lease_until = now() - interval '1 s' where lease_until is not null`,
    );
    await runDueMessages(hubby.ctx);
    door.open();
    await first;
    assert.equal(await statusOf(hubby, made), 'sent');
    assert.deepEqual(takenBy(tokens), [1]);
  });

  it('of a sender that throws are tried again', async () => {
    const { id, tokens } = await traveler(hubby, 1);
    const made = await grant(hubby, id);
    await runDueMessages({
      ...hubby.ctx,
      push: {
        ...hubby.ctx.push,
        send: async () => {
          throw new Error(tokens[0]);
        },
      },
    });
    assert.equal(await statusOf(hubby, made), 'pending sender_failed');
    await makeDue(hubby);
    await until('the push', async () => {
      await hubby.drain();
      return takenBy(tokens)[0] === 1;
    });
  });

  it('leave no token in a log line', () => {
    assert.ok(
      lines.some((line) => line.includes('fcm_503')),
      'failures are logged',
    );
    assert.deepEqual(
      lines.filter((line) => /device-\d|ya29|PRIVATE KEY/.test(line)),
      [],
    );
  });
});
