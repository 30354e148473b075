/** The ISO 8601 spellings of common platforms, wherever a date or datetime is taken. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby({ env: { HUBBY_ALLOW_PRIVATE_WEBHOOKS: '1' } });
});
after(() => hubby.close());

const YEAR = new Date().getUTCFullYear() + 1;
/** The same instant, and the calendar date as written. */
const SPELLINGS: [written: string, instant: string, day: string][] = [
  [`${YEAR}-07-15T14:30:00+0200`, `${YEAR}-07-15T12:30:00.000Z`, `${YEAR}-07-15`],
  [`${YEAR}-07-15T14:30+02`, `${YEAR}-07-15T12:30:00.000Z`, `${YEAR}-07-15`],
  [`${YEAR}-07-15t12:30:00z`, `${YEAR}-07-15T12:30:00.000Z`, `${YEAR}-07-15`],
  [`${YEAR}-07-15T12:30:00,0000000000Z`, `${YEAR}-07-15T12:30:00.000Z`, `${YEAR}-07-15`],
  [`${YEAR}-07-14T24:00:00+00`, `${YEAR}-07-15T00:00:00.000Z`, `${YEAR}-07-14`],
];
const universal = (): Json => ({ external_user_id: user(), destination: 'GR', size: '1GB' });
const details = (answer: Answer): string[] =>
  answer.body.error.details.map((d: Json) => `${d.field}: ${d.issue}`);

describe('a date in any of its spellings', () => {
  it('is the departure of a booking, of a change and of a cancellation, and its date the key', async () => {
    for (const [n, [written, instant, day]] of SPELLINGS.entries()) {
      const body = {
        departure_date: written,
        return_date: written,
        booking_id: `SPELT-${n}`,
        package_specifications: [universal()],
      };
      const made = await hubby.call('POST', '/api/bookings', body);
      assert.equal(made.status, 201, made.text);
      const { id, departure_date } = made.body.data;
      const [row] = await hubby.sql(
        `select b.departure_at, k.key_date from bookings b join booking_keys k on k.id = b.id where b.id = $1`,
        [id],
      );
      assert.deepEqual(
        [departure_date, row.departure_at.toISOString(), row.key_date],
        [written, instant, day],
      );
      const again = await hubby.call('POST', '/api/bookings', {
        ...body,
        departure_date: day,
        return_date: undefined,
      });
      assert.deepEqual([again.status, again.body.data.id], [200, id], again.text);
      const moved = await hubby.call('PATCH', `/api/bookings/${id}`, {
        departure_date: written.replace(/^\d{4}/, String(YEAR + 1)),
        return_date: null,
      });
      assert.equal(moved.status, 200, moved.text);
      const cancelled = await hubby.call(
        'DELETE',
        `/api/bookings/SPELT-${n}/byExternalBookingId?departure_date=${written}`,
      );
      assert.deepEqual([cancelled.status, cancelled.body.data.id], [200, id], cancelled.text);
    }
  });

  it('is the expiry of a grant and of a key', async () => {
    for (const [written, instant] of SPELLINGS) {
      const gift = await hubby.call('POST', '/api/bookings', {
        package_specifications: [{ ...universal(), esim_type: 'classic', expires_at: written }],
      });
      assert.equal(gift.body.data?.package_queues[0].expires_at, instant, gift.text);
      const key = await hubby.operator('POST', `/partners/${hubby.partner.partner_id}/keys`, {
        expires_at: written,
      });
      assert.equal(key.status, 201, key.text);
      const [row] = await hubby.sql('select expires_at from api_keys where id = $1', [
        key.body.data.api_key,
      ]);
      assert.equal(row.expires_at.toISOString(), instant);
    }
  });

  it('bounds lists and replays', async () => {
    const key = await hubby.newPartner('Lists', { time_zone: 'Europe/Amsterdam' });
    await hubby.sql(
      `insert into webhook_endpoints (partner_id, url) values ($1, 'http://127.0.0.1:9/')`,
      [key.partner_id],
    );
    const at = `${YEAR}-07-15T12:30:00Z`;
    const { body } = await hubby.call(
      'POST',
      '/api/bookings',
      { departure_date: at, package_specifications: [universal()] },
      { key },
    );
    const listed = async (query: string): Promise<boolean> => {
      const answer = await hubby.call('GET', `/api/bookings?${query}`, undefined, { key });
      assert.equal(answer.status, 200, answer.text);
      return answer.body.data.bookings.some((b: Json) => b.id === body.data.id);
    };
    for (const [written] of SPELLINGS) {
      for (const text of [encodeURIComponent(written), written])
        assert.ok(await listed(`from=${text}`), written);
      const replayed = await hubby.call(
        'POST',
        '/api/events/replay',
        { from: '2020-01-01', to: written },
        { key },
      );
      assert.deepEqual(replayed.body.data, { events: 1 }, replayed.text);
    }
    assert.ok(await listed(`from=${YEAR}-07-15&to=${YEAR}-07-15`));
    assert.ok(await listed(`to=${YEAR}-07-15T14:30`));
    assert.ok(!(await listed(`to=${YEAR}-07-15T14:29`)));
    assert.ok(!(await listed(`from=${YEAR}-07-15T12:30:01z`)));
  });

  it('is where the sandbox clock goes', async () => {
    for (const [written, instant] of SPELLINGS) {
      const key = await hubby.newPartner();
      const moved = await hubby.call('POST', '/api/sandbox/clock', { now: written }, { key });
      assert.equal(moved.status, 200, moved.text);
      assert.ok(new Date(moved.body.data.now) >= new Date(instant));
      assert.ok(Date.parse(moved.body.data.now) - Date.parse(instant) < 3_600_000);
    }
  });

  it('is refused with a sentence where there is no such day, time or offset', async () => {
    const got = (text: string, why = ''): string =>
      `expected an ISO 8601 date (2027-07-15) or datetime (2027-07-15T14:30:00+02:00)${why}, got "${text}"`;
    const wrong: [string, string][] = [
      [`${YEAR}-02-30`, got(`${YEAR}-02-30`, ' of a day that exists')],
      [`${YEAR}-07-15T24:01`, got(`${YEAR}-07-15T24:01`, ' with a time from 00:00:00 to 24:00:00')],
      [
        `${YEAR}-07-15T10:00+1500`,
        got(`${YEAR}-07-15T10:00+1500`, ' with an offset of at most 14 hours'),
      ],
      ['next week', got('next week')],
    ];
    for (const [text, sentence] of wrong) {
      const booking = await hubby.call('POST', '/api/bookings', {
        departure_date: text,
        package_specifications: [{ ...universal(), esim_type: 'classic', expires_at: text }],
      });
      assert.deepEqual(details(booking), [
        `departure_date: ${sentence}`,
        `package_specifications.0.expires_at: ${sentence}`,
      ]);
      const clock = await hubby.call('POST', '/api/sandbox/clock', { now: text });
      assert.deepEqual(details(clock), [`now: ${sentence}`]);
      const replayed = await hubby.call('POST', '/api/events/replay', { from: text, to: text });
      assert.deepEqual(details(replayed), [`from: ${sentence}`, `to: ${sentence}`]);
      const query = encodeURIComponent(text);
      const list = await hubby.call('GET', `/api/bookings?from=${query}&to=${query}`);
      assert.deepEqual(details(list), [`from: ${sentence}`, `to: ${sentence}`]);
      assert.deepEqual(
        details(
          await hubby.call(
            'DELETE',
            `/api/bookings/REF/byExternalBookingId?departure_date=${query}`,
          ),
        ),
        [`departure_date: ${sentence}`],
      );
    }
  });
});
