/**
 * booking.within_cutoff and booking.about_to_depart: each once per booking and departure, at its
 * local instant.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DEPARTURE_RULES } from '../../src/domain/bookings/triggers/departure-triggers.ts';
import { fireTriggers } from '../../src/domain/bookings/triggers/fire-triggers.ts';
import { runDueTimers } from '../../src/jobs/run-due-timers.ts';
import { newId } from '../../src/ids.ts';
import { openRuntime } from '../../src/runtime.ts';
import { makeSecrets } from '../../src/secrets.ts';
import { startHubby, user, type Hubby, type Json } from '../harness.ts';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';

const START = Date.parse('2027-03-01T12:00:00Z');
const DAY = 86_400_000;
let now = START;
const at = (iso: string): void => {
  now = Date.parse(iso);
};
const quiet = { info() {}, warn() {}, error() {} };

let hubby: Hubby;
before(async () => {
  hubby = await startHubby({ clock: { now: () => new Date(now) } });
});
after(() => hubby.close());

type Options = { key?: CreatedPartner; users?: string[]; body?: object };
async function book(
  departure_date: string,
  { key = hubby.partner, users = [user()], body = {} }: Options = {},
): Promise<string> {
  const answer = await hubby.call(
    'POST',
    '/api/bookings',
    {
      departure_date,
      package_specifications: users.map((external_user_id) => ({
        external_user_id,
        destination: 'GR',
        size: '1GB',
      })),
      ...body,
    },
    { key },
  );
  assert.equal(answer.status, 201, answer.text);
  return answer.body.data.id;
}
const move = async (id: string, departure_date: string): Promise<void> => {
  const answer = await hubby.call('PATCH', `/api/bookings/${id}`, { departure_date });
  assert.equal(answer.status, 200, answer.text);
};
const NAMES: Record<string, string> = {
  'booking.within_cutoff': 'cutoff',
  'booking.about_to_depart': 'depart',
};
const events = (id: string): Promise<Json[]> =>
  hubby.sql(
    `select type, occurred_at, sequence, data from events where entity_id = $1 and type = any($2) order by tx, id`,
    [id, Object.keys(NAMES)],
  );
/** What an event before its departure would say of a booking now. */
async function dataOf(id: string): Promise<Json> {
  const [row] = await hubby.sql(`select trigger_event_data($1, $2, now(), $3) as data`, [
    hubby.partner.partner_id,
    id,
    JSON.stringify(DEPARTURE_RULES.emails),
  ]);
  return row.data;
}
/** What was told of a booking so far, after all due work. */
async function told(id: string): Promise<string[]> {
  await hubby.drain();
  return (await events(id)).map(
    (e) => `${NAMES[e.type]} ${e.occurred_at.toISOString().replace('.000Z', 'Z')}`,
  );
}

