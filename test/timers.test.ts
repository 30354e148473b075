/** Looking for due timers reads what is due, not what is there. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { runDueTimers } from '../src/jobs/run-due-timers.ts';
import {
  DUE_PARTNERS,
  CLAIM_DUE,
  CLAIM_IN_ORDER,
  nextTimer,
  takeDue,
} from '../src/domain/timers/take-timers.ts';
import { startHubby, type Hubby, type Json } from './harness.ts';

const FUTURE = 200_000;
let hubby: Hubby;
let partners: string[];

before(async () => {
  hubby = await startHubby();
  partners = [];
  for (let i = 0; i < 5; i++) partners.push((await hubby.newPartner()).partner_id);
  await hubby.sql(
    `insert into timers select ($1::text[])[1 + n % 4], now() + interval '1 day' + n * interval '1 min', 'booking', 'bkg_' || n from generate_series(1, ${FUTURE}) n`,
    [partners],
  );
});
after(() => hubby.close());

/**
 * Rows of `timers` that a statement read, by its own plan after running it; nothing of it is kept.
 */
async function rowsRead(text: string, params: unknown[]): Promise<number> {
  const literal = (value: unknown): string =>
    `'${value instanceof Date ? value.toISOString() : String(value)}'`;
  const [row] = await hubby.sql(
    `explain (analyze, format json) ${text.replace(/\$(\d)/g, (_, n: string) => literal(params[Number(n) - 1]))}`,
  );
  const read = (node: Json): number =>
    (node['Relation Name'] === 'timers' && node['Node Type'] !== 'ModifyTable'
      ? (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']
      : 0) + (node['Plans'] ?? []).reduce((sum: number, child: Json) => sum + read(child), 0);
  return read(row['QUERY PLAN'][0]['Plan']);
}

for (const statistics of ['without statistics', 'with statistics']) {
  describe(`with ${FUTURE} timers of the future, ${statistics}`, () => {
    before(async () => {
      if (statistics === 'with statistics') await hubby.sql('analyze timers');
    });

    it('looking for partners reads about one row of each', async () => {
      const read = await rowsRead(DUE_PARTNERS, [new Date()]);
      assert.ok(read >= 4 && read <= 20, `${read} rows`);
    });

    it('taking what is due reads a batch', async () => {
      await hubby.sql(
        `insert into timers select $1, now() - n * interval '1 s', 'booking', 'due_' || n from generate_series(1, 1000) n on conflict do nothing`,
        [partners[0]],
      );
      for (const [name, text] of Object.entries({ CLAIM_DUE, CLAIM_IN_ORDER })) {
        const read = await rowsRead(text, [partners[0], new Date()]);
        // Without statistics PostgreSQL may sort what is due instead of walking along the key.
        assert.ok(
          read >= 200 && read <= (statistics === 'with statistics' ? 700 : 1_500),
          `${name}: ${read} rows`,
        );
      }
    });

    it('a pass takes all that is due, and leaves the rest', async () => {
      await hubby.sql(`delete from timers where due_at <= now()`);
      await hubby.sql(
        `insert into timers select $1, now() - n * interval '1 s', 'booking', 'due_' || n from generate_series(1, 1001) n`,
        [partners[4]],
      );
      assert.equal(await runDueTimers(hubby.ctx), 1001);
      assert.equal(await runDueTimers(hubby.ctx), 0);
      assert.equal((await hubby.sql('select count(*)::int as n from timers'))[0].n, FUTURE);
      assert.equal(await nextTimer(hubby.ctx.db, partners[0]!, new Date()), null);
      assert.ok(
        (await nextTimer(hubby.ctx.db, partners[0]!, new Date('2100-01-01')))! > new Date(),
      );
    });
  });
}

describe('while the clock of a partner is being moved', () => {
  const moving = (until: string): Promise<Json[]> =>
    hubby.sql(
      `insert into partner_clocks (partner_id, offset_ms, advancing_until) values ($1, 0, now() + $2::interval)
       on conflict (partner_id) do update set advancing_until = excluded.advancing_until`,
      [partners[4], until],
    );
  before(async () => {
    await hubby.sql(`delete from timers where partner_id = any($1)`, [partners]);
    await hubby.sql(
      `insert into timers select unnest($1::text[]), now() - interval '1 s', 'booking', 'bkg_due'`,
      [partners.slice(3)],
    );
    await moving('1 hour');
  });
  const due = async (): Promise<string[]> =>
    (await hubby.sql(DUE_PARTNERS.replace('$1', 'now()'))).map((row: Json) => row.partner_id);

  it('its timers are not looked for', async () => {
    assert.deepEqual(await due(), [partners[3]]);
  });

  it('its timers are not taken by a worker that found them just before', async () => {
    const take = (): Promise<unknown[]> =>
      hubby.ctx.db.partnerTx(partners[4]!, (tx) => takeDue(tx, partners[4]!, new Date()));
    assert.deepEqual(await take(), []);
  });

  it('those of others go off; its own do when the move is over, or whoever made it is gone', async () => {
    assert.equal(await runDueTimers(hubby.ctx), 1);
    assert.deepEqual(await due(), []);
    await moving('-1 second');
    assert.deepEqual(await due(), [partners[4]]);
    assert.equal(await runDueTimers(hubby.ctx), 1);
  });
});
