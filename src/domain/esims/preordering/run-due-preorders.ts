/**
 * Packages that were ordered ahead and that nobody will use: the booking was cancelled, the eSIM put
 * away, the time to begin is over. Their telco is asked to take them back; what it keeps is the
 * operator's loss, and is listed with its money.
 */
import type { Context } from '../../../context.ts';
import {
  ProviderNotReached,
  ProviderRefused,
  ProviderUnclear,
} from '../../../providers/provider.ts';
import { inScope, type Scope } from '../../partners/scope.ts';
import { lockTraveler } from '../../travelers/lock-traveler.ts';
import { archiveEsim, isBeingFilled } from '../archive-esim.ts';
import { isUsable, lockHeld, releaseHeld } from './held-package.ts';

const BATCH = 50;
/** So long an attempt may take; then somebody else looks. */
const LEASE = '2 minutes';
const TRY_AGAIN = '5 minutes';

type Due = {
  id: string;
  partner_id: string;
  traveler_id: string;
  queue_id: string;
  esim_id: string;
  provider: string;
  preorder: string;
};
type Word = 'cancelled' | 'cancel_requested' | 'lost';

/** Answers how many were looked at. */
export async function runDuePreorders(
  ctx: Context,
  isStopping: () => boolean = () => false,
): Promise<number> {
  let count = 0;
  for (let due = await take(ctx); due.length > 0 && !isStopping(); due = await take(ctx))
    for (const one of due) {
      if (one.preorder === 'cancelling' || (await release(ctx, one))) await giveBack(ctx, one);
      count++;
    }
  return count;
}

const take = (ctx: Context): Promise<Due[]> =>
  ctx.db.rows<Due>(
    `update provider_orders
     set preorder_due_at = clock_timestamp() + interval '${LEASE}'
     where id in (select id
       from provider_orders
       where preorder_due_at <= clock_timestamp()
       order by preorder_due_at
       limit ${BATCH}
       for update skip locked)
     returning id, partner_id, traveler_id, queue_id, esim_id, provider, preorder`,
  );

/** False: it is still to be had, and looked at again when its window is over. */
const release = (ctx: Context, one: Due): Promise<boolean> =>
  inScope(ctx, { id: one.partner_id }, async (scope) => {
    const { tx, partner } = scope;
    await lockTraveler(tx, partner.id, one.traveler_id);
    const queue = await tx.one<{ activation_window_days: number; is_open: boolean }>(
      `select activation_window_days,
         cancelled_at is null and (expires_at is null or expires_at > $3) as is_open
       from package_queues
       where partner_id = $1 and id = $2
       for no key update`,
      [partner.id, one.queue_id, scope.now],
    );
    const held = await lockHeld(tx, one.id);
    if (held === undefined) return false;
    const isWanted = queue?.is_open === true && (await isUsable(scope, held, queue)) !== null;
    if (isWanted) await lookAgain(tx, one.id, queue.activation_window_days);
    else await releaseHeld(tx, held);
    return !isWanted;
  });

/** A partner's time may differ from ours, in the sandbox. */
const lookAgain = (tx: Scope['tx'], id: string, days: number): Promise<unknown> =>
  tx.rows(
    `update provider_orders
     set preorder_due_at = greatest(created_at + $2 * interval '1 day',
       clock_timestamp() + interval '1 day')
     where id = $1`,
    [id, days],
  );

/** Without a transaction while the telco is asked. Asking twice does no harm. */
async function giveBack(ctx: Context, one: Due): Promise<void> {
  const word = await ask(ctx, one);
  if (word === null)
    return void (await ctx.db.rows(
      `update provider_orders
       set preorder_due_at = clock_timestamp() + interval '${TRY_AGAIN}'
       where id = $1 and preorder = 'cancelling'`,
      [one.id],
    ));
  await inScope(ctx, { id: one.partner_id }, (scope) => settle(scope, one, word));
}

/** Null: nobody knows yet. */
async function ask(ctx: Context, one: Due): Promise<Word | null> {
  const provider = ctx.providers.get(one.provider);
  if (provider === undefined || provider.can.cancel === 'impossible') return 'lost';
  const order = await ctx.db.one<{
    reference: string;
    package_id: string;
    template_id: string;
    iccid: string;
    esim_id: string | null;
  }>(
    `select o.reference, o.provider_package_id as package_id, o.template->>'id' as template_id,
       i.iccid, i.provider_esim_id as esim_id
     from provider_orders o
     join iccids i on i.partner_id = o.partner_id and i.esim_id = o.esim_id
     where o.id = $1`,
    [one.id],
  );
  try {
    const word = await provider.cancelPackage({ ...order!, customer: one.partner_id });
    return word === 'done' ? 'cancelled' : 'cancel_requested';
  } catch (error) {
    if (error instanceof ProviderRefused) return error.reason === 'rejected' ? 'lost' : null;
    if (error instanceof ProviderUnclear || error instanceof ProviderNotReached) return null;
    throw error;
  }
}

/** Some telcos take back the whole eSIM: one that nobody has installed and nothing is on goes too. */
async function settle(scope: Scope<{ id: string }>, one: Due, word: Word): Promise<void> {
  const { ctx, tx, partner, now } = scope;
  await lockTraveler(tx, partner.id, one.traveler_id);
  const order = await tx.one<{ cost_minor: number | null; cost_currency: string | null }>(
    `update provider_orders
     set preorder = $2, preorder_due_at = null, updated_at = clock_timestamp()
     where id = $1 and preorder = 'cancelling'
     returning cost_minor, cost_currency`,
    [one.id, word],
  );
  if (order === undefined) return;
  if (word === 'lost')
    ctx.log.warn(
      { order: one.id, provider: one.provider, ...order },
      'a package that was ordered ahead is lost: its provider does not take it back',
    );
  if (word === 'lost') return;
  const unused = await tx.one(
    `select 1
     from esims e
     where e.partner_id = $1
       and e.id = $2
       and e.archived_at is null
       and e.status = 'RELEASED'
       and not exists (select 1
         from packages k
         where k.partner_id = $1 and k.esim_id = e.id and k.status <> 'CANCELLED')
     for no key update`,
    [partner.id, one.esim_id],
  );
  if (unused !== undefined && !(await isBeingFilled(tx, partner.id, one.esim_id)))
    await archiveEsim(tx, partner.id, one.esim_id, now);
}