describe('departure triggers', () => {
  it('go off at their instants, not a millisecond before', async () => {
    at('2027-03-01T12:00:00Z');
    const id = await book('2027-03-20T15:00:00+01:00');
    assert.deepEqual(await told(id), []);
    now = Date.parse('2027-03-13T14:00:00Z') - 1;
    assert.deepEqual(await told(id), []);
    now++;
    assert.deepEqual(await told(id), ['cutoff 2027-03-13T14:00:00Z']);
    now = Date.parse('2027-03-20T12:00:00Z') - 1;
    assert.equal((await told(id)).length, 1);
    now++;
    assert.deepEqual(await told(id), [
      'cutoff 2027-03-13T14:00:00Z',
      'depart 2027-03-20T12:00:00Z',
    ]);
    now += 30 * DAY;
    assert.equal((await told(id)).length, 2);
  });

  for (const [zone, departure, cutoff, depart] of [
    ['Europe/Amsterdam', '2027-04-01', '2027-03-25T08:00:00Z', '2027-04-01T05:00:00Z'],
    ['Europe/Amsterdam', '2027-11-03', '2027-10-27T07:00:00Z', '2027-11-03T06:00:00Z'],
    ['Pacific/Kiritimati', '2027-05-10', '2027-05-02T19:00:00Z', '2027-05-09T17:00:00Z'],
    ['Pacific/Pago_Pago', '2027-05-10', '2027-05-03T20:00:00Z', '2027-05-10T18:00:00Z'],
  ] as const) {
    it(`a date counts as the default departure time in ${zone}: ${departure}`, async () => {
      now = START;
      const key = await hubby.newPartner('Zoned', { time_zone: zone });
      const id = await book(departure, { key });
      for (const moment of [cutoff, depart]) {
        now = Date.parse(moment) - 1;
        const before = await told(id);
        now++;
        assert.equal((await told(id)).length, before.length + 1, moment);
      }
      assert.deepEqual(await told(id), [`cutoff ${cutoff}`, `depart ${depart}`]);
    });
  }

  it('say who travels, whether they have installed, and the hours left', async () => {
    at('2027-03-01T12:00:00Z');
    const [ann, ben] = [user(), user()];
    const answer = await hubby.call('POST', '/api/bookings', {
      departure_date: '2027-03-20T14:00:00Z',
      booking_id: 'WHO-1',
      package_specifications: [
        { external_user_id: ann, email: 'ann@example.com', destination: 'GR', size: '1GB' },
        { external_user_id: ann, destination: 'FR', size: '1GB' },
        { external_user_id: ben, destination: 'GR', size: '1GB' },
      ],
    });
    const { id } = answer.body.data;
    await hubby.drain();
    const setStatus = (who: string, status: string): Promise<unknown> =>
      hubby.sql(
        'update esims e set status = $2 from travelers t where t.partner_id = e.partner_id and t.id = e.traveler_id and t.external_user_id = $1',
        [who, status],
      );
    await setStatus(ann, 'DISABLED');
    at('2027-03-13T14:30:00Z');
    assert.equal((await told(id)).length, 1);
    await setStatus(ben, 'ENABLED');
    at('2027-03-20T12:00:00Z');
    assert.equal((await told(id)).length, 2);
    const [cutoff, depart] = await events(id);
    const { package_queues, ...rest } = cutoff.data;
    assert.deepEqual(rest, {
      partner_id: hubby.partner.partner_id,
      sequence: 2,
      booking_id: id,
      external_booking_id: 'WHO-1',
      departure_date: '2027-03-20T14:00:00Z',
      promo_codes: [],
      travelers: [
        { external_user_id: ann, email: 'ann@example.com', esim_installed: true },
        { external_user_id: ben, email: null, esim_installed: false },
      ],
      external_user_id: ann,
      esim_installed: false,
      hours_to_departure: 167.5,
    });
    assert.equal(package_queues.length, 3);
    assert.deepEqual(
      [depart.data.esim_installed, depart.data.hours_to_departure, depart.data.sequence],
      [true, 2, 3],
    );
    for (const [status, installed] of [
      ['RELEASED', false],
      ['DELETED', false],
      ['INSTALLED', true],
    ] as const) {
      await setStatus(ben, status);
      const row = await dataOf(id);
      assert.equal(row.esim_installed, installed, status);
    }
    await hubby.sql(
      `update esims e set archived_at = now() from travelers t
       where t.partner_id = e.partner_id and t.id = e.traveler_id and t.external_user_id = $1`,
      [ben],
    );
    assert.equal((await dataOf(id)).esim_installed, false, 'what was put away is on no device');
  });

  it('booked inside the cutoff: at once; inside both: both; after the departure: never', async () => {
    at('2027-03-10T12:00:00Z');
    assert.deepEqual(await told(await book('2027-03-12T12:00:00Z')), [
      'cutoff 2027-03-10T12:00:00Z',
    ]);
    const both = await book('2027-03-10T13:00:00Z');
    assert.deepEqual(await told(both), [
      'cutoff 2027-03-10T12:00:00Z',
      'depart 2027-03-10T12:00:00Z',
    ]);
    const [cutoff, depart] = await events(both);
    assert.ok(cutoff.data.sequence < depart.data.sequence, 'told in their order');
    const late = await book('2027-03-10T11:00:00Z');
    now += DAY;
    assert.deepEqual(await told(late), []);
    const timers = await hubby.sql('select * from timers where subject_id = $1', [late]);
    assert.deepEqual(timers, []);
  });

  it('not looked at before the departure itself: never', async () => {
    at('2027-03-10T12:00:00Z');
    const id = await book('2027-03-30T12:00:00Z');
    at('2027-03-30T12:00:00Z');
    assert.deepEqual(await told(id), []);
  });
});

