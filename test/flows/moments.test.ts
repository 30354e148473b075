/** What happened to a traveler leads to the request of a key that it came of, and back. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import {
  IN_A_YEAR,
  user,
  type Answer,
  type CallOptions,
  type Hubby,
  type Json,
} from '../harness.ts';
import { fileOf, goodRow, reference } from '../support/imports.ts';
import { holdProvider } from '../support/hold-provider.ts';
import { memberAt, type BrowserPage } from '../support/members.ts';
import { idOf, keptCall, requestsOf, startKeeping } from '../support/request-log.ts';

let hubby: Hubby;
let own: CreatedPartner;
let owner: BrowserPage;
before(async () => {
  hubby = await startKeeping();
  own = await hubby.newPartner();
  owner = await memberAt(hubby, { roles: { [own.partner_id]: 'owner' } });
});
after(() => hubby.close());

const call = async (
  method: string,
  path: string,
  body?: unknown,
  options: CallOptions = {},
): Promise<Answer> => {
  const answer = await keptCall(hubby, method, path, body, { key: own, ...options });
  assert.ok(answer.status < 300, answer.text);
  return answer;
};
const post = (path: string, body?: unknown, options?: CallOptions): Promise<Answer> =>
  call('POST', path, body, options);

const travelerOf = async (name: string): Promise<string> => {
  const [row] = await hubby.sql(
    'select id from travelers where partner_id = $1 and external_user_id = $2',
    [own.partner_id, name],
  );
  return row.id;
};
const timelineOf = async (name: string): Promise<Json[]> =>
  (await call('GET', `/api/travelers/${await travelerOf(name)}/timeline`)).body.data.items;
const screenOf = async (name: string): Promise<Json> => {
  const path = `/partners/${own.partner_id}/travelers/${await travelerOf(name)}/timeline`;
  const answer = await owner.call('GET', path);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.data;
};
const causesOf = (items: Json[], kind: string): (string | undefined)[] =>
  items.filter((item) => item.kind === kind).map((item) => item.request_id);
const made = async (requestId: string): Promise<Json> =>
  (await requestsOf(owner, own, `/${requestId}`)).made;

const bookingFor = (name: string, more: object = {}) => ({
  departure_date: IN_A_YEAR,
  package_specifications: [{ external_user_id: name, destination: 'GR', size: '1GB' }],
  ...more,
});
type Trip = { name: string; booking: Json; id: string };
async function booked(more: object = {}): Promise<Trip> {
  const name = user();
  const answer = await post('/api/bookings', bookingFor(name, more));
  return { name, booking: answer.body.data, id: idOf(answer) };
}
const redeem = ({ name, booking }: Trip): Promise<Answer> =>
  post('/api/native/redeem-package', {
    external_user_id: name,
    package_queue_id: booking.package_queues[0].id,
  });

describe('a moment says of which request it came', () => {
  it('a booking, and the request leads to the booking', async () => {
    const { name, booking, id } = await booked();
    assert.deepEqual(causesOf(await timelineOf(name), 'booked'), [id]);
    assert.deepEqual((await made(id)).bookings, [{ id: booking.id, booking_id: null }]);
    const signed = await call('GET', `/api/requests/${id}`);
    assert.deepEqual(signed.body.data.made, await made(id));
  });

  it('each of many bookings that are written together', async () => {
    const trips = await Promise.all(Array.from({ length: 24 }, () => booked()));
    for (const { name, booking, id } of trips) {
      assert.deepEqual(causesOf(await timelineOf(name), 'booked'), [id]);
      assert.deepEqual(
        (await made(id)).bookings.map((one: Json) => one.id),
        [booking.id],
      );
    }
  });

  it('one with codes and mails beside plain ones, and the mail', async () => {
    const email = `${user()}@travel.example`;
    const mailed = {
      email,
      communication_options: { should_send_message: true, channels: ['EMAIL'] },
    };
    const trips = await Promise.all(
      Array.from({ length: 12 }, (_, i) => booked(i % 3 === 0 ? mailed : {})),
    );
    await hubby.drain();
    for (const [i, { name, id }] of trips.entries()) {
      const items = await timelineOf(name);
      assert.deepEqual(causesOf(items, 'booked'), [id]);
      assert.deepEqual(causesOf(items, 'mail'), i % 3 === 0 ? [id] : []);
    }
  });

  it('what is added to a booking, and its end', async () => {
    const ref = reference();
    const { name, booking, id } = await booked({ booking_id: ref });
    const added = await post('/api/bookings', {
      ...bookingFor(name, { booking_id: ref }),
      package_specifications: [{ external_user_id: name, destination: 'IT', size: '1GB' }],
    });
    assert.equal(added.status, 200, 'a merge');
    const gone = await call('DELETE', `/api/bookings/${booking.id}`);
    const items = await timelineOf(name);
    assert.deepEqual(causesOf(items, 'booked'), [id]);
    assert.deepEqual(causesOf(items, 'booking_cancelled'), [idOf(gone)]);
    const updated = items.find((item) => item.details.event === 'booking.updated');
    assert.equal(updated.request_id, idOf(added));
    const told = async (answer: Answer): Promise<string[]> =>
      (await made(idOf(answer))).events.map((one: Json) => `${one.event} ${one.entity_id}`);
    assert.deepEqual(await told(gone), [`booking.cancelled ${booking.id}`]);
    assert.deepEqual(await told(added), [`booking.updated ${booking.id}`]);
  });

  it('a redemption, with the package; the eSIM came of the booking', async () => {
    const trip = await booked();
    const answer = await redeem(trip);
    const items = await timelineOf(trip.name);
    for (const kind of ['redeemed', 'package_assigned'])
      assert.deepEqual(causesOf(items, kind), [idOf(answer)], kind);
    assert.deepEqual(causesOf(items, 'esim_made'), [trip.id]);
    const { package_queues: queues } = await made(idOf(answer));
    assert.deepEqual(queues, [
      { uuid: trip.booking.package_queues[0].uuid, traveler_id: await travelerOf(trip.name) },
    ]);
  });

  it('also where a worker brought it to its end', async (t) => {
    const trip = await booked();
    await hubby.drain();
    const held = holdProvider(hubby, 'addPackage', { when: 'after', times: 1 });
    t.after(held.release);
    const asked = keptCall(
      hubby,
      'POST',
      '/api/native/redeem-package',
      { external_user_id: trip.name, package_queue_id: trip.booking.package_queues[0].id },
      { key: own },
    );
    await held.reached;
    // Whoever ran it is taken to be dead.
    await hubby.sql(
      `update provider_orders set lease_until = now() - interval '1 s', next_attempt_at = now()
       where partner_id = $1 and traveler_id = $2 and kind = 'add_package'`,
      [own.partner_id, await travelerOf(trip.name)],
    );
    await hubby.drain();
    const [order] = await hubby.sql(
      `select state from provider_orders
       where partner_id = $1 and traveler_id = $2 and kind = 'add_package'`,
      [own.partner_id, await travelerOf(trip.name)],
    );
    assert.equal(order.state, 'confirmed', 'by the worker');
    held.release();
    const id = idOf(await asked);
    assert.deepEqual(causesOf(await timelineOf(trip.name), 'package_assigned'), [id]);
  });

  it('a top-up', async () => {
    const trip = await booked();
    await redeem(trip);
    const topped = await post('/api/esims/topup', {
      external_user_id: trip.name,
      destination: 'IT',
      size: '1GB',
    });
    const items = await timelineOf(trip.name);
    assert.ok(causesOf(items, 'booked').includes(idOf(topped)));
    assert.ok(causesOf(items, 'package_assigned').includes(idOf(topped)));
    assert.equal((await made(idOf(topped))).bookings[0].id, topped.body.data.booking.id);
  });

  it('a code that is issued anew for somebody, and redeemed', async () => {
    const code = (
      await post('/api/bookings', {
        departure_date: IN_A_YEAR,
        package_specifications: [{ destination: 'GR', size: '1GB' }],
      })
    ).body.data.promo_codes[0].promo_code;
    const anew = await post(`/api/promo-codes/${code}/reissue`, {
      email: `${user()}@travel.example`,
    });
    const name = user();
    const fresh = anew.body.data.promo_code;
    const taken = await post(`/api/promo-codes/${fresh}/redeem`, { external_user_id: name });
    const items = await timelineOf(name);
    assert.deepEqual(causesOf(items, 'code_claimed'), [idOf(anew)]);
    assert.deepEqual(causesOf(items, 'redeemed'), [idOf(taken)]);
  });

  it('a new eSIM in place of an old one, and a call for help', async () => {
    const trip = await booked();
    await redeem(trip);
    const replaced = await post('/api/native/replace-esim', {
      external_user_id: trip.name,
      reason: 'new_device',
    });
    const asked = await post('/api/native/support-requests', {
      external_user_id: trip.name,
      body: 'No internet',
    });
    const items = await timelineOf(trip.name);
    assert.deepEqual(causesOf(items, 'esim_replaced'), [idOf(replaced)]);
    assert.equal(causesOf(items, 'esim_made').includes(idOf(replaced)), true);
    assert.deepEqual(causesOf(items, 'support_asked'), [idOf(asked)]);
  });
});

describe('bookings of a file', () => {
  const file = async (): Promise<{ name: string; id: string }> => {
    const name = user();
    const sent = await post(`/api/imports`, undefined, {
      headers: { 'content-type': 'text/csv' },
      raw: fileOf(goodRow(reference(), name)),
    });
    await hubby.drain();
    return { name, id: sent.body.data.id };
  };

  it('came of the request that ran it', async () => {
    const { name, id } = await file();
    const ran = await post(`/api/imports/${id}/run`);
    await hubby.drain();
    assert.deepEqual(causesOf(await timelineOf(name), 'booked'), [idOf(ran)]);
    assert.deepEqual((await made(idOf(ran))).imports, [id]);
  });

  it('of none where a member ran it', async () => {
    const { name, id } = await file();
    const ran = await owner.call('POST', `/partners/${own.partner_id}/imports/${id}/run`);
    assert.equal(ran.status, 200, ran.text);
    await hubby.drain();
    const [item] = (await timelineOf(name)).filter(({ kind }) => kind === 'booked');
    assert.equal('request_id' in item, false);
  });
});

describe('the id of a request', () => {
  it('is ours where its client named it', async () => {
    const name = user();
    const sent = await post('/api/bookings', bookingFor(name), {
      headers: { 'x-request-id': 'mine-7' },
    });
    assert.equal(idOf(sent), 'mine-7');
    const [id] = causesOf(await timelineOf(name), 'booked');
    const kept = await requestsOf(owner, own, '/mine-7');
    assert.equal(id, kept.id);
    assert.deepEqual(kept.made.bookings, [{ id: sent.body.data.id, booking_id: null }]);
  });

  it('stays when the log has dropped it, and the screen says that it is gone', async () => {
    const { name, id } = await booked();
    assert.deepEqual((await screenOf(name)).log, { kept: [id], days: 30 });
    await hubby.sql('delete from api_requests where partner_id = $1 and id = $2', [
      own.partner_id,
      id,
    ]);
    const screen = await screenOf(name);
    assert.deepEqual(screen.log, { kept: [], days: 30 });
    assert.deepEqual(causesOf(screen.items, 'booked'), [id]);
    assert.deepEqual(causesOf(await timelineOf(name), 'booked'), [id]);
  });

  it('is there for a while before the log has it', async () => {
    const name = user();
    const answer = await hubby.call('POST', '/api/bookings', bookingFor(name), { key: own });
    const [id] = causesOf((await screenOf(name)).items, 'booked');
    assert.equal(id, idOf(answer));
  });

  it("is never that of another partner's request", async () => {
    const { id } = await booked();
    const other = await hubby.newPartner();
    const theirs = await memberAt(hubby, { roles: { [other.partner_id]: 'owner' } });
    const answer = await theirs.call('GET', `/partners/${other.partner_id}/requests/${id}`);
    assert.deepEqual([answer.status, answer.body.error.type], [404, 'not_found']);
    const keyed = await hubby.call('GET', `/api/requests/${id}`, undefined, { key: other });
    assert.equal(keyed.status, 404);
    // Also where a row of theirs had that id in it.
    const sent = await keptCall(
      hubby,
      'POST',
      '/api/bookings',
      { ...bookingFor(user()), departure_date: IN_A_YEAR },
      { key: other },
    );
    await hubby.sql('update bookings set caused_by = $2 where partner_id = $1', [
      other.partner_id,
      id,
    ]);
    assert.equal(sent.status, 201);
    assert.equal((await made(id)).bookings.length, 1);
  });

  it('is nothing where nobody keeps a log', async () => {
    const { requestLogDays } = hubby.ctx.config;
    Object.assign(hubby.ctx.config, { requestLogDays: 0 });
    try {
      const name = user();
      await hubby.call('POST', '/api/bookings', bookingFor(name), { key: own });
      const [row] = await hubby.sql(
        `select b.caused_by from bookings b join package_queues q using (partner_id)
         join travelers t using (partner_id)
         where q.booking_id = b.id and t.id = q.traveler_id and t.external_user_id = $1`,
        [name],
      );
      assert.equal(row.caused_by, null);
    } finally {
      Object.assign(hubby.ctx.config, { requestLogDays });
    }
  });
});
