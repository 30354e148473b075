/**
 * Classic grants: given in bookings, listed, completed and claimed by their traveler (domain; the
 * callables have tests of their own).
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  IN_A_YEAR,
  startHubby,
  user,
  type CallOptions,
  type Hubby,
  type Json,
} from '../harness.ts';
import { archiveOwnEsim } from '../../src/domain/grants/archive-own-esim.ts';
import { claimGrant as claim } from '../../src/domain/grants/claim-grant.ts';
import { listGrants as list } from '../../src/domain/grants/list-grants.ts';
import { setGrantDestination as setDestination } from '../../src/domain/grants/set-destination.ts';
import { findAppUser, type AppUser } from '../../src/domain/travelers/app-user.ts';
import { AppError } from '../../src/errors.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const claimGrant = async (...call: Parameters<typeof claim>) => (await claim(...call)).data;
const listGrants = async (...call: Parameters<typeof list>) => (await list(...call)).data;
const setGrantDestination = async (...call: Parameters<typeof setDestination>) =>
  (await setDestination(...call)).data;

type Key = CallOptions['key'] & { partner_id: string };
const grant = { esim_type: 'classic', destination: 'ESP', size: '1GB' };
let counter = 0;
const reference = (): string => `GIFT-${process.pid}-${++counter}`;
const give = async (
  entries: object[],
  body: object = {},
  key: Key = hubby.partner,
): Promise<Json> => {
  const { status, body: answer } = await hubby.call(
    'POST',
    '/api/bookings',
    { package_specifications: entries, ...body },
    { key },
  );
  assert.ok(status === 201 || status === 200, JSON.stringify(answer));
  return answer.data;
};
const appUser = (
  externalUserId: string | null,
  email: string | null = null,
  key: Key = hubby.partner,
): Promise<AppUser> => findAppUser(hubby.ctx, { partnerId: key.partner_id, externalUserId, email });
const uuids = async (who: AppUser): Promise<string[]> =>
  (await listGrants(hubby.ctx, who)).queues.map((q) => q.id);
const refusal =
  (type: string) =>
  (error: unknown): boolean =>
    error instanceof AppError && error.type === type;
const DAY_MS = 86_400_000;

describe('granting', () => {
  it('answers the documented call: today, 90 days, for an e-mail', async () => {
    const { status, body } = await hubby.call('POST', '/api/bookings', {
      email: 'traveler@example.com',
      package_specifications: [
        {
          esim_type: 'classic',
          email: 'traveler@example.com',
          destination: 'ESP',
          size: '1GB',
          package_type: 'data-limited',
        },
      ],
    });
    assert.equal(status, 201);
    const [queue] = body.data.package_queues;
    assert.deepEqual([queue.destination, queue.iso3, queue.esim_type], ['Spain', 'ESP', 'classic']);
    assert.match(queue.uuid, /^[0-9a-f-]{36}$/);
    assert.equal(body.data.departure_date, new Date().toISOString().slice(0, 10));
    assert.ok(Math.abs(Date.parse(queue.expires_at) - Date.now() - 90 * DAY_MS) < 60_000);
    assert.deepEqual(body.data.promo_codes, []);
    assert.deepEqual(await uuids(await appUser(null, 'traveler@example.com')), [queue.uuid]);
    const [row] = await hubby.sql(
      'select cutoff_at, about_to_depart_at from bookings where id = $1',
      [body.data.id],
    );
    assert.deepEqual(
      [row.cutoff_at, row.about_to_depart_at],
      [null, null],
      'a gift arms no trigger',
    );
    assert.equal(
      (
        await hubby.sql('select 1 from provider_orders where partner_id = $1', [
          hubby.partner.partner_id,
        ])
      ).length,
      0,
      'and orders no universal eSIM',
    );
  });

  it('is today in the zone of the partner', async () => {
    const key = await hubby.newPartner(undefined, { time_zone: 'Pacific/Kiritimati' });
    const data = await give([{ ...grant, email: 'a@example.com' }], {}, key);
    assert.equal(
      data.departure_date,
      new Intl.DateTimeFormat('en-CA', {
        timeZone: 'Pacific/Kiritimati',
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
      }).format(),
    );
  });

  it('needs somebody, a date where not all is a gift, and an expiry ahead', async () => {
    const refused = async (body: object): Promise<string[]> => {
      const { status, body: answer } = await hubby.call('POST', '/api/bookings', body);
      assert.equal(status, 400);
      return answer.error.details.map((d: Json) => d.field).sort();
    };
    assert.deepEqual(await refused({ email: 'a@example.com', package_specifications: [grant] }), [
      'package_specifications.0.external_user_id',
    ]);
    assert.deepEqual(
      await refused({
        package_specifications: [
          { ...grant, email: 'a@example.com' },
          { external_user_id: 'x', destination: 'GR', size: '1GB' },
        ],
      }),
      ['departure_date'],
    );
    assert.deepEqual(
      await refused({
        package_specifications: [
          { ...grant, email: 'a@example.com', expires_at: '2020-01-01' },
          { ...grant, email: 'a@example.com', expires_at: 'soon' },
        ],
      }),
      ['package_specifications.0.expires_at', 'package_specifications.1.expires_at'],
    );
    assert.deepEqual(
      await refused({
        package_specifications: [{ ...grant, email: 'a@example.com', size: '77GB' }],
      }),
      ['package_specifications.0.size'],
    );
    const key = await hubby.newPartner(undefined, { time_zone: 'America/New_York' });
    const data = await give(
      [{ ...grant, email: 'a@example.com', expires_at: '2099-07-04' }],
      {},
      key,
    );
    assert.equal(data.package_queues[0].expires_at, '2099-07-05T03:59:59.999Z');
  });

  it('adds and skips when sent again, also across midnight', async () => {
    const key = await hubby.newPartner();
    const id = reference();
    const mine = { ...grant, email: 'Ann@example.com' };
    const first = await give([mine], { booking_id: id }, key);
    await hubby.call('POST', '/api/sandbox/clock', { advance: '2d' }, { key });
    const again = await give([mine], { booking_id: id }, key);
    assert.deepEqual(again.package_queues, first.package_queues);
    const more = await give(
      [{ ...mine, email: 'ann@example.com' }, { ...grant, external_user_id: 'u1' }, mine],
      { booking_id: id },
      key,
    );
    assert.equal(more.id, first.id);
    assert.equal(
      more.package_queues.length,
      3,
      'one for the user, and a second equal one for the e-mail',
    );
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        hubby.call(
          'POST',
          '/api/bookings',
          {
            booking_id: id,
            package_specifications: [mine, mine, { ...grant, external_user_id: 'u1' }],
          },
          { key },
        ),
      ),
    );
    for (const a of answers) assert.equal(a.body.data.package_queues.length, 3);
    const dated = await give(
      [mine],
      { booking_id: id, departure_date: first.departure_date.replace(/^\d{4}/, '2029') },
      key,
    );
    assert.notEqual(dated.id, first.id, 'a date that was chosen is another booking');
    const cancelled = await hubby.call(
      'DELETE',
      `/api/bookings/${id}/byExternalBookingId?departure_date=${first.departure_date}`,
      undefined,
      { key },
    );
    assert.deepEqual(
      [cancelled.status, cancelled.body.data.id, cancelled.body.data.status],
      [200, first.id, 'CANCELLED'],
    );
  });

  it('mixes with packages and codes, and fans arrays out', async () => {
    const who = user();
    const data = await give(
      [
        { ...grant, external_user_id: who, destination: ['GR', 'CU'] },
        { external_user_id: who, destination: 'GR', size: '1GB' },
        { destination: 'TR', size: '1GB' },
        { esim_type: 'classic', external_user_id: who, size: '1GB' },
      ],
      { departure_date: IN_A_YEAR },
    );
    assert.deepEqual(
      data.package_queues.map((q: Json) => q.esim_type),
      ['classic', 'classic', 'universal', 'classic'],
    );
    assert.equal(data.promo_codes.length, 1);
    assert.deepEqual(
      [data.package_queues[3].iso3, data.package_queues[3].destination],
      [null, null],
    );
    assert.equal(
      (await hubby.call('GET', `/api/native/user-dashboard?external_user_id=${who}`)).body.data
        .package_queues.length,
      1,
      'the dashboard shows universal ones',
    );
    const one = await hubby.call('POST', '/api/native/redeem-package', {
      external_user_id: who,
      package_queue_id: data.package_queues[0].id,
    });
    assert.equal(one.status, 400);
  });

  it('can be taken back until it is claimed', async () => {
    const who = user();
    const data = await give([{ ...grant, external_user_id: who }]);
    const { body } = await hubby.call('DELETE', `/api/bookings/${data.id}`);
    assert.equal(body.data?.status, 'CANCELLED', JSON.stringify(body));
    const me = await appUser(who);
    assert.deepEqual(await uuids(me), []);
    await assert.rejects(
      claimGrant(hubby.ctx, me, data.package_queues[0].uuid),
      refusal('booking_cancelled'),
    );
    const kept = await give([{ ...grant, external_user_id: who }]);
    await claimGrant(hubby.ctx, me, kept.package_queues[0].uuid);
    assert.equal(
      (await hubby.call('DELETE', `/api/bookings/${kept.id}`)).body.error.type,
      'booking_locked',
    );
  });
});

describe('claiming', () => {
  it('makes an eSIM, then adds to it; the event says which', async () => {
    const who = user();
    const catalog = hubby.ctx.catalog.current();
    const bundle = catalog.bundles.find(
      (b) =>
        b.is_active &&
        b.sources.every((s) => s.esim_types.includes('classic') && s.imsi !== null) &&
        b.bytes !== null,
    )!;
    const {
      package_queues: [a, b],
    } = await give([
      { esim_type: 'classic', package_id: bundle.id, external_user_id: who },
      { esim_type: 'classic', package_id: bundle.id, external_user_id: who },
    ]);
    const me = await appUser(who);
    const [first, second] = [
      await claimGrant(hubby.ctx, me, a.uuid),
      await claimGrant(hubby.ctx, me, b.uuid),
    ];
    assert.deepEqual(
      [
        first.is_top_up,
        second.is_top_up,
        first.esim_iccid === second.esim_iccid,
        second.esim_packages.length,
      ],
      [false, true, true, 2],
    );
    assert.ok(first.queue.redeemed_at);
    assert.equal(first.queue.esim!.esim_type, 'classic');
    const events = await hubby.sql(
      `select data from events where type = 'classic_package_queue.claimed' and data->>'external_user_id' = $1 order by tx, id`,
      [who],
    );
    assert.deepEqual(
      events.map((e) => [e.data.queue_id, e.data.esim_iccid, e.data.is_top_up, e.data.user_id]),
      [
        [a.uuid, first.esim_iccid, false, me.travelerId],
        [b.uuid, first.esim_iccid, true, me.travelerId],
      ],
    );
    assert.equal(
      (await hubby.sql(`select 1 from events where type = 'topup.completed'`)).length,
      0,
    );
    await assert.rejects(claimGrant(hubby.ctx, me, a.uuid), refusal('already_redeemed'));
    assert.deepEqual(await uuids(me), []);
  });

  it('gives fifty tries one package', async () => {
    const who = user();
    const {
      package_queues: [q],
    } = await give([{ ...grant, external_user_id: who }]);
    const me = await appUser(who);
    const answers = await Promise.allSettled(
      Array.from({ length: 50 }, () => claimGrant(hubby.ctx, me, q.uuid)),
    );
    assert.equal(answers.filter((a) => a.status === 'fulfilled').length, 1);
    for (const a of answers)
      if (a.status === 'rejected')
        assert.ok(
          ['already_redeemed', 'redeem_in_progress'].includes((a.reason as AppError).type),
          String(a.reason),
        );
    assert.equal(
      (
        await hubby.sql(
          'select 1 from packages k join package_queues q on q.id = k.queue_id where queue_uuid(q.id) = $1',
          [q.uuid],
        )
      ).length,
      1,
    );
  });

  it('refuses in the order of the contract', async () => {
    const key = await hubby.newPartner();
    const who = 'ordered';
    const data = await give(
      [
        { ...grant, external_user_id: who, expires_at: '2099-01-01' },
        { esim_type: 'classic', external_user_id: who, size: '1GB' },
        { external_user_id: who, destination: 'GR', size: '1GB' },
      ],
      { departure_date: IN_A_YEAR },
      key,
    );
    const [fixed, open, universal] = data.package_queues;
    const me = await appUser(who, null, key);
    const set = (uuid: string, iso3 = 'ESP') => setGrantDestination(hubby.ctx, me, uuid, iso3);
    await assert.rejects(
      set('00000000-0000-4000-8000-000000000000'),
      refusal('package_queue_not_found'),
    );
    await assert.rejects(set('nonsense'), refusal('package_queue_not_found'));
    const stranger = await give([{ ...grant, external_user_id: 'other' }], {}, key);
    await assert.rejects(set(stranger.package_queues[0].uuid), refusal('package_queue_not_found'));
    await assert.rejects(set(universal.uuid), refusal('invalid_request'));
    for (const other of ['FRA', 'EU', 'Atlantis'])
      await assert.rejects(set(fixed.uuid, other), refusal('destination_fixed'));
    const rowOf = (uuid: string): Promise<Json> =>
      hubby.sql('select * from package_queues where queue_uuid(id) = $1', [uuid]);
    const before = await rowOf(fixed.uuid);
    for (const same of ['ESP', 'es', 'Spain'])
      assert.equal((await set(fixed.uuid, same)).queue.package_specification.iso3, 'ESP');
    assert.deepEqual(await rowOf(fixed.uuid), before, 'set already: nothing changes');
    await assert.rejects(set(open.uuid, 'Atlantis'), refusal('invalid_request'));
    await assert.rejects(claimGrant(hubby.ctx, me, open.uuid), refusal('destination_missing'));
    assert.equal((await set(open.uuid, 'FRA')).queue.package_specification.iso3, 'FRA');
    assert.equal(
      (await set(open.uuid, 'esp')).queue.package_specification.destination,
      'Spain',
      'what the traveler chose may be changed',
    );
    await hubby.sql(`update package_queues set b2b_price = 7 where queue_uuid(id) = $1`, [
      open.uuid,
    ]);
    await set(open.uuid, 'ES');
    assert.equal((await rowOf(open.uuid))[0].b2b_price, 7, 'the price stays frozen');
    await claimGrant(hubby.ctx, me, open.uuid);
    for (const iso3 of ['FRA', 'ESP'])
      await assert.rejects(set(open.uuid, iso3), refusal('already_redeemed'));
    await hubby.sql(
      `update package_queues set expires_at = now() - interval '1 s' where queue_uuid(id) = any($1)`,
      [[open.uuid, fixed.uuid]],
    );
    await assert.rejects(
      claimGrant(hubby.ctx, me, open.uuid),
      refusal('already_redeemed'),
      'claimed comes before expired',
    );
    await assert.rejects(claimGrant(hubby.ctx, me, fixed.uuid), refusal('grant_expired'));
    assert.deepEqual(await uuids(me), []);
  });

  it('knows a size that is not sold there', async () => {
    const who = user();
    const {
      package_queues: [q],
    } = await give([{ esim_type: 'classic', external_user_id: who, size: '77GB' }]);
    await assert.rejects(
      setGrantDestination(hubby.ctx, await appUser(who), q.uuid, 'ESP'),
      refusal('invalid_request'),
    );
    const [row] = await hubby.sql(
      'select bundle_id from package_queues where queue_uuid(id) = $1',
      [q.uuid],
    );
    assert.equal(row.bundle_id, null);
  });

  it('goes past eSIMs that are archived, deleted, or of another plan', async () => {
    const who = user();
    const bundles = hubby.ctx.catalog
      .current()
      .bundles.filter(
        (b) =>
          b.is_active &&
          b.bytes !== null &&
          b.sources.every(
            (s) =>
              s.esim_types.includes('classic') && s.imsi !== null && s.account === 'sandbox-two',
          ),
      );
    const one = bundles[0]!;
    const other = bundles.find((b) => b.sources[0]!.imsi !== one.sources[0]!.imsi)!;
    const { package_queues: queues } = await give(
      [one, one, other, one, one].map((b) => ({
        esim_type: 'classic',
        package_id: b.id,
        external_user_id: who,
      })),
    );
    const me = await appUser(who);
    const claimed = [];
    for (const i of [0, 1, 2])
      claimed.push((await claimGrant(hubby.ctx, me, queues[i].uuid)).esim_iccid);
    assert.equal(claimed[0], claimed[1]);
    assert.notEqual(claimed[0], claimed[2]);
    const archived = await archiveOwnEsim(hubby.ctx, me, claimed[0]!);
    assert.deepEqual(await archiveOwnEsim(hubby.ctx, me, claimed[0]!), archived);
    const third = (await claimGrant(hubby.ctx, me, queues[3].uuid)).esim_iccid;
    assert.ok(!claimed.includes(third));
    for (const step of ['install', 'remove'])
      assert.equal((await hubby.call('POST', `/api/sandbox/esims/${third}/${step}`)).status, 200);
    const fourth = await claimGrant(hubby.ctx, me, queues[4].uuid);
    assert.deepEqual(
      [claimed.includes(fourth.esim_iccid), fourth.esim_iccid === third, fourth.is_top_up],
      [false, false, false],
    );
    await assert.rejects(
      archiveOwnEsim(hubby.ctx, me, '8900000000000000009'),
      refusal('esim_not_found'),
    );
    await assert.rejects(
      archiveOwnEsim(hubby.ctx, await appUser(user()), claimed[2]!),
      refusal('esim_not_found'),
    );
  });

  it('shows one person at two partners each partner’s own', async () => {
    const [a, b] = [await hubby.newPartner(), await hubby.newPartner()];
    for (const key of [a, b]) await give([{ ...grant, email: 'both@example.com' }], {}, key);
    const [atA, atB] = [
      await uuids(await appUser(null, 'both@example.com', a)),
      await uuids(await appUser(null, 'both@example.com', b)),
    ];
    assert.deepEqual([atA.length, atB.length, atA[0] === atB[0]], [1, 1, false]);
    await assert.rejects(
      claimGrant(hubby.ctx, await appUser(null, 'both@example.com', a), atB[0]!),
      refusal('package_queue_not_found'),
    );
    assert.deepEqual(await uuids(await appUser('nobody', null, a)), []);
  });
});