describe('a departure that moves', () => {
  it('forward: both again, for the new one', async () => {
    at('2027-03-10T12:00:00Z');
    const id = await book('2027-03-12T12:00:00Z');
    assert.deepEqual(await told(id), ['cutoff 2027-03-10T12:00:00Z']);
    await move(id, '2027-03-30T12:00:00Z');
    at('2027-03-12T11:00:00Z');
    assert.equal((await told(id)).length, 1);
    at('2027-03-23T12:00:00Z');
    assert.deepEqual((await told(id)).slice(1), ['cutoff 2027-03-23T12:00:00Z']);
    at('2027-03-30T10:00:00Z');
    assert.deepEqual((await told(id)).slice(2), ['depart 2027-03-30T10:00:00Z']);
  });

  it('backward: what that makes due goes off at once', async () => {
    at('2027-03-10T12:00:00Z');
    const id = await book('2027-04-30T12:00:00Z');
    await move(id, '2027-03-12T12:00:00Z');
    assert.deepEqual(await told(id), ['cutoff 2027-03-10T12:00:00Z']);
    at('2027-04-30T11:00:00Z');
    assert.equal((await told(id)).length, 1);
  });

  it('away and back: each at most once per departure', async () => {
    at('2027-03-10T12:00:00Z');
    const id = await book('2027-03-12T12:00:00Z');
    await told(id);
    await move(id, '2027-03-13T12:00:00Z');
    assert.equal((await told(id)).length, 2);
    await move(id, '2027-03-12T12:00:00+00:00');
    await move(id, '2027-03-13T13:00:00+01:00');
    await move(id, '2027-03-12T12:00:00Z');
    assert.equal((await told(id)).length, 2);
    at('2027-03-12T10:30:00Z');
    assert.deepEqual((await told(id)).slice(2), ['depart 2027-03-12T10:30:00Z']);
    await move(id, '2027-03-12T12:00:00.000Z');
    assert.equal((await told(id)).length, 3);
  });

  it('into the past of today: never', async () => {
    at('2027-03-10T12:00:00Z');
    const id = await book('2027-03-30T12:00:00Z');
    await move(id, '2027-03-10T11:59:00Z');
    now += 60 * DAY;
    assert.deepEqual(await told(id), []);
  });

  it('stays the same departure when other things change, settings too', async () => {
    at('2027-03-10T12:00:00Z');
    const key = await hubby.newPartner('Moody');
    const id = await book('2027-03-15', { key });
    assert.equal((await told(id)).length, 1);
    await hubby.operator('PATCH', `/partners/${key.partner_id}/settings`, {
      default_departure_time: '18:00',
      time_zone: 'Asia/Tokyo',
      cutoff_days: 3,
    });
    assert.equal(
      (await hubby.call('PATCH', `/api/bookings/${id}`, { email: 'a@example.com' }, { key }))
        .status,
      200,
    );
    assert.equal((await told(id)).length, 1);
    at('2027-03-15T07:00:00Z');
    assert.deepEqual((await told(id)).slice(1), ['depart 2027-03-15T07:00:00Z']);
  });
});

describe('what has no triggers', () => {
  it('a cancelled booking', async () => {
    at('2027-03-10T12:00:00Z');
    const id = await book('2027-03-30T12:00:00Z');
    assert.equal((await hubby.call('DELETE', `/api/bookings/${id}`)).status, 200);
    at('2027-03-30T11:00:00Z');
    assert.deepEqual(await told(id), []);
  });

  it('a top-up, until somebody chooses its departure', async () => {
    at('2027-03-10T02:00:00Z');
    const external_user_id = user();
    await book('2027-03-30T12:00:00Z', { users: [external_user_id] });
    await hubby.drain();
    const answer = await hubby.call('POST', '/api/esims/topup', {
      external_user_id,
      size: '1GB',
      destination: 'GR',
    });
    assert.equal(answer.status, 201, answer.text);
    const { id } = answer.body.data.booking;
    assert.deepEqual(await told(id), []);
    assert.equal(
      (await hubby.call('PATCH', `/api/bookings/${id}`, { email: 'x@example.com' })).status,
      200,
    );
    assert.deepEqual(await told(id), []);
    await move(id, '2027-03-20T12:00:00Z');
    at('2027-03-13T12:00:00Z');
    assert.deepEqual(await told(id), ['cutoff 2027-03-13T12:00:00Z']);
  });
});

