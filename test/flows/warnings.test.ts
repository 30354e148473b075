/** What nobody knows in a request is passed over, and told beside the answer. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const booking = (more: Json = {}, entry: Json = {}): Json => ({
  departure_date: IN_A_YEAR,
  package_specifications: [{ external_user_id: user(), destination: 'GR', size: '1GB', ...entry }],
  ...more,
});
const meant = (name: string): string => `unknown and ignored; did you mean \`${name}\`?`;
const told = (answer: Answer): [string, string][] =>
  (answer.body.warnings ?? []).map((w: Json) => [w.field, w.issue]);

describe('unknown members', () => {
  it('are named where they stand, with the name that was meant', async () => {
    const answer = await hubby.call('POST', '/api/bookings', {
      ...booking(
        { bookingID: 'x', communication_options: { channel: ['EMAIL'] }, data: { any: 1 } },
        { iso: 'GR', packageType: 'starter', esim_typ: 'classic', duration: 7 },
      ),
      zzz: null,
    });
    assert.equal(answer.status, 201);
    assert.deepEqual(told(answer), [
      ['package_specifications.0.iso', 'unknown and ignored'],
      ['package_specifications.0.packageType', meant('package_type')],
      ['package_specifications.0.esim_typ', meant('esim_type')],
      ['package_specifications.0.duration', meant('package_duration')],
      ['bookingID', meant('booking_id')],
      ['communication_options.channel', meant('channels')],
      ['zzz', 'unknown and ignored'],
    ]);
  });

  it('are told of a booking that sells something else for it', async () => {
    const { external_user_id: _, ...entry } = booking().package_specifications[0];
    const answer = await hubby.call('POST', '/api/bookings', {
      ...booking(),
      package_specifications: [{ ...entry, externalUserId: user() }],
    });
    assert.equal(answer.body.data.promo_codes.length, 1);
    assert.deepEqual(told(answer), [
      ['package_specifications.0.externalUserId', meant('external_user_id')],
    ]);
  });

  it('are told again by a stored answer, and by a refusal', async () => {
    const body = booking({ bookingId: 'x' });
    const headers = { 'idempotency-key': user() };
    const first = await hubby.call('POST', '/api/bookings', body, { headers });
    const again = await hubby.call('POST', '/api/bookings', body, { headers });
    assert.equal(again.headers['idempotent-replayed'], 'true');
    assert.deepEqual(told(first), [['bookingId', meant('booking_id')]]);
    assert.deepEqual(told(again), told(first));
    const refused = await hubby.call('POST', '/api/native/redeem-package', {
      externalUserId: 'a',
      package_queue_id: 'b',
    });
    assert.equal(refused.status, 400);
    assert.deepEqual(told(refused), [['externalUserId', meant('external_user_id')]]);
  });

  it('are told by the other callers too', async () => {
    const made = await hubby.operator('POST', '/partners', { name: 'Warned', Settings: {} });
    assert.deepEqual(told(made), [['Settings', meant('settings')]]);
    const bodyless = await hubby.call('POST', '/api/webhooks/rotate-secret', { grace: 1 });
    assert.deepEqual(told(bodyless), [['grace', 'unknown and ignored']]);
    const set = await hubby.call('PUT', '/api/webhooks/settings', {
      enabled: false,
      event: {},
      events: { booking_created: true },
    });
    assert.deepEqual(told(set), [['event', meant('events')]]);
  });

  it('are not there where all is known', async () => {
    const answer = await hubby.call('POST', '/api/bookings', booking({ data: { booking: 1 } }));
    assert.equal('warnings' in answer.body, false);
    assert.equal('x-hubby-warnings' in answer.headers, false);
  });

  it('are told in a bounded way', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 40_000 }, (_, i) => [`${'x'.repeat(10)}${i}`, i]),
    );
    const answer = await hubby.call('POST', '/api/bookings', { ...many, ...booking() });
    assert.equal(told(answer).length, 20);
    const long = await hubby.call('POST', '/api/bookings', booking({ ['ü'.repeat(5_000)]: 1 }));
    assert.ok(long.text.length < 3_000, long.text);
  });
});

describe('unknown parameters', () => {
  it('are named, on calls that take some and on calls that take none', async () => {
    const listed = await hubby.call('GET', '/api/bookings?per_page=5&Status=CONFIRMED&x=1');
    assert.deepEqual(told(listed), [
      ['per_page', meant('perPage')],
      ['Status', meant('status')],
      ['x', 'unknown and ignored'],
    ]);
    const settings = await hubby.call('GET', '/api/webhooks/settings?verbose=1');
    assert.deepEqual(told(settings), [['verbose', 'unknown and ignored']]);
  });

  it('are told in a header where there is no envelope, and change no ETag', async () => {
    const plain = await hubby.call('GET', '/api/destinations/GR');
    const warned = await hubby.call('GET', '/api/destinations/GR?lang=de&%C3%BC=1');
    assert.equal(warned.headers['etag'], plain.headers['etag']);
    assert.equal(told(warned).length, 2);
    const same = await hubby.call('GET', '/api/destinations/GR?lang=de&%C3%BC=1', undefined, {
      headers: { 'if-none-match': String(plain.headers['etag']) },
    });
    assert.equal(same.status, 304);
    const header = String(same.headers['x-hubby-warnings']);
    assert.match(header, /^[\x20-\x7e]+$/);
    assert.deepEqual(JSON.parse(header), warned.body.warnings);
  });

  it('of listing bookings have other names that people know', async () => {
    const made = await hubby.call('POST', '/api/bookings', booking({ booking_id: user() }));
    await hubby.call('POST', '/api/bookings', booking({ booking_id: user() }));
    const { id, booking_id } = made.body.data;
    const found = await hubby.call('GET', `/api/bookings?booking_id=${booking_id}`);
    assert.deepEqual(
      found.body.data.bookings.map((b: Json) => b.id),
      [id],
    );
    const one = await hubby.call('GET', '/api/bookings?limit=1');
    assert.equal(one.body.data.bookings.length, 1);
    assert.deepEqual([told(found), told(one)], [[], []]);
    const both = await hubby.call('GET', '/api/bookings?limit=1&perPage=2');
    assert.deepEqual([both.status, both.body.error.details[0].field], [400, 'limit']);
    assert.equal((await hubby.call('GET', '/api/bookings?limit=101')).status, 400);
  });
});

describe('references that are numbers', () => {
  it('are taken as their digits wherever a partner names its own', async () => {
    const made = await hubby.call('POST', '/api/bookings', {
      ...booking({ booking_id: 12345 }, { external_user_id: 67890 }),
    });
    assert.equal(made.body.data.booking_id, '12345');
    const [{ external_user_id }] = made.body.data.package_specifications;
    assert.equal(external_user_id, '67890');
    const again = await hubby.call('POST', '/api/bookings', {
      ...booking({ booking_id: '12345' }, { external_user_id: '67890' }),
    });
    assert.deepEqual([again.status, again.body.data.id], [200, made.body.data.id]);
    await hubby.drain();
    const [queue] = made.body.data.package_queues;
    const redeemed = await hubby.call('POST', '/api/native/redeem-package', {
      external_user_id: 67890,
      package_queue_id: queue.id,
    });
    assert.equal(redeemed.status, 200, redeemed.text);
    for (const [path, body] of [
      ['/api/esims/topup', { external_user_id: 67890, size: '1GB' }],
      ['/api/native/instructions', { external_user_id: 67890, format: 'text' }],
      ['/api/app-tokens', { external_user_id: 67890 }],
      ['/api/bookings/preview', booking({ booking_id: 12345 }, { external_user_id: 67890 })],
    ] as const) {
      const answer = await hubby.call('POST', path, body);
      assert.ok(answer.status < 300, `${path} ${answer.text}`);
      assert.deepEqual(told(answer), []);
    }
  });
});
