/**
 * Packages from a replaced eSIM to its successor, one after another: each is cancelled at the
 * provider when it is known where it goes, and ordered anew. No call in a transaction.
 */
import type { Context } from '../../../context.ts';
import type { Outcome } from '../provisioning/outcome.ts';
import { runOrder } from '../provisioning/run-order.ts';
import { cancelOld, type Asked } from './cancel-old.ts';
import { afterMaking, findPlace } from './find-place.ts';
import { isPaidTwice, type LeftReason } from './list-replaced.ts';
import { orderAnew } from './order-anew.ts';
import type { Replacement } from './read-replacement.ts';
import { renewLease, type Work } from './replacement-work.ts';

/**
 * Null: every package has its order, or stays; an order that is unclear goes its own way. Else what
 * is waited for; it is gone on with later.
 */
export async function bringOver(ctx: Context, work: Work): Promise<Outcome | null> {
  let waits: Outcome | null = null;
  for (const one of await listAsked(ctx, work)) {
    const made = await afterMaking(ctx, work);
    if ('waits' in made) return made.waits;
    const outcome = await bringOne(ctx, work, made.replacement, one);
    if (outcome === 'superseded') return outcome;
    waits ??= outcome;
  }
  if (waits !== null) return waits;
  const made = await afterMaking(ctx, work);
  return 'waits' in made ? made.waits : null;
}

const listAsked = (ctx: Context, { partner_id: partnerId, replacement_id: id }: Work) =>
  ctx.db.partnerTx(partnerId, (tx) =>
    tx.rows<Asked>(
      `select k.id as package_id, k.queue_id, k.provider_package_id, o.reference,
         o.template->>'id' as template_id,
         (select i.provider_esim_id
           from esims e
           join iccids i on i.iccid = e.iccid
           where e.partner_id = $1 and e.id = k.esim_id) as old_esim_id
       from replaced_packages w
       join packages k on k.partner_id = $1 and k.id = w.package_id
       join lateral (select reference, template
         from provider_orders
         where queue_id = k.queue_id and state = 'confirmed' and esim_id = k.esim_id
         order by cancelled_at desc nulls first
         limit 1) o on true
       where w.partner_id = $1 and w.replacement_id = $2 and w.state = 'asked'
       order by k.assigned_at, k.id`,
      [partnerId, id],
    ),
  );

/** Null: it has its order, or stays. */
async function bringOne(
  ctx: Context,
  work: Work,
  replacement: Replacement,
  one: Asked,
): Promise<Outcome | null> {
  const { partner_id: partnerId } = work;
  const place = await findPlace(ctx, partnerId, replacement, one.queue_id);
  if (place === null) return 'unknown';
  if (!(await renewLease(ctx, work))) return 'superseded';
  const word = await cancelOld(ctx, partnerId, replacement, one);
  if (word === 'unclear') return 'unknown';
  if (word !== 'done' && !isPaidTwice(ctx, word)) {
    await leave(ctx, partnerId, replacement, one, word);
    return null;
  }
  const paidTwice = word === 'done' ? null : word;
  const order = await orderAnew(ctx, partnerId, replacement, { ...one, place, paidTwice });
  if (order === undefined) return 'superseded';
  await runOrder(ctx, order);
  return null;
}

const leave = (
  ctx: Context,
  partnerId: string,
  replacement: Replacement,
  one: Asked,
  reason: LeftReason,
): Promise<unknown> =>
  ctx.db.partnerTx(partnerId, (tx) =>
    tx.rows(
      `update replaced_packages
       set state = 'left', reason = $4
       where partner_id = $1 and replacement_id = $2 and package_id = $3 and state = 'asked'`,
      [partnerId, replacement.id, one.package_id, reason],
    ),
  );
