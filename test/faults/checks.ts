/** What must hold whatever failed, by our tables and by the telco's own ledger. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

type Sql = <T = Record<string, unknown>>(text: string, params?: unknown[]) => Promise<T[]>;

/** What is still open, or waits for the operator, is nobody's error yet. */
const settled = (row: string): string =>
  `not exists (select 1 from provider_orders x where x.reference::text = ${row}.reference and x.state in ('intent', 'unknown', 'needs_review'))`;

/** Each names rows that must not exist. */
const FORBIDDEN: Record<string, string> = {
  'an order of ours was provisioned twice at the telco': `select o.account, o.reference, count(*) from telco.orders o group by 1, 2 having count(*) > 1`,
  'a traveler has two universal eSIMs': `select partner_id, traveler_id from esims where type = 'universal' and archived_at is null group by 1, 2 having count(*) > 1`,
  'the telco made more profiles than we have eSIMs': `select o.id, o.reference from telco.orders o where o.kind = 'create_esim' and o.failure is null and not exists (select 1 from esims e where e.iccid = o.iccid) and ${settled('o')}`,
  'an eSIM of ours is unknown at the telco': `select e.iccid from esims e where not exists (select 1 from telco.profiles p where p.iccid = e.iccid and p.customer = e.partner_id)`,
  'a package of ours is unknown at the telco, or on another eSIM there': `select k.id from packages k join esims e on e.partner_id = k.partner_id and e.id = k.esim_id
     where not exists (select 1 from telco.packages p where p.id::text = k.provider_package_id and p.iccid = e.iccid and p.account = e.provider
       and p.template_id = k.template_id and exists (select 1 from provider_orders o where o.queue_id = k.queue_id and o.provider = p.account and o.provider_order_id = p.order_id::text))`,
  'the telco has a package that we lack': `select p.id, p.reference from telco.packages p where p.status <> 'CANCELLED' and not exists (select 1 from packages k where k.provider_package_id = p.id::text) and not exists (select 1 from provider_orders a where a.provider_package_id = p.id::text and a.provider = p.account) and ${settled('p')}`,
  'a queue has two packages that hold': `select queue_id from packages where status <> 'CANCELLED' group by 1 having count(*) > 1`,
  'a package that came over still holds at the telco, or one that did not is gone there': `select k.id from replaced_packages w join packages k on k.id = w.package_id join esims e on e.id = k.esim_id
     join telco.packages p on p.id::text = k.provider_package_id and p.account = e.provider where w.state <> 'asked' and (w.reason is null) <> (p.status = 'CANCELLED')`,
  'a redeemed queue has no package, or an unredeemed one has one': `select q.id from package_queues q left join packages k on k.partner_id = q.partner_id and k.queue_id = q.id where (q.redeemed_at is null) <> (k.id is null)`,
  'a cancelled queue was provisioned': `select q.id from package_queues q where q.cancelled_at is not null and (q.redeemed_at is not null or exists (select 1 from telco.packages p where p.reference = queue_uuid(q.id) and p.status <> 'CANCELLED' and not exists (select 1 from provider_orders a where a.queue_id = q.id and a.preorder in ('held', 'cancelling', 'cancel_requested', 'lost'))))`,
  'a confirmed order has nothing behind it': `select o.id from provider_orders o where o.state = 'confirmed' and not exists (select 1 from telco.orders t where t.id::text = o.provider_order_id and t.account = o.provider and t.reference = o.reference::text)`,
  'a rejected order was provisioned under its own id': `select o.id from provider_orders o where o.state = 'rejected' and (exists (select 1 from telco.orders t where t.id::text = o.provider_order_id and t.account = o.provider and t.failure is null) or not exists (select 1 from provider_orders x where x.reference = o.reference and x.state <> 'rejected')
       and exists (select 1 from telco.orders t where t.reference = o.reference::text and t.failure is null))`,
};

export async function assertSound(sql: Sql): Promise<void> {
  for (const [what, query] of Object.entries(FORBIDDEN)) {
    const rows = await sql(query);
    assert.equal(
      rows.length,
      0,
      `${what}: ${JSON.stringify(rows.slice(0, 5))} (${rows.length} in all)`,
    );
  }
}

/** Waits for a condition with a generous deadline; no test depends on how long it takes. */
export async function until<T>(
  what: string,
  look: () => Promise<T | null | undefined | false>,
  ms = 180_000,
): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`waited ${ms} ms in vain: ${what}`);
    await sleep(25);
  }
}

/**
 * A door that is closed until `open` is called; `reached` resolves when somebody stands before it.
 */
export function gate(): { wait(): Promise<void>; open(): void; reached: Promise<void> } {
  const door = Promise.withResolvers<void>();
  const arrival = Promise.withResolvers<void>();
  return {
    wait: () => {
      arrival.resolve();
      return door.promise;
    },
    open: () => door.resolve(),
    reached: arrival.promise,
  };
}
