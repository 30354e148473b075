/**
 * Everything that locks several rows, at the same rows at once: nothing dead-locks, nobody is told
 * 500, the facts hold.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { untilNoConflict } from '../../src/db/retry.ts';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { AppError } from '../../src/errors.ts';
import { DUE } from '../../src/jobs/index.ts';
import { emulatorToken, PROJECT } from '../support/app-issuer.ts';
import { pick, random } from '../support/chance.ts';
import { assertSound, until } from '../faults/checks.ts';
import { startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby({
    env: {
      HUBBY_ALLOW_PRIVATE_WEBHOOKS: '1',
      HUBBY_FIREBASE_PROJECT: PROJECT,
      HUBBY_FIREBASE_EMULATOR: '1',
    },
  });
});
after(() => hubby.close());

const DAY_MS = 86_400_000;
const dayIn = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();

/**
 * An answer that a caller can live with: decided, or 503 with the time to wait. The harness fails
 * on 500.
 */
function fine(answer: Answer): Answer {
  if (answer.status >= 500) {
    assert.equal(answer.status, 503, answer.text);
    assert.match(String(answer.headers['retry-after']), /^[1-9]/);
  }
  return answer;
}

/** Runs each of these `times` times, one after another, all side by side. */
const hammer = (times: number, ...works: (() => Promise<unknown>)[]): Promise<unknown> =>
  Promise.all(
    works.map(async (work) => {
      for (let n = 0; n < times; n++) await work();
    }),
  );

