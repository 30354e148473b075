/** What must hold at the end, by the books of the pay desk and of the telco. */
import assert from 'node:assert/strict';
import { assertSound } from '../checks.ts';
import type { Bought } from './buyers.ts';
import type { Shop } from './shop.ts';

type Row = {
  id: string;
  state: string;
  doubt: string | null;
  amount: number;
  /** what the pay desk has of it: null = nobody paid */
  taken: number | null;
  given_back: number;
  refunds: number;
  is_disputed: boolean;
  /** at the telco, not cancelled */
  live: number;
  /** at the telco, ever */
  made: number;
  told: string[];
};

const ALL = `select u.id, u.state, c.doubt, u.amount,
    p.amount as taken, coalesce(p.refunded, 0) as given_back,
    (select count(*)::int from pay_desk.refunds r where r.payment_id = p.id) as refunds,
    exists (select from pay_desk.disputes d where d.payment_id = p.id) as is_disputed,
    (select count(*)::int from telco.packages k where k.status <> 'CANCELLED' and k.reference in
      (select o.reference::text from provider_orders o where o.queue_id = u.queue_id)) as live,
    (select count(*)::int from telco.packages k where k.reference in
      (select o.reference::text from provider_orders o where o.queue_id = u.queue_id)) as made,
    array(select e.type from events e where e.data->>'purchase_id' = u.id
      and e.type in ('package.purchased', 'topup.completed')) as told
  from purchases u
  join checkouts c on c.purchase_id = u.id
  left join pay_desk.sessions s on s.asked->'metadata'->>'purchase_id' = u.id
  left join pay_desk.payments p on p.session_id = s.id and p.status = 'succeeded'`;

export async function audit(shop: Shop, bought: readonly Bought[]) {
  const rows = await shop.sql<Row>(ALL);
  const wayOf = new Map(bought.map(({ id, way }) => [id, way]));
  assert.deepEqual(
    rows.map(({ id }) => id).sort(),
    [...wayOf.keys()].sort(),
    'each purchase has one page at most, and everybody was told of theirs',
  );
  const wrong = rows.flatMap((row) =>
    problems(row).map((problem) => `${problem}: ${wayOf.get(row.id)} ${JSON.stringify(row)}`),
  );
  assert.deepEqual(wrong, []);
  await assertFirsts(shop);
  await assertSums(shop);
  await assertSound(shop.sql);
  return {
    purchases: rows.length,
    states: countBy(rows, ({ state }) => state),
    doubts: countBy(
      rows.filter(({ doubt }) => doubt !== null),
      ({ doubt }) => doubt!,
    ),
    ways: countBy(bought, ({ way }) => way),
  };
}

const countBy = <T>(all: readonly T[], nameOf: (one: T) => string): Record<string, number> =>
  Object.fromEntries(
    [...Map.groupBy(all, nameOf)].map(([name, own]): [string, number] => [name, own.length]).sort(),
  );

function problems(row: Row): string[] {
  const kept = (row.taken ?? 0) - row.given_back;
  const isProvisioned = row.state === 'provisioned';
  const rules: [boolean, string][] = [
    [row.live <= 1, 'two packages for one payment'],
    [row.taken === null || row.taken === row.amount, 'another amount was taken'],
    [row.refunds <= 1, 'given back twice'],
    [kept === 0 || kept === row.amount, 'given back in part'],
    [row.taken !== null || row.made === 0, 'a package that nobody paid'],
    [row.taken !== null || ['failed', 'expired'].includes(row.state), 'unpaid, and open'],
    // A dispute that comes first takes the money: then nothing is made.
    [kept === 0 || row.live === 1 || row.is_disputed, 'paid, and no package'],
    [kept === 0 || isProvisioned || row.is_disputed, 'paid, and not provisioned'],
    [
      row.taken === null || kept > 0 || row.live === 0 || row.doubt !== null,
      'given back, and the package stays without anybody knowing',
    ],
    [!isProvisioned || row.made === 1, 'provisioned with another number of packages'],
    [row.told.length === (row.made > 0 ? 1 : 0), 'told another number of times'],
  ];
  return rules.filter(([holds]) => !holds).map(([, what]) => what);
}

/** Of a traveler's purchases for a destination one is the first. */
async function assertFirsts(shop: Shop): Promise<void> {
  const wrong = await shop.sql(
    `select data->>'external_user_id' as user, data->>'iso3' as iso3
     from events
     where type in ('package.purchased', 'topup.completed') and data ? 'purchase_id'
     group by 1, 2
     having count(*) filter (where type = 'package.purchased') <> 1`,
  );
  assert.deepEqual(wrong, [], 'one first purchase of a traveler for a destination');
}

/** All in all: what was taken and kept is what was sold and is with travelers. */
async function assertSums(shop: Shop): Promise<void> {
  const [sums] = await shop.sql<{ kept: number; sold: number }>(
    `select
       (select coalesce(sum(p.amount - p.refunded), 0)::int from pay_desk.payments p
         where p.status = 'succeeded'
           and not exists (select from pay_desk.disputes d where d.payment_id = p.id)) as kept,
       (select coalesce(sum(u.amount), 0)::int from purchases u
         join checkouts c on c.purchase_id = u.id
         where u.state = 'provisioned' and c.doubt is distinct from 'refunded_there'
           and not exists (select from pay_desk.disputes d where d.payment_id = c.payment_id)) as sold`,
  );
  assert.equal(sums!.kept, sums!.sold, 'the sums of the pay desk and of the purchases');
}
