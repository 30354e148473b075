/** A traveler's own purchases. */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/pool.ts';
import { isId } from '../../ids.ts';
import type { Partner } from '../partners/partner.ts';
import { findPurchase, SELECT_PURCHASE, viewPurchase } from './purchase.ts';
import type { Purchase, PurchaseView } from './purchase.ts';

const SHOWN = 20;

export const purchaseNotFound = (): AppError =>
  new AppError('purchase_not_found', 'The traveler has no such purchase.');

/** The newest ones, newest first. */
export const listPurchases = async (
  db: Queryable,
  partnerId: string,
  travelerId: string,
): Promise<PurchaseView[]> =>
  (
    await db.rows<Purchase>(
      `${SELECT_PURCHASE} and p.traveler_id = $2 order by p.id desc limit ${SHOWN}`,
      [partnerId, travelerId],
    )
  ).map(viewPurchase);

/** Looked at again soon by a worker where it is not paid: the traveler may just come back. */
export async function readPurchase(
  ctx: Context,
  partner: Partner,
  travelerId: string,
  id: string,
): Promise<PurchaseView> {
  const purchase = await ownPurchase(ctx, partner, travelerId, id);
  if (purchase.state === 'created' && (await lookSoon(ctx, id))) ctx.wake('purchases');
  return viewPurchase(purchase);
}

export async function ownPurchase(
  ctx: Context,
  partner: Partner,
  travelerId: string,
  id: string,
): Promise<Purchase> {
  if (!isId(id, 'pur')) throw purchaseNotFound();
  const purchase = await ctx.db.partnerTx(partner.id, (tx) => findPurchase(tx, partner.id, id));
  if (purchase?.traveler_id !== travelerId) throw purchaseNotFound();
  return purchase;
}

/** At most every ten seconds, however often somebody asks. */
const lookSoon = async (ctx: Context, id: string): Promise<boolean> =>
  (await ctx.db.one(
    `update checkouts
     set next_attempt_at = clock_timestamp(), looked_at = clock_timestamp()
     where purchase_id = $1
       and next_attempt_at > clock_timestamp()
       and (looked_at is null or looked_at < clock_timestamp() - interval '10 s')
     returning 1`,
    [id],
  )) !== undefined;
