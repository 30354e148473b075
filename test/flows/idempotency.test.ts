/** Idempotency-Key: the first answer again, whatever happens in between. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { KeyInUse, keyedRequest } from '../../src/domain/partners/idempotency/keyed-request.ts';
import { until } from '../faults/checks.ts';
import {
  IN_A_YEAR,
  startHubby,
  user,
  type Answer,
  type CallOptions,
  type Hubby,
  type Json,
} from '../harness.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

let keys = 0;
const newKey = (): string => `key-${process.pid}-${++keys}`;
const entry = (more: Json = {}): Json => ({
  external_user_id: user(),
  destination: 'GR',
  size: '1GB',
  ...more,
});
const body = (more: Json = {}): Json => ({
  departure_date: IN_A_YEAR,
  package_specifications: [entry()],
  ...more,
});
const post = (
  path: string,
  json: Json,
  idempotencyKey: string,
  options: CallOptions = {},
): Promise<Answer> =>
  hubby.call('POST', path, json, {
    ...options,
    headers: { 'idempotency-key': idempotencyKey, ...options.headers },
  });
const bookings = async (): Promise<number> =>
  (await hubby.sql('select count(*)::int as n from bookings'))[0]!.n;
const replayed = (answer: Answer): boolean => answer.headers['idempotent-replayed'] === 'true';
function refused(answer: Answer, status: number, type: string): void {
  assert.deepEqual([answer.status, answer.body?.error?.type], [status, type], answer.text);
}

describe('the same key', () => {
  it('with the same body gives the first answer again, byte for byte', async () => {
    const [key, request] = [newKey(), body()];
    const first = await post('/api/bookings', request, key);
    assert.deepEqual([first.status, first.headers['idempotent-replayed']], [201, undefined]);
    const before = await bookings();
    for (let i = 0; i < 3; i++) {
      const again = await post('/api/bookings', request, key);
      assert.deepEqual([again.status, again.text, replayed(again)], [201, first.text, true]);
      assert.match(String(again.headers['content-type']), /^application\/json/);
      assert.notEqual(again.headers['x-request-id'], first.headers['x-request-id']);
    }
    assert.equal(await bookings(), before);
    assert.notEqual(
      (await post('/api/bookings', request, newKey())).body.data.id,
      first.body.data.id,
      'another key is another request',
    );
  });

  it('gives the old answer even when the world moved on', async () => {
    const [key, request] = [newKey(), body({ booking_id: 'MOVED-ON' })];
    const first = await post('/api/bookings', request, key);
    await hubby.call('DELETE', `/api/bookings/${first.body.data.id}`);
    const again = await post('/api/bookings', request, key);
    assert.deepEqual([again.status, again.text], [201, first.text]);
    assert.equal(
      (await hubby.sql(`select count(*)::int as n from bookings where booking_id = 'MOVED-ON'`))[0]!
        .n,
      1,
    );
  });

  it('keeps the answer that was given, where the booking is one that is there already', async () => {
    const request = body({ booking_id: 'THERE-ALREADY' });
    const more = body({ booking_id: 'THERE-ALREADY', package_specifications: [entry()] });
    const first = await post('/api/bookings', request, newKey());
    for (const [json, queues] of [
      [more, 2],
      [request, 2],
    ] as const) {
      const key = newKey();
      const given = await post('/api/bookings', json, key);
      assert.deepEqual(
        [given.status, given.body.data.id, given.body.data.package_queues.length],
        [200, first.body.data.id, queues],
      );
      const again = await post('/api/bookings', json, key);
      assert.deepEqual([again.status, again.text, replayed(again)], [200, given.text, true]);
    }
  });

  it('is begun and answered with the booking, or not at all', async () => {
    const key = newKey();
    await hubby.sql(`create function no_events() returns trigger language plpgsql as $$
      begin raise exception 'not now' using errcode = '57014'; end $$`);
    await hubby.sql(
      'create trigger no_events before insert on events for each row execute function no_events()',
    );
    const request = body();
    const failed = await post('/api/bookings', request, key);
    await hubby.sql('drop function no_events cascade');
    assert.ok(failed.status >= 500, failed.text);
    const count = 'select count(*)::int as n from idempotency_keys where key = $1';
    assert.equal((await hubby.sql(count, [key]))[0]!.n, 0);
    const again = await post('/api/bookings', request, key);
    assert.deepEqual([again.status, replayed(again)], [201, false], again.text);
  });

  it('with another body is refused, to the byte', async () => {
    const [key, request] = [newKey(), body()];
    await post('/api/bookings', request, key);
    refused(await post('/api/bookings', { ...request, pax: 2 }, key), 422, 'idempotency_mismatch');
    refused(
      await post('/api/bookings', undefined, key, {
        raw: `${JSON.stringify(request)} `,
        headers: { 'content-type': 'application/json' },
      }),
      422,
      'idempotency_mismatch',
    );
    assert.ok(
      replayed(await post('/api/bookings', request, key)),
      'the first is kept all the same',
    );
  });

  it('runs one of many at once; the others wait their turn or hear its answer', async () => {
    const [key, request] = [newKey(), body()];
    const before = await bookings();
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => post('/api/bookings', request, key)),
    );
    const firsts = answers.filter((a) => a.status === 201);
    assert.ok(firsts.length >= 1);
    assert.equal(firsts.filter((a) => !replayed(a)).length, 1);
    assert.equal(new Set(firsts.map((a) => a.text)).size, 1);
    for (const other of answers.filter((a) => a.status !== 201)) {
      refused(other, 409, 'idempotency_in_progress');
      assert.equal(other.headers['retry-after'], '1');
    }
    assert.equal(await bookings(), before + 1);
  });

  it('keeps refusals of the domain', async () => {
    const key = newKey();
    const request = body({ package_specifications: [entry({ destination: 'Atlantis' })] });
    const first = await post('/api/bookings', request, key);
    refused(first, 400, 'invalid_request');
    const again = await post('/api/bookings', request, key);
    assert.deepEqual([again.status, again.text, replayed(again)], [400, first.text, true]);
    const [none, missing] = [
      newKey(),
      { external_user_id: 'nobody', package_queue_id: 'pq_00000000000000000000000000000000' },
    ];
    const notFound = await post('/api/native/redeem-package', missing, none);
    refused(notFound, 404, 'package_queue_not_found');
    assert.equal((await post('/api/native/redeem-package', missing, none)).text, notFound.text);
  });

  it('is not used up by what never reached the domain', async () => {
    const [key, request] = [newKey(), body()];
    refused(await post('/api/bookings', { departure_date: 7 }, key), 400, 'invalid_request');
    const wrong = { api_key: hubby.partner.api_key, api_secret: 'wrong' };
    refused(await post('/api/bookings', request, key, { key: wrong }), 401, 'signature_invalid');
    const made = await post('/api/bookings', request, key);
    assert.deepEqual([made.status, replayed(made)], [201, false]);
  });

  it('belongs to one partner, one method and one path', async () => {
    const [key, request, other] = [newKey(), body(), await hubby.newPartner()];
    const first = await post('/api/bookings', request, key);
    const theirs = await post('/api/bookings', request, key, { key: other });
    assert.deepEqual([theirs.status, replayed(theirs)], [201, false]);
    assert.notEqual(theirs.body.data.id, first.body.data.id);
    const preview = await post('/api/bookings/preview', request, key);
    assert.deepEqual([preview.status, replayed(preview)], [200, false]);
    const query = await post('/api/bookings?again', request, key);
    assert.deepEqual([query.status, replayed(query)], [201, false]);
    const deleted = await hubby.call('DELETE', `/api/bookings/${first.body.data.id}`, undefined, {
      headers: { 'idempotency-key': key },
    });
    assert.deepEqual(
      [deleted.status, deleted.body.data.status, replayed(deleted)],
      [200, 'CANCELLED', false],
    );
    const again = await hubby.call('DELETE', `/api/bookings/${first.body.data.id}`, undefined, {
      headers: { 'idempotency-key': key },
    });
    assert.deepEqual([again.text, replayed(again)], [deleted.text, true]);
  });

  it('makes one booking of two requests without booking_id, also when the first one’s answer was never kept', async () => {
    const [key, request] = [newKey(), body()];
    const first = await post('/api/bookings', request, key);
    // The process died after the commit: no answer, and its lease ran out.
    await hubby.sql(
      `update idempotency_keys set status = null, body_sealed = null, lease_until = now() where key = $1`,
      [key],
    );
    const before = await bookings();
    const again = await post('/api/bookings', request, key);
    assert.deepEqual(
      [again.status, replayed(again), again.body.data],
      [201, false, first.body.data],
    );
    assert.equal(await bookings(), before);
    const leased = newKey();
    await post('/api/bookings', request, leased);
    await hubby.sql(
      `update idempotency_keys set status = null, body_sealed = null, lease_until = now() + interval '1 minute' where key = $1`,
      [leased],
    );
    refused(await post('/api/bookings', request, leased), 409, 'idempotency_in_progress');
  });

  it('is forgotten after 24 hours', async () => {
    const [key, request] = [newKey(), body()];
    const first = await post('/api/bookings', request, key);
    await hubby.sql(
      `update idempotency_keys set created_at = now() - interval '23 hours 59 minutes' where key = $1`,
      [key],
    );
    assert.ok(replayed(await post('/api/bookings', request, key)));
    await hubby.sql(
      `update idempotency_keys set created_at = now() - interval '24 hours 1 minute' where key = $1`,
      [key],
    );
    const later = await post('/api/bookings', { ...request, pax: 3 }, key);
    assert.deepEqual([later.status, replayed(later)], [201, false]);
    assert.notEqual(later.body.data.id, first.body.data.id);
  });

  it('keeps no 5xx, and finds again what the failed try stored', async () => {
    const external_user_id = user();
    await hubby.call(
      'POST',
      '/api/bookings',
      body({ package_specifications: [entry({ external_user_id })] }),
    );
    await hubby.drain();
    const [key, request] = [newKey(), { external_user_id, size: '1GB', destination: 'GR' }];
    await hubby.call('POST', '/api/sandbox/fail', { next: 'timeout', count: 1 });
    const failed = await post('/api/esims/topup', request, key);
    refused(failed, 503, 'provider_unavailable');
    assert.ok(Number(failed.headers['retry-after']) > 0);
    await hubby.drain('hurry');
    const before = await bookings();
    const again = await post('/api/esims/topup', request, key);
    assert.deepEqual(
      [again.status, replayed(again), again.body.data?.booking.id],
      [201, false, failed.body.error.booking_id],
      again.text,
    );
    assert.deepEqual(
      [again.body.data.current_esim.total_data, again.body.data.current_esim_packages.length],
      [1_073_741_824, 1],
    );
    assert.equal(await bookings(), before);
    assert.deepEqual(
      [(await post('/api/esims/topup', request, key)).text, await bookings()],
      [again.text, before],
    );
  });

  it('keeps no refusal that passes', async () => {
    const external_user_id = user();
    await hubby.call(
      'POST',
      '/api/bookings',
      body({ package_specifications: [entry({ external_user_id })] }),
    );
    const redeem = (key: string): Promise<Answer> =>
      post('/api/promo-codes/WRONG-CODE/redeem', { external_user_id }, key);
    const key = newKey();
    const hurried = await until('it is one too many', async () => {
      const answer = await redeem(newKey());
      return answer.status === 429 ? redeem(key) : null;
    });
    refused(hurried, 429, 'too_many_requests');
    await hubby.sql('delete from abuse_counters');
    const later = await redeem(key);
    assert.deepEqual([later.status, replayed(later)], [404, false], later.text);
  });

  it('keeps the first answer that was given, whatever a try that was given up says later', async () => {
    const { ctx, partner } = hubby;
    const scope = { partnerId: partner.partner_id, method: 'POST', path: '/x', key: newKey() };
    const hash = Buffer.from('the body');
    const request = (): ReturnType<typeof keyedRequest> => keyedRequest(ctx, scope, () => hash);
    const [slow, next] = [request(), request()];
    const requestKey = await slow.begin();
    await assert.rejects(request().begin(), new KeyInUse('running'));
    await hubby.sql('update idempotency_keys set lease_until = now() where key = $1', [scope.key]);
    assert.equal(await next.begin(), requestKey, 'it finds what the first one stored');
    await next.keep({ status: 201, body: '{"given":1}' });
    await slow.keep({ status: 200, body: '{"late":1}' });
    await assert.rejects(request().begin(), ({ found }: KeyInUse) => {
      assert.deepEqual(found, { status: 201, body: '{"given":1}', language: undefined });
      return true;
    });
  });

  it('is sealed: neither answer nor activation code lies open', async () => {
    const external_user_id = user();
    const made = await hubby.call(
      'POST',
      '/api/bookings',
      body({ package_specifications: [entry({ external_user_id })] }),
    );
    const key = newKey();
    const redeemed = await post(
      '/api/native/redeem-package',
      { external_user_id, package_queue_id: made.body.data.package_queues[0].id },
      key,
    );
    assert.equal(redeemed.status, 200);
    const [row] = await hubby.sql(
      `select encode(body_sealed, 'escape') as text, status from idempotency_keys where key = $1`,
      [key],
    );
    assert.equal(row!.status, 200);
    for (const secret of [
      redeemed.body.data.current_esim.qr,
      redeemed.body.data.current_esim.iccid,
      external_user_id,
      'LPA:',
    ])
      assert.ok(!row!.text.includes(secret));
    assert.equal(
      (
        await post(
          '/api/native/redeem-package',
          { external_user_id, package_queue_id: made.body.data.package_queues[0].id },
          key,
        )
      ).text,
      redeemed.text,
    );
  });
});

describe('the header', () => {
  it('has 1 to 255 printable characters', async () => {
    for (const key of ['x', 'x'.repeat(255), '!~"\'\\', '8e03978e-40d5-43e8-bc93-6894a57f9324'])
      assert.equal((await post('/api/bookings', body(), key)).status, 201, key);
    for (const key of ['', 'x'.repeat(256), 'with space', 'é', 'a, b', 'tab\there']) {
      const answer = await post('/api/bookings', body(), key);
      refused(answer, 400, 'invalid_request');
      assert.deepEqual(
        answer.body.error.details.map((d: Json) => d.field),
        ['idempotency-key'],
        key,
      );
      assert.match(
        answer.body.error.message,
        /expected 1 to 255 visible ASCII characters without blanks, got (".*"|256 characters)$/,
      );
    }
  });

  it('works beside the longest target there can be', async () => {
    const noise = Array.from(
      { length: 400 },
      (_, i) => `p${i}=${((i * 2_654_435_761) >>> 0).toString(36)}`,
    ).join('&');
    const [key, request, path] = [newKey(), body(), `/api/bookings?${noise}`];
    const first = await post(path, request, key);
    assert.equal(first.status, 201, first.text);
    assert.deepEqual(
      [(await post(path, request, key)).text, (await post(`${path}&x`, request, key)).status],
      [first.text, 201],
    );
    assert.ok(!replayed(await post(`${path}&y`, request, key)));
  });

  it('means nothing to GET and PATCH', async () => {
    const key = newKey();
    const made = (await post('/api/bookings', body(), newKey())).body.data;
    const patch = (json: Json): Promise<Answer> =>
      hubby.call('PATCH', `/api/bookings/${made.id}`, json, {
        headers: { 'idempotency-key': key },
      });
    assert.deepEqual(
      [
        (await patch({ email: 'a@example.com' })).body.data.email,
        (await patch({ email: 'b@example.com' })).body.data.email,
      ],
      ['a@example.com', 'b@example.com'],
    );
  });
});
