/**
 * What is due of one partner waits for another's by no more than a turn, however many that one has:
 * claimed with the next look, and begun while the other's hang.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { roomOf, takeTurns, type Room } from '../src/db/due-work/claim-in-turns.ts';
import { runDueOrders } from '../src/domain/esims/provisioning/run-due-orders.ts';
import { takeDueOrders } from '../src/domain/esims/provisioning/orders.ts';
import { takeDueWork } from '../src/domain/esims/replacing/replacement-work.ts';
import { takeDuePurchases } from '../src/domain/store/run-due-purchases.ts';
import { takeDueRequests } from '../src/domain/hosted/redemptions.ts';
import { takeDueMessages } from '../src/domain/messages/sending/run-due-messages.ts';
import { runDueTimers } from '../src/jobs/run-due-timers.ts';
import type { CreatedPartner } from '../src/domain/partners/managing/partners.ts';
import { gate, until } from './faults/checks.ts';
import { book, dashboard, replaceProvider } from './faults/steps.ts';
import { startHubby, user, type Hubby } from './harness.ts';

const MANY = 3_000;
const PROVIDER = 'sandbox-one';

let hubby: Hubby;
/** In the order of their ids, which is that of a scan. */
let busy: CreatedPartner;
let quiet: CreatedPartner;
before(async () => {
  hubby = await startHubby();
  [busy, quiet] = [await hubby.newPartner(), await hubby.newPartner()].sort((a, b) =>
    a.partner_id < b.partner_id ? -1 : 1,
  ) as [CreatedPartner, CreatedPartner];
});
after(() => hubby.close());

type Row = { partner_id: string };
type Kind = {
  /** of a partner, due for so many minutes: $1 partner, $2 how many, $3 minutes */
  insert: string;
  take(room: Room): Promise<Row[]>;
};
const KINDS: Record<string, Kind> = {
  'provider orders': {
    insert: `insert into provider_orders (id, partner_id, traveler_id, kind, provider, reference, state, next_attempt_at)
      select 'po_' || gen_random_uuid(), $1, 'trv_' || gen_random_uuid(), 'create_esim', '${PROVIDER}', gen_random_uuid(), 'intent',
        now() - $3 * interval '1 min'
      from generate_series(1, $2)`,
    take: (room) => takeDueOrders(hubby.ctx.db, PROVIDER, room, 1_000),
  },
  replacements: {
    insert: `insert into replacement_work (replacement_id, partner_id, next_attempt_at)
      select gen_random_uuid(), $1, now() - $3 * interval '1 min' from generate_series(1, $2)`,
    take: (room) => takeDueWork(hubby.ctx.db, room),
  },
  redemptions: {
    insert: `insert into hosted_redemptions (partner_id, queue_id, next_attempt_at)
      select $1, gen_random_uuid(), now() - $3 * interval '1 min' from generate_series(1, $2)`,
    take: (room) => takeDueRequests(hubby.ctx, room),
  },
  purchases: {
    insert: `insert into checkouts (partner_id, purchase_id, next_attempt_at)
      select $1, gen_random_uuid(), now() - $3 * interval '1 min' from generate_series(1, $2)`,
    take: (room) => takeDuePurchases(hubby.ctx, room),
  },
  messages: {
    insert: `insert into dispatches (partner_id, message_id, next_attempt_at)
      select $1, gen_random_uuid(), now() - $3 * interval '1 min' from generate_series(1, $2)`,
    take: ({ free }) => takeDueMessages(hubby.ctx, { free, full: [], partnerId: null }),
  },
};
const clear = async (): Promise<void> => {
  for (const table of [
    'provider_orders',
    'replacement_work',
    'hosted_redemptions',
    'checkouts',
    'dispatches',
    'timers',
  ])
    await hubby.sql(`delete from ${table}`);
};
const countOf = (rows: readonly Row[], { partner_id }: CreatedPartner): number =>
  rows.filter((row) => row.partner_id === partner_id).length;

