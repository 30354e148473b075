/** A package strategy tried on what was booked: by key and for members. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { IN_A_YEAR, startHubby, user, type Hubby, type Json } from '../harness.ts';
import { entriesOf } from '../support/audited.ts';
import { memberAt } from '../support/members.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const sized = (size: string) => ({ name: 'fixed_size', parameters: { size } });
const set = async (partner: Json, package_strategy: unknown): Promise<void> => {
  const { status, text } = await hubby.operator(
    'PATCH',
    `/partners/${partner.partner_id}/settings`,
    {
      package_strategy,
    },
  );
  assert.equal(status, 200, text);
};
const book = async (partner: Json, entries: Json[], more: Json = {}): Promise<Json> => {
  const { status, text, body } = await hubby.call(
    'POST',
    '/api/bookings',
    { departure_date: IN_A_YEAR, package_specifications: entries, ...more },
    { key: partner },
  );
  assert.equal(status, 201, text);
  return body.data;
};
const preview = async (partner: Json, package_strategy: unknown): Promise<Json> => {
  const { status, text, body } = await hubby.call(
    'POST',
    '/api/strategy/preview',
    { package_strategy },
    { key: partner },
  );
  assert.equal(status, 200, text);
  return body.data;
};
const netOf = async (partner: Json, id: string): Promise<number> => {
  const { body } = await hubby.call('GET', `/api/prices?q=${id}`, undefined, { key: partner });
  return body.data.prices.find((price: Json) => price.bundle_id === id).b2b_price;
};

describe('a package strategy that is tried', () => {
  it('says what each booking without a size would have got and cost, before and after', async () => {
    const partner = await hubby.newPartner();
    await set(partner, sized('1GB'));
    const first = await book(partner, [{ external_user_id: user(), destination: 'GR' }], {
      booking_id: 'S-1',
    });
    await book(partner, [
      { external_user_id: user(), destination: 'GR' },
      { destination: 'FR', email: 'x@travel.example' },
    ]);
    await book(partner, [{ external_user_id: user(), destination: 'GR', size: '1GB' }]);
    const gone = await book(partner, [{ external_user_id: user(), destination: 'IT' }]);
    await hubby.call('DELETE', `/api/bookings/${gone.id}`, undefined, { key: partner });
    const [one, three, french, more] = await Promise.all(
      ['pkg_grc_1gb_365d', 'pkg_grc_3gb_365d', 'pkg_fra_1gb_365d', 'pkg_fra_3gb_365d'].map((id) =>
        netOf(partner, id),
      ),
    );
    const told = await preview(partner, sized('3GB'));
    assert.deepEqual(
      [told.bookings, told.of_strategy, told.changed, told.is_complete, told.currency],
      [3, 2, 2, true, 'EUR'],
    );
    const cents = (amount: number): number => Math.round(amount * 100);
    assert.equal(cents(told.before.b2b_price), cents(2 * one! + french!));
    assert.equal(cents(told.after.b2b_price), cents(2 * three! + more!));
    assert.equal(told.paid, told.before.b2b_price);
    assert.equal(told.after.size_in_bytes, 3 * told.before.size_in_bytes);
    const change = told.changes.find(({ id }: Json) => id === first.id);
    assert.deepEqual(
      [change.booking_id, change.before.b2b_price, change.after.b2b_price],
      ['S-1', one, three],
    );
    assert.deepEqual(
      [change.before, change.after].map(({ bundles }) => bundles[0].bundle_id),
      ['pkg_grc_1gb_365d', 'pkg_grc_3gb_365d'],
    );
    assert.equal((await preview(partner, sized('1GB'))).changed, 0, 'the one in force');
    // The bookings are what they were.
    const { body } = await hubby.call('GET', `/api/bookings/${first.id}`, undefined, {
      key: partner,
    });
    assert.equal(body.data.package_specifications[0].size, '1GB');
  });

  it('plans as booking does: by the days of the trip, several countries, what the entry says', async () => {
    const partner = await hubby.newPartner();
    await set(partner, sized('1GB'));
    await book(
      partner,
      [
        { external_user_id: user(), destination: ['GR', 'FR'] },
        { external_user_id: user(), destination: 'GR', package_type: 'time-limited' },
        { external_user_id: user(), iata_code: 'ATH', package_duration: 7 },
      ],
      { return_date: IN_A_YEAR },
    );
    const told = await preview(partner, sized('5GB'));
    assert.equal(told.before.b2b_price, told.paid, 'planned again it is what was booked');
    const [{ before: then }] = told.changes;
    const { body } = await hubby.call('GET', '/api/bookings', undefined, { key: partner });
    const booked: Json[] = body.data.bookings[0].package_specifications;
    assert.deepEqual(
      then.bundles.map(({ bundle_id: id }: Json) => id).sort(),
      [...new Set(booked.map(({ package_id: id }) => id))].sort(),
    );
  });

  it('says which bookings would be refused, and why; without one all are', async () => {
    const partner = await hubby.newPartner();
    await set(partner, sized('1GB'));
    for (let alike = 0; alike < 2; alike++)
      await book(partner, [{ external_user_id: user(), destination: 'GR' }]);
    const told = await preview(partner, { ...sized('1GB'), iso3_white_list: ['FRA'] });
    assert.deepEqual([told.after.refused, told.after.b2b_price, told.changed], [2, 0, 2]);
    assert.deepEqual([told.of_strategy, told.is_complete], [2, true]);
    assert.match(told.changes[0].after.issue, /GRC is not on the white list/);
    assert.equal((await preview(partner, null)).after.refused, 2);
  });

  it('looks at the last 30 days only, and at nobody else', async () => {
    const [partner, other] = [await hubby.newPartner(), await hubby.newPartner()];
    await set(partner, sized('1GB'));
    const { id } = await book(partner, [{ external_user_id: user(), destination: 'GR' }]);
    await hubby.sql(
      `update bookings set created_at = created_at - interval '31 days' where id = $1`,
      [id],
    );
    for (const whose of [partner, other]) {
      const told = await preview(whose, sized('3GB'));
      assert.deepEqual([told.bookings, told.of_strategy, told.changes], [0, 0, []]);
    }
  });

  it('is refused with each field named', async () => {
    const { status, body } = await hubby.call('POST', '/api/strategy/preview', {
      package_strategy: {
        name: 'hybrid',
        parameters: {
          rules: [{ when: { tier: 9 }, use: sized('much') }],
          default: { name: 'budget', parameters: { max_price: 1.234, currency: 'EUR' } },
        },
      },
    });
    assert.deepEqual(
      [status, body.error.details.map(({ field }: Json) => field).sort()],
      [
        400,
        [
          'package_strategy.parameters.default.parameters.max_price',
          'package_strategy.parameters.rules.0.use.parameters.size',
          'package_strategy.parameters.rules.0.when.tier',
        ],
      ],
    );
  });
});

describe('the package strategy on the screens', () => {
  it('is shown, tried, set and taken off by whose role says so, and written down', async () => {
    const partner = await hubby.newPartner();
    const { partner_id: id } = partner;
    const path = `/partners/${id}/strategy`;
    const owner = await memberAt(hubby, { roles: { [id]: 'owner' } });
    const first = await owner.call('GET', path);
    assert.deepEqual([first.body.data.package_strategy, first.body.data.currency], [null, 'EUR']);
    const greece = first.body.data.places.find((place: Json) => place.iso3 === 'GRC');
    assert.deepEqual([greece.type, greece.name], ['country', 'Greece']);
    const put = await owner.call('PUT', path, { package_strategy: sized('3GB') });
    assert.deepEqual([put.status, put.body.data.package_strategy], [200, sized('3GB')]);
    const booked = await book(partner, [{ external_user_id: user(), destination: 'GR' }]);
    assert.equal(booked.package_specifications[0].size, '3GB');
    const entry = (await entriesOf(hubby)).find(
      (one) => one.partner_id === id && one.action === 'settings.changed',
    )!;
    assert.deepEqual(
      [entry.actor_kind, entry.actor_id, entry.after.package_strategy],
      ['member', owner.member.id, sized('3GB')],
    );
    const viewer = await memberAt(hubby, { roles: { [id]: 'viewer' } });
    const tried = await viewer.call('POST', `${path}/preview`, { package_strategy: sized('1GB') });
    assert.deepEqual([tried.status, tried.body.data.changed], [200, 1]);
    assert.equal((await viewer.call('PUT', path, { package_strategy: null })).status, 403);
    assert.equal((await owner.call('PUT', path, { package_strategy: null })).status, 200);
    assert.equal((await owner.call('GET', path)).body.data.package_strategy, null);
    const wrong = await owner.call('PUT', path, { package_strategy: sized('much') });
    assert.deepEqual(
      [wrong.status, wrong.body.error.details[0].field],
      [400, 'package_strategy.parameters.size'],
    );
    const stranger = await memberAt(hubby, { roles: { [hubby.partner.partner_id]: 'owner' } });
    for (const [method, at, body] of [
      ['GET', path, undefined],
      ['PUT', path, { package_strategy: null }],
      ['POST', `${path}/preview`, { package_strategy: null }],
    ] as const)
      assert.equal((await stranger.call(method, at, body)).status, 404);
  });
});