describe('whatever happens to workers and clocks', () => {
  it('a worker that was down tells what still matters, once', async () => {
    at('2027-03-10T12:00:00Z');
    const [ahead, behind] = [
      await book('2027-04-30T12:00:00Z'),
      await book('2027-04-20T12:00:00Z'),
    ];
    at('2027-04-30T10:30:00Z');
    assert.deepEqual(await told(ahead), [
      'cutoff 2027-04-30T10:30:00Z',
      'depart 2027-04-30T10:30:00Z',
    ]);
    assert.deepEqual(await told(behind), []);
  });

  it('a clock that steps back never tells twice', async () => {
    at('2027-03-10T12:00:00Z');
    const id = await book('2027-03-20T12:00:00Z');
    at('2027-03-13T12:10:00Z');
    assert.equal((await told(id)).length, 1);
    at('2027-03-13T11:50:00Z');
    await move(id, '2027-03-21T12:00:00Z');
    await move(id, '2027-03-20T12:00:00Z');
    assert.equal((await told(id)).length, 1);
    at('2027-03-13T12:20:00Z');
    assert.equal((await told(id)).length, 1);
    at('2027-03-20T10:00:00Z');
    assert.equal((await told(id)).length, 2);
  });

  it('a transaction that fails leaves no event, and the timer for the next one', async () => {
    at('2027-03-10T12:00:00Z');
    const id = await book('2027-03-20T12:00:00Z');
    at('2027-03-13T12:00:00Z');
    await assert.rejects(
      hubby.ctx.db.partnerTx(hubby.partner.partner_id, async (tx) => {
        await fireTriggers(tx, hubby.partner.partner_id, [{ id, at: new Date(now) }]);
        throw new Error('lost');
      }),
      /lost/,
    );
    assert.deepEqual(await events(id), []);
    assert.equal((await told(id)).length, 1);
  });

  it('two workers share a thousand bookings out, each told once', async () => {
    at('2027-03-10T12:00:00Z');
    const partner = hubby.partner.partner_id;
    // Bookings without entries: what matters here is their number.
    await hubby.sql(
      `insert into bookings (partner_id, id, departure_date, departure_at, is_departure_defaulted, ends_at, contact, communication_options, kind, cutoff_at, about_to_depart_at, created_at, updated_at)
      select $1, 'bkg_' || lpad(n::text, 26, '0'), '2027-03-20T12:00Z', '2027-03-20T12:00Z', false, '2027-03-20T12:00Z', '{}', '{}', 'booking', '2027-03-13T12:00Z', '2027-03-20T10:00Z', now(), now() from generate_series(1, 1000) n`,
      [partner],
    );
    await hubby.sql(
      `insert into timers select partner_id, cutoff_at, 'booking', id from bookings where id like 'bkg_000000%'`,
    );
    // Another hint for the same booking, as a moved departure leaves one.
    await hubby.sql(
      `insert into timers select partner_id, cutoff_at - interval '1 s', 'booking', id from bookings where id like 'bkg_000000%'`,
    );
    at('2027-03-13T12:00:00Z');
    const other = await openRuntime(
      hubby.ctx.config,
      hubby.databaseConfig,
      makeSecrets(hubby.ctx.config.secretKey!),
      quiet,
      { poolSize: 4 },
    );
    other.ctx.clock = hubby.ctx.clock;
    try {
      const counts = await Promise.all([
        runDueTimers(hubby.ctx),
        runDueTimers(other.ctx),
        runDueTimers(hubby.ctx),
        runDueTimers(other.ctx),
      ]);
      await hubby.drain();
      assert.ok(counts.filter((n) => n > 0).length >= 2, `one did all: ${counts.join()}`);
    } finally {
      await other.close();
    }
    const rows = await hubby.sql(
      `select entity_id, count(*)::int as n from events where entity_id like 'bkg_000000%' and type = 'booking.within_cutoff' group by 1`,
    );
    assert.deepEqual([rows.length, Math.max(...rows.map((r) => r.n))], [1000, 1]);
    assert.equal(
      (
        await hubby.sql(
          `select 1 from timers where subject_id like 'bkg_000000%' and due_at <= '2027-03-13T12:00Z'`,
        )
      ).length,
      0,
    );
  });

  it('a partner whose timers fail holds up nobody else', async () => {
    at('2027-03-10T12:00:00Z');
    const [broken, sound] = [await hubby.newPartner('Broken'), await hubby.newPartner('Sound')];
    const [mine, theirs] = [
      await book('2027-03-20T12:00:00Z', { key: broken }),
      await book('2027-03-20T12:00:00Z', { key: sound }),
    ];
    at('2027-03-13T12:00:00Z');
    // An event that is there already under the next sequence: its constraint refuses another.
    await hubby.sql(
      `insert into events (partner_id, id, type, entity_id, sequence, occurred_at, data) values ($1, $2, 'booking.updated', $3, 2, now(), '{}')`,
      [broken.partner_id, newId('evt'), mine],
    );
    await runDueTimers(hubby.ctx);
    assert.equal((await events(theirs)).length, 1);
    assert.equal((await events(mine)).length, 0);
    await hubby.sql('delete from events where entity_id = $1 and sequence = 2', [mine]);
    assert.equal((await told(mine)).length, 1);
  });
});
