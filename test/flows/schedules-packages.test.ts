/** Messages about packages in use, and schedules under a sandbox clock that leaps. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { random, shuffled } from '../support/chance.ts';
import { short } from '../faults/steps.ts';
import { startHubby, user, type Hubby, type Json } from '../harness.ts';
import {
  callback,
  eventsOf,
  GB,
  reportOf,
  withPackages,
  type Made,
} from '../support/usage-steps.ts';

const DAY = 86_400_000;
let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const newPartner = (settings: object = {}): Promise<CreatedPartner> =>
  hubby.newPartner('Scheduled', {
    communication_options: { should_send_message: true, channels: ['EMAIL'] },
    ...settings,
  });
const EMAIL = { size: '1GB', body: { email: 'ann@example.com' } };
const told = (key: CreatedPartner, kinds = ['running_low', 'package_expiring']): Promise<Json[]> =>
  hubby.sql(
    'select * from messages where partner_id = $1 and kind = any($2) order by created_at, id',
    [key.partner_id, kinds],
  );
const inUse = async (key: CreatedPartner, entry: object = EMAIL): Promise<Made> => {
  const made = await withPackages(hubby, [entry], key);
  for (const verb of ['install', 'enable'])
    assert.equal(
      short(
        await hubby.call('POST', `/api/sandbox/esims/${made.iccid}/${verb}`, undefined, { key }),
      ),
      '200',
    );
  return made;
};
const consume = async (made: Made, body: object): Promise<void> =>
  assert.equal(
    short(
      await hubby.call('POST', `/api/sandbox/esims/${made.iccid}/consume`, body, { key: made.key }),
    ),
    '200',
  );
const advance = async (key: CreatedPartner, advance: string): Promise<Json> => {
  const answer = await hubby.call('POST', '/api/sandbox/clock', { advance }, { key });
  assert.equal(answer.status, 200, answer.text);
  return answer.body.data;
};

describe('running low', () => {
  it('at 80 % by default, once, whatever comes in which order', async () => {
    const key = await newPartner();
    const {
      iccid,
      packages: [k],
    } = await withPackages(hubby, [EMAIL], key);
    const percents = shuffled([10, 20, 45, 79, 80, 81, 95, 100, 60, 80]);
    const reports = percents.map((p) =>
      reportOf(iccid, {
        packages: [{ package_id: k.provider_package_id, used_bytes: Math.ceil((GB * p) / 100) }],
      }),
    );
    await Promise.all([...reports, ...reports].map((r) => callback(hubby, [r])));
    await Promise.all([hubby.drain(), hubby.drain()]);
    const messages = await told(key);
    assert.deepEqual(
      messages.map((m) => [m.kind, m.recipient, m.channel, m.subject_id, m.data]),
      [
        [
          'running_low',
          'ann@example.com',
          'EMAIL',
          `${k.id}:running_low`,
          { package_id: k.id, queue_ids: [k.queue_id], percent: messages[0].data.percent },
        ],
      ],
      JSON.stringify(percents),
    );
    assert.deepEqual((await eventsOf(hubby, k.id)).at(-1), '100');
  });

  it('at the shares that its schedules name; a jump over several is told by the highest', async () => {
    const low = { kind: 'running_low', moment: 'usage' };
    const key = await newPartner({
      schedules: [
        { key: 'half', ...low, percent: 50 },
        { key: 'end', ...low, percent: 100 },
        { key: 'fr', ...low, percent: 20, filter: { countries: ['FR'] } },
        { key: 'sms', ...low, percent: 50, channel: 'SMS' },
      ],
    });
    const [slow, fast] = [
      await inUse(key),
      await inUse(key, { size: '1GB', body: { email: 'fast@example.com' } }),
    ];
    await consume(slow, { percent: 49 });
    assert.deepEqual(await told(key), []);
    for (const percent of [1, 30, 20]) await consume(slow, { percent });
    await consume(fast, { percent: 100 });
    assert.deepEqual(
      (await told(key))
        .map(
          (m) =>
            `${m.recipient} ${m.subject_id.split(':')[1]} ${m.data.percent} ${m.channel} ${m.status === 'skipped'}`,
        )
        .sort(),
      [
        'ann@example.com end 100 EMAIL false',
        'ann@example.com half 50 EMAIL false',
        'ann@example.com sms 50 SMS true',
        'fast@example.com end 100 EMAIL false',
        'fast@example.com sms 100 SMS true',
      ],
    );
  });

  it('never for who wants no messages, nor where nobody knows an address', async () => {
    const [quiet, key] = [await hubby.newPartner(), await newPartner()];
    await consume(await inUse(quiet), { percent: 90 });
    await consume(await inUse(key, {}), { percent: 90 });
    assert.deepEqual([await told(quiet), await told(key)], [[], []]);
    assert.deepEqual(
      await hubby.sql(
        `select * from timers where kind = 'message' and subject_id like 'epk%' and partner_id = $1`,
        [quiet.partner_id],
      ),
      [],
    );
  });

  it('a top-up counts too, and has no reminder', async () => {
    const key = await newPartner();
    const made = await inUse(key);
    const answer = await hubby.call(
      'POST',
      '/api/esims/topup',
      { iccid: made.iccid, size: '1GB' },
      { key },
    );
    assert.equal(answer.status, 201, answer.text);
    await consume(made, { percent: 100 });
    await hubby.sql(
      `insert into traveler_emails (partner_id, email, traveler_id) select partner_id, 'top@example.com', traveler_id from esims where iccid = $1 on conflict do nothing`,
      [made.iccid],
    );
    await consume(made, { percent: 85 });
    assert.equal((await told(key)).length, 2);
    await advance(key, '1d');
    assert.deepEqual(
      await hubby.sql(
        `select 1 from messages where partner_id = $1 and booking_id = $2 and kind = 'departure_reminder'`,
        [key.partner_id, answer.body.data.id],
      ),
      [],
    );
  });
});

describe('about to expire', () => {
  it('three days before at nine by default; time-limited packages run low by time', async () => {
    const key = await newPartner({ time_zone: 'Asia/Tokyo' });
    const made = await inUse(key, {
      body: {
        package_type: 'time-limited',
        size: '3GB',
        package_duration: 30,
        email: 'ann@example.com',
      },
    });
    await consume(made, { bytes: 1 });
    const [k] = await hubby.sql(
      'select expires_at, duration_days, date_activated from packages where id = $1',
      [made.packages[0].id],
    );
    await advance(key, '40d');
    const messages = await told(key);
    assert.deepEqual(
      messages.map((m) => m.kind),
      ['running_low', 'package_expiring'],
    );
    assert.equal(
      messages[0].created_at.getTime(),
      k.date_activated.getTime() + 0.8 * k.duration_days * DAY,
    );
    const tokyo = new Date(k.expires_at.getTime() + 9 * 3_600_000).toISOString().slice(0, 10);
    assert.equal(
      messages[1].created_at.toISOString(),
      new Date(Date.parse(`${tokyo}T09:00:00+09:00`) - 3 * DAY).toISOString(),
    );
    assert.deepEqual(
      await hubby.sql(
        `select * from timers where partner_id = $1 and kind = 'message' and subject_id like 'epk%'`,
        [key.partner_id],
      ),
      [],
    );
  });

  it('not for what is used up by then', async () => {
    const key = await newPartner();
    const [made, other] = [
      await inUse(key),
      await inUse(key, { size: '1GB', body: { email: 'bob@example.com' } }),
    ];
    await consume(made, { percent: 100 });
    await consume(other, { percent: 1 });
    await advance(key, '370d');
    assert.deepEqual(
      (await told(key, ['package_expiring'])).map((m) => m.recipient),
      ['bob@example.com'],
    );
  });

  it('by schedules that were set after it was activated', async () => {
    const key = await newPartner({ schedules: [] });
    const made = await inUse(key);
    await consume(made, { percent: 1 });
    const answer = await hubby.operator('PATCH', `/partners/${key.partner_id}/settings`, {
      schedules: [{ key: 'm', kind: 'package_expiring', moment: 'expiry', days: 30 }],
    });
    assert.equal(answer.status, 200, answer.text);
    await advance(key, '340d');
    assert.deepEqual(
      (await told(key)).map((m) => m.subject_id),
      [`${made.packages[0].id}:m`],
    );
  });
});

describe('a clock that leaps', () => {
  // Most are for a channel without a sender, since making mails is not what this is about. Those at
  // noon fall between others of the same day.
  const SCHEDULES: Json[] = [
    { key: 'd30', days: 30, channel: 'SMS' },
    { key: 'noon', days: 14, hour: '12:00', channel: 'SMS' },
    { key: 'd14', days: 14, channel: 'SMS' },
    { key: 'd1', days: 1 },
  ].map((s) => ({ kind: 'departure_reminder', moment: 'departure', ...s }));
  async function book(
    key: CreatedPartner,
    days: number,
    email: string,
  ): Promise<{ id: string; departure: Date }> {
    const departure = new Date(Date.now() + days * DAY);
    const answer = await hubby.call(
      'POST',
      '/api/bookings',
      {
        departure_date: departure.toISOString(),
        email,
        package_specifications: [{ external_user_id: user(), destination: 'GR', size: '1GB' }],
      },
      { key },
    );
    assert.equal(answer.status, 201, answer.text);
    return { id: answer.body.data.id, departure };
  }

  it('leaves nothing out: 400 bookings, 90 days, each message at its own instant and in order, workers beside it', async (t) => {
    const key = await newPartner({ schedules: SCHEDULES });
    const booked: { id: string; departure: Date }[] = [];
    for (let n = 0; n < 400; n += 20)
      booked.push(
        ...(await Promise.all(
          Array.from({ length: 20 }, (_, i) =>
            book(key, 2 + random() * 80, `p${n + i}@example.com`),
          ),
        )),
      );
    const worker = await hubby.work();
    try {
      const started = performance.now();
      const { fired } = await advance(key, '90d');
      t.diagnostic(
        `90 days, 400 bookings: ${Math.round(performance.now() - started)} ms, ${JSON.stringify(fired)}`,
      );
    } finally {
      await worker.stop();
    }
    const rows = await hubby.sql(
      `select booking_id, subject_id, created_at from messages where partner_id = $1 and kind = 'departure_reminder' order by id`,
      [key.partner_id],
    );
    const expected = booked.flatMap(({ id, departure }) =>
      SCHEDULES.flatMap(({ key: name, days, hour }: Json) => {
        const at = new Date(departure.getTime() - days * DAY);
        if (hour !== undefined) at.setUTCHours(12, 0, 0, 0);
        return at.getTime() > Date.now() ? [`${at.toISOString()} ${id}:${name}`] : [];
      }),
    );
    assert.deepEqual(
      rows
        .map(
          (m) => `${m.created_at.toISOString()} ${m.subject_id.split(':').slice(0, 2).join(':')}`,
        )
        .sort(),
      expected.sort(),
    );
    // Ids ascend with their making.
    const instants = rows.map((m) => m.created_at.getTime());
    assert.deepEqual(
      instants,
      instants.toSorted((a, b) => a - b),
    );
  });
});
