/**
 * The intent to replace an eSIM, in its caller's transaction and under the traveler's lock: the
 * replacement, the order of the new eSIM, and the work that brings packages over.
 */
import { newId } from '../../../ids.ts';
import type { Scope } from '../../partners/scope.ts';
import { archiveEsim } from '../archive-esim.ts';
import type { Esim } from '../provisioning/current-universal.ts';
import { intend } from '../provisioning/intend-order.ts';
import type { Order } from '../provisioning/orders.ts';
import { comesEmpty } from './comes-empty.ts';

export const REPLACE_REASONS = ['new_device', 'deleted', 'broken'] as const;
export type ReplaceReason = (typeof REPLACE_REASONS)[number];

/** `order`: of the new eSIM; null where that comes with the first package, and is not ordered yet. */
export type Begun = { id: string; order: Order | null };

/**
 * An empty eSIM is made first, and the old one stays in use until it is there. One that comes with
 * its first package can be made by a redemption too, so that nothing may go onto the old one any
 * more. Undefined: another intent to make this traveler's eSIM was committed meanwhile; look again.
 */
export async function beginReplacement(
  scope: Scope,
  old: Esim,
  why: { reason: ReplaceReason; isCounted: boolean },
): Promise<Begun | undefined> {
  const { ctx, tx, partner, now } = scope;
  let order: Order | null = null;
  if (comesEmpty(ctx, old.provider)) {
    const intended = await intendEmpty(scope, old);
    if (intended === undefined) return undefined;
    order = intended;
  } else await archiveEsim(tx, partner.id, old.id, now);
  const id = newId('rpl');
  await tx.rows(
    `insert into esim_replacements (partner_id, id, traveler_id, old_esim_id, reason, is_counted,
       created_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [partner.id, id, old.traveler_id, old.id, why.reason, why.isCounted, now],
  );
  await tx.rows(
    `insert into replacement_work (replacement_id, partner_id, next_attempt_at)
     values ($1, $2, clock_timestamp())`,
    [id, partner.id],
  );
  return { id, order };
}

async function intendEmpty(scope: Scope, old: Esim): Promise<Order | undefined> {
  // One eSIM is made per traveler until it is given up, which it is here.
  await scope.tx.rows(
    `update provider_orders
     set is_archived = true
     where partner_id = $1 and esim_id = $2 and kind = 'create_esim'`,
    [scope.partner.id, old.id],
  );
  return intend(scope, {
    travelerId: old.traveler_id,
    kind: 'create_esim',
    provider: old.provider,
    replaces: old.id,
    after: old.iccid,
    isClassic: old.type === 'classic',
  });
}