describe('one that has just come due', () => {
  beforeEach(clear);
  after(clear);

  for (const [name, { insert, take }] of Object.entries(KINDS)) {
    it(`is taken with the next look beside thousands of another: ${name}`, async () => {
      await hubby.sql(insert, [busy.partner_id, MANY, 60]);
      await hubby.sql(insert, [quiet.partner_id, 1, 0]);
      const taken = await take(roomOf(8, 8, new Map()));
      assert.equal(countOf(taken, quiet), 1, 'not behind what has been due for an hour');
      assert.equal(countOf(taken, busy), 4, 'an equal share of each');
    });
  }
});

describe('free places', () => {
  beforeEach(clear);
  after(clear);
  const { insert, take } = KINDS['redemptions']!;

  it('that one partner leaves are another’s, up to its most', async () => {
    await hubby.sql(insert, [busy.partner_id, MANY, 60]);
    await hubby.sql(insert, [quiet.partner_id, 2, 0]);
    const active = new Map([[busy.partner_id, 3]]);
    const all: Row[] = [];
    const looks = takeTurns(() => roomOf(20, 18, active), take);
    for await (const rows of looks)
      for (const row of rows) {
        all.push(row);
        active.set(row.partner_id, (active.get(row.partner_id) ?? 0) + 1);
      }
    assert.deepEqual(
      [countOf(all, busy), countOf(all, quiet)],
      [15, 2],
      '18 of one at most, 3 are under way',
    );
  });

  it('are shared out by workers that look at once, and no row twice', async () => {
    await hubby.sql(insert, [busy.partner_id, 50, 60]);
    await hubby.sql(insert, [quiet.partner_id, 50, 60]);
    const taken = await Promise.all(Array.from({ length: 6 }, () => take(roomOf(8, 8, new Map()))));
    const ids = taken.flat().map((row) => (row as unknown as { queue_id: string }).queue_id);
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(taken.every((rows) => countOf(rows, quiet) <= 4));
  });

  it('are none for what is due later', async () => {
    await hubby.sql(insert, [quiet.partner_id, 5, -60]);
    assert.deepEqual(await take(roomOf(8, 8, new Map())), []);
    await hubby.sql(insert, [busy.partner_id, 20, 60]);
    await hubby.sql(insert, [busy.partner_id, 20, -60]);
    const taken = await take(roomOf(30, 30, new Map()));
    assert.deepEqual([countOf(taken, busy), countOf(taken, quiet)], [20, 0]);
    await hubby.sql(insert, [busy.partner_id, 20, 60]);
    assert.equal(
      (await take(roomOf(8, 8, new Map()))).length,
      8,
      'who has nothing due has no share',
    );
  });
});

describe('a partner', () => {
  beforeEach(clear);
  after(clear);

  it('whose orders hang leaves places to others', async (t) => {
    const door = gate();
    const restore = replaceProvider(hubby, PROVIDER, (real) => ({
      createEsim: async (input) => {
        if (input.customer === busy.partner_id) await door.wait();
        return real.createEsim(input);
      },
    }));
    t.after(restore);
    for (let n = 0; n < 30; n++) await book(hubby, user(), { key: busy });
    const work = runDueOrders(hubby.ctx);
    await door.reached;
    const traveler = user();
    await book(hubby, traveler, { key: quiet });
    await until(
      'the other partner has its eSIM',
      async () => (await dashboard(hubby, traveler, quiet)).body.data.user.has_universal_esim,
    ).finally(() => door.open());
    await work;
  });

  it('whose timers are many lets others take turns', async () => {
    const add = (key: CreatedPartner, count: number): Promise<unknown> =>
      hubby.sql(
        `insert into timers (partner_id, due_at, kind, subject_id)
         select $1, now() - interval '1 h', 'package', 'epk_' || n from generate_series(1, $2) n`,
        [key.partner_id, count],
      );
    const left = async (key: CreatedPartner): Promise<number> =>
      (
        await hubby.sql('select count(*)::int as n from timers where partner_id = $1', [
          key.partner_id,
        ])
      )[0].n;
    await add(busy, 1_000);
    await add(quiet, 1);
    // Stopped as soon as the other's turn must have come.
    let looks = 0;
    await runDueTimers(hubby.ctx, () => ++looks > 3);
    assert.equal(await left(quiet), 0);
    assert.ok((await left(busy)) > 0);
    await runDueTimers(hubby.ctx);
    assert.equal(await left(busy), 0);
  });
});