const call = async (
  key: CreatedPartner,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> => fine(await hubby.call(method, path, body, { key }));
const workers = async (): Promise<void> => {
  for (const run of Object.values(DUE)) await run(hubby.ctx, () => false);
};
const IDLE = `from pg_stat_activity where datname = current_database() and state = 'idle' and pid <> pg_backend_pid() and query !~* '^listen'`;
/**
 * How often PostgreSQL had to end a transaction for a deadlock. Each connection tells of its own at
 * the latest when it ends.
 */
async function deadlocks(): Promise<number> {
  const ended = await hubby.sql(`select pid, pg_terminate_backend(pid) ${IDLE}`);
  const pids = ended.map((row) => row.pid);
  await until(
    'idle connections have ended',
    async () =>
      (await hubby.sql('select 1 from pg_stat_activity where pid = any($1)', [pids])).length === 0,
  );
  const [row] = await hubby.sql(
    'select deadlocks::int as n from pg_stat_database where datname = current_database()',
  );
  return row.n;
}

describe('a cancellation beside re-submissions', () => {
  it('decides for each which booking it is', async () => {
    const key = await hubby.newPartner('Cancelling');
    const statuses = new Set<string>();
    const race = async (reference: string): Promise<void> => {
      const body = {
        departure_date: dayIn(60),
        booking_id: reference,
        email: 'a@example.com',
        communication_options: { should_send_message: true },
        package_specifications: [{ external_user_id: user(), destination: 'GR', size: '1GB' }],
      };
      const post = (): Promise<Answer> => call(key, 'POST', '/api/bookings', body);
      await post();
      const cancel = call(key, 'DELETE', `/api/bookings/${reference}/byExternalBookingId`);
      // Spread over the cancellation, so that some find the booking it is about to cancel.
      const posts = Array.from({ length: 4 }, async () => {
        await sleep(random() * 12);
        return post();
      });
      statuses.add(`DELETE ${(await cancel).status}`);
      for (const { status } of await Promise.all(posts)) statuses.add(`POST ${status}`);
      const live = await hubby.sql(
        `select b.id, b.sequence, (select count(*)::int from package_queues q where q.partner_id = b.partner_id and q.booking_id = b.id) as queues,
           (select count(*)::int from events e where e.partner_id = b.partner_id and e.entity_id = b.id) as events
         from bookings b where b.partner_id = $1 and b.booking_id = $2 and b.cancelled_at is null`,
        [key.partner_id, reference],
      );
      assert.ok(live.length <= 1, JSON.stringify(live));
      for (const row of live) assert.deepEqual([row.queues, row.sequence], [1, row.events]);
    };
    for (let wave = 0; wave < 25; wave++)
      await Promise.all([race(`RACE-${wave}-A`), race(`RACE-${wave}-B`)]);
    assert.deepEqual(
      [...statuses].filter((s) => !/^(DELETE 200|POST 20[01])$/.test(s)),
      [],
    );
    assert.ok(statuses.has('POST 201') && statuses.has('POST 200'), [...statuses].join());
  });
});

describe('a clock that moves beside departures that move', () => {
  it('answers both, and fires each departure once', async () => {
    const before = await deadlocks();
    const key = await hubby.newPartner('Moving', {
      schedules: [
        { key: 'soon', kind: 'departure_reminder', moment: 'departure', days: 2 },
        { key: 'thanks', kind: 'booking_confirmation', moment: 'booking', days: 1 },
      ],
    });
    const ids: string[] = [];
    for (let n = 0; n < 25; n++) {
      const { body } = await call(key, 'POST', '/api/bookings', {
        departure_date: dayIn(8 + n / 10),
        email: 'a@example.com',
        communication_options: { should_send_message: true },
        package_specifications: [{ external_user_id: user(), destination: 'GR', size: '1GB' }],
      });
      ids.push(body.data.id);
    }
    let days = 8;
    const move = (): Promise<unknown> =>
      call(key, 'PATCH', `/api/bookings/${pick(ids)}`, {
        departure_date: dayIn((days += 0.1) + random() * 3),
      });
    await hammer(
      12,
      () => call(key, 'POST', '/api/sandbox/clock', { advance: '9h' }),
      ...Array.from({ length: 6 }, () => move),
      workers,
    );
    const twice = await hubby.sql(
      `select entity_id, type, data->>'departure_date', count(*) from events where partner_id = $1 and type like 'booking.%_%' and type <> 'booking.created' and type <> 'booking.updated'
       group by 1, 2, 3 having count(*) > 1`,
      [key.partner_id],
    );
    assert.deepEqual(twice, []);
    assert.equal(await deadlocks(), before);
  });
});

describe('bookings of new travelers who meet', () => {
  it('wait for one another, whoever is named first and by whichever name', async () => {
    const before = await deadlocks();
    const key = await hubby.newPartner('Families');
    for (let wave = 0; wave < 12; wave++) {
      const people = Array.from({ length: 5 }, user);
      const entry = (): Json => {
        const name = pick(people);
        return {
          ...pick([
            { external_user_id: name, email: `${name}@example.com` },
            { external_user_id: name },
            { email: `${name}@example.com` },
          ]),
          esim_type: 'classic',
          destination: 'GR',
          size: '1GB',
        };
      };
      await Promise.all(
        Array.from({ length: 40 }, (_, n) =>
          call(key, 'POST', '/api/bookings', {
            departure_date: dayIn(20),
            booking_id: `MEET-${wave}-${n % 7}`,
            package_specifications: Array.from({ length: 3 }, entry),
          }),
        ),
      );
    }
    assert.equal(await deadlocks(), before);
  });
});

describe('resets beside everything', () => {
  it('leave nothing half, and nobody with 500', async () => {
    const before = await deadlocks();
    const key = await hubby.newPartner('Hammered');
    await hubby.sql(
      `insert into webhook_endpoints (partner_id, url) values ($1, 'http://127.0.0.1:9/')`,
      [key.partner_id],
    );
    const users = Array.from({ length: 4 }, user);
    const bookings: Json[] = [];
    const book = async (): Promise<void> => {
      const names = [pick(users), pick(users)];
      const { body } = await call(key, 'POST', '/api/bookings', {
        departure_date: dayIn(20),
        booking_id: `TRIP-${Math.floor(random() * 6)}`,
        email: 'booker@example.com',
        communication_options: { should_send_message: true },
        package_specifications: [
          {
            external_user_id: names[0],
            email: `${names[0]}@example.com`,
            destination: 'GR',
            size: '1GB',
          },
          { external_user_id: names[1], esim_type: 'classic', destination: 'ES', size: '1GB' },
          {
            email: `${names[1]}@example.com`,
            esim_type: 'classic',
            destination: 'ES',
            size: '1GB',
          },
          { destination: 'FR', size: '1GB' },
        ],
      });
      if (body.success) bookings.push(body.data);
    };
    const onOne = (what: (booking: Json) => Promise<unknown>) => async (): Promise<void> => {
      if (bookings.length === 0) await book();
      if (bookings.length > 0) await what(pick(bookings.slice(-4)));
    };
    const redeem = onOne((b) =>
      call(key, 'POST', '/api/native/redeem-package', {
        external_user_id: b.package_specifications[0].external_user_id,
        package_queue_id: b.package_queues[0].id,
      }),
    );
    const claim = onOne(async (b) => {
      const external_user_id = b.package_specifications[1].external_user_id;
      fine(
        await hubby.bare('POST', '/claim_classic_package_queue', {
          headers: {
            'content-type': 'application/json',
            authorization: `Bearer ${emulatorToken({ partner_id: key.partner_id, external_user_id })}`,
          },
          body: JSON.stringify({ data: { queue_id: b.package_queues[1].uuid } }),
        }),
      );
    });
    const code = onOne((b) =>
      call(key, 'POST', `/api/promo-codes/${b.promo_codes[0].promo_code}/redeem`, {
        external_user_id: pick(users),
      }),
    );
    const change = onOne((b) =>
      call(key, 'PATCH', `/api/bookings/${b.id}`, {
        departure_date: dayIn(20 + random() * 5),
      }),
    );
    const reissue = onOne((b) =>
      call(key, 'POST', `/api/promo-codes/${b.promo_codes[0].promo_code}/reissue`, {}),
    );
    const cancel = onOne((b) => call(key, 'DELETE', `/api/bookings/${b.id}`));
    await hammer(
      8,
      () => call(key, 'POST', '/api/sandbox/reset'),
      () => call(key, 'POST', '/api/sandbox/clock', { advance: '2d' }),
      book,
      book,
      redeem,
      claim,
      code,
      change,
      reissue,
      cancel,
      workers,
    );
    await hubby.drain('hurry');
    await assertSound(hubby.sql);
    const orphans = await hubby.sql(
      `select q.id from package_queues q left join travelers t on t.partner_id = q.partner_id and t.id = q.traveler_id
       where q.partner_id = $1 and not q.is_code and t.id is null
       union all select k.id from booking_keys k left join bookings b on b.partner_id = k.partner_id and b.id = k.id where k.partner_id = $1 and b.id is null
       union all select b.id from bookings b where b.partner_id = $1 and not exists (select 1 from package_queues q where q.partner_id = $1 and q.booking_id = b.id)`,
      [key.partner_id],
    );
    assert.deepEqual(orphans, []);
    assert.equal(await deadlocks(), before);
  });
});

describe('what no order covers', () => {
  it('is begun anew until it passes: two transactions that lock two rows crosswise', async () => {
    const [a, b] = [await hubby.newPartner('Cross A'), await hubby.newPartner('Cross B')];
    const before = await deadlocks();
    let [begun, held] = [0, 0];
    const take = (first: string, second: string): Promise<unknown> =>
      hubby.ctx.db.tx(async (tx) => {
        begun++;
        const lock = (id: string) =>
          tx.rows('update partners set b2b_modification = b2b_modification + 1 where id = $1', [
            id,
          ]);
        await lock(first);
        held++;
        await until('both hold one', async () => held >= 2);
        await lock(second);
      });
    await Promise.all([take(a.partner_id, b.partner_id), take(b.partner_id, a.partner_id)]);
    assert.equal(begun, 3);
    assert.equal(await deadlocks(), before + 1);
  });

  it('is 503 with Retry-After when it does not pass, after a bounded number of tries', async () => {
    let tries = 0;
    const failing = untilNoConflict(() => {
      tries++;
      return hubby.ctx.db.rows(`do $$ begin raise exception 'x' using errcode = '40001'; end $$`);
    });
    await assert.rejects(failing, (error: unknown) => {
      assert.ok(error instanceof AppError);
      assert.deepEqual([error.type, error.status, error.retryAfter], ['overloaded', 503, 1]);
      return true;
    });
    assert.equal(tries, 5);
  });

  it('leaves other errors as they are, at once', async () => {
    let tries = 0;
    await assert.rejects(
      untilNoConflict(() => {
        tries++;
        return hubby.ctx.db.rows('select 1 / 0');
      }),
      { code: '22012' },
    );
    assert.equal(tries, 1);
  });
});
