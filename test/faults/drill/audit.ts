/** What must hold at the end, by the suppliers' own books. */
import assert from 'node:assert/strict';
import type { Sale } from '../../../packages/standins/src/index.ts';
import type { Queue } from './travelers.ts';
import type { World } from './world.ts';

type Order = {
  id: string;
  reference: string;
  queue_id: string | null;
  provider: string;
  provider_order_id: string | null;
  state: string;
};
type Package = { queue_id: string; iccid: string; provider: string };
type Sold = Sale & { account: string };

/** `sentAgain`: by which accounts' orders a person said that nothing had come of them. */
export async function audit(
  { arena, suppliers }: World,
  queues: readonly Queue[],
  sentAgain: readonly string[],
) {
  const sold: Sold[] = suppliers.flatMap(({ name, standIn }) =>
    standIn.desk.sold().map((sale) => ({ ...sale, account: name })),
  );
  const live = sold.filter(({ isLive }) => isLive);
  const orders = await arena.sql<Order>(
    'select id, reference::text, queue_id, provider, provider_order_id, state from provider_orders',
  );
  const packages = await arena.sql<Package>(
    `select k.queue_id, e.iccid, e.provider
     from packages k
     join esims e on e.partner_id = k.partner_id and e.id = k.esim_id`,
  );
  assertNamed(live, orders);
  assertOnce(queues, { live, orders, packages });
  const esims = await arena.sql<Named>('select iccid from esims');
  const lost = await arena.sql<Named>(`select iccid from es2plus_profiles where status = 'lost'`);
  const choosing = new Set(suppliers.filter((s) => s.choosesProfiles).map(({ name }) => name));
  const spent = spentProfiles(live, { esims, lost, choosing });
  const mayBeSpent = sentAgain.filter((account) => choosing.has(account)).length;
  assert.ok(
    spent.length <= mayBeSpent,
    `profiles that nobody has: ${JSON.stringify(spent)}, sent again ${mayBeSpent} times`,
  );
  assertProfiles(
    live.filter((one) => !spent.includes(one)),
    esims,
    lost,
  );
  await assertTold({ arena, orders, packages });
  return {
    bought: live.length,
    failed: sold.length - live.length,
    packages: packages.length,
    lostProfiles: lost.length,
    spentProfiles: spent.length,
  };
}

/** By our reference, or where the supplier keeps none by what it calls the order. */
const keyOfSale = ({ account, id, reference }: Sold): string | null =>
  account.startsWith('esim-go') ? `${account} ${id}` : reference;
const keyOfOrder = ({ provider, provider_order_id: id, reference }: Order): string =>
  provider.startsWith('esim-go') ? `${provider} ${id}` : reference;

/** Whatever is paid for belongs to an order of ours. */
function assertNamed(live: readonly Sold[], orders: readonly Order[]): void {
  const known = new Set(orders.map(keyOfOrder));
  const foreign = live.filter((sale) => sale.reference !== null && !known.has(keyOfSale(sale)!));
  assert.deepEqual(foreign, [], 'bought, and nobody ordered it');
}

type Books = { live: readonly Sold[]; orders: readonly Order[]; packages: readonly Package[] };

/** Each queue was bought once, over all suppliers and all its references, and is on its eSIM. */
function assertOnce(queues: readonly Queue[], { live, orders, packages }: Books): void {
  const ordersOf = Map.groupBy(orders, ({ queue_id }) => queue_id);
  const salesOf = Map.groupBy(live, keyOfSale);
  const packagesOf = Map.groupBy(packages, ({ queue_id }) => queue_id);
  for (const { id } of queues) {
    const own = ordersOf.get(id) ?? [];
    const keys = new Set(own.map(keyOfOrder));
    const sales = [...keys].flatMap((key) => salesOf.get(key) ?? []);
    const holds = packagesOf.get(id) ?? [];
    const all = JSON.stringify({ id, own, sales, holds }, null, 1);
    assert.equal(sales.length, 1, `bought once: ${all}`);
    assert.equal(holds.length, 1, `on an eSIM once: ${all}`);
    const [{ account, iccid }, pack] = [sales[0]!, holds[0]!];
    assert.deepEqual([account, iccid], [pack.provider, pack.iccid], `there: ${all}`);
    const confirmed = own.filter(({ state }) => state === 'confirmed');
    assert.deepEqual(
      confirmed.map(({ provider }) => provider),
      [account],
      `by one order: ${all}`,
    );
  }
}

type Named = { iccid: string | null };

type Known = { esims: readonly Named[]; lost: readonly Named[]; choosing: ReadonlySet<string> };

/** Taken by a call of which only the SM-DP+ knows what it took; another profile was asked for. */
function spentProfiles(live: readonly Sold[], { esims, lost, choosing }: Known): Sold[] {
  const known = new Set([...esims, ...lost].map(({ iccid }) => iccid));
  return live.filter(
    ({ kind, account, iccid }) => kind === 'esim' && choosing.has(account) && !known.has(iccid),
  );
}

/**
 * Every eSIM that a supplier has made is one of ours, and the other way round. A profile that an
 * SM-DP+ did not take back is in the stock list as lost.
 */
function assertProfiles(live: readonly Sold[], esims: Named[], lost: Named[]): void {
  const name = ({ iccid }: Named): string => String(iccid);
  const gone = new Set(lost.map(name));
  const made = live.filter((one) => one.kind === 'esim' && !gone.has(name(one)));
  assert.deepEqual(made.map(name).sort(), esims.map(name).sort(), 'eSIMs there and here');
}

type Heard = { type: string; about: string };

/** Every order ended with an event, once. */
async function assertTold({ arena, orders, packages }: Pick<World, 'arena'> & Omit<Books, 'live'>) {
  assert.deepEqual(
    orders.filter(({ state }) => state !== 'confirmed' && state !== 'rejected'),
    [],
    'every order has ended',
  );
  const heard = await arena.sql<Heard>(
    `select type, case type when 'package.provisioned' then data->>'package_queue_uuid'
       else entity_id end as about
     from events
     where type in ('package.provisioned', 'package.provisioning_failed')`,
  );
  const about = (type: string) => heard.filter((one) => one.type === type).map((one) => one.about);
  const told = about('package.provisioned');
  assert.equal(told.length, packages.length);
  assert.equal(new Set(told).size, packages.length, 'told of each package once');
  assert.deepEqual(
    about('package.provisioning_failed').sort(),
    orders
      .filter(({ state, queue_id }) => state === 'rejected' && queue_id !== null)
      .map(({ id }) => id)
      .sort(),
    'told of each order that came to nothing',
  );
}
