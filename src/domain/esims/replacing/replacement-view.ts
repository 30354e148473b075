/** What of an eSIM came over to its successor, and what stays on it. */
import type { Context } from '../../../context.ts';
import type { Queryable } from '../../../db/pool.ts';
import { queueUuid } from '../../../ids.ts';
import { partnerNow } from '../../partners/now.ts';
import { foresee, HELD, type Held, type LeftReason } from './list-replaced.ts';

export type MovedAndLeft = {
  /** `pending`: it is not on the new eSIM yet, and gets there by itself */
  moved: { package_queue_uuid: string; status: 'done' | 'pending' }[];
  left: { package_queue_uuid: string; reason: LeftReason }[];
};

type Row = Held & { stays: boolean; is_there: boolean };

/** Until it is fixed, what would be: everything that may come over is pending. */
export async function movedAndLeft(
  ctx: Context,
  tx: Queryable,
  partnerId: string,
  replacementId: string,
): Promise<MovedAndLeft> {
  const replacement = (await tx.one<{
    esim_id: string;
    provider: string;
    listed_at: Date | null;
  }>(
    `select r.old_esim_id as esim_id, o.provider, r.listed_at
     from esim_replacements r
     join esims o on o.partner_id = r.partner_id and o.id = r.old_esim_id
     where r.partner_id = $1 and r.id = $2`,
    [partnerId, replacementId],
  ))!;
  if (replacement.listed_at === null) return previewOf(ctx, tx, partnerId, replacement);
  return shown(
    await tx.rows<Row>(
      `select w.package_id, k.queue_id, w.reason, w.state = 'left' as stays,
             exists (select 1
               from packages n
               where n.partner_id = $1
                 and n.queue_id = k.queue_id
                 and n.id <> k.id
                 and n.status <> 'CANCELLED') as is_there
           from replaced_packages w
           join packages k on k.partner_id = $1 and k.id = w.package_id
           where w.partner_id = $1 and w.replacement_id = $2
           order by k.assigned_at, k.id`,
      [partnerId, replacementId],
    ),
  );
}

/** What would come over and what would stay, were the eSIM replaced now; nothing is changed. */
export async function previewOf(
  ctx: Context,
  tx: Queryable,
  partnerId: string,
  { esim_id, provider }: { esim_id: string; provider: string },
): Promise<MovedAndLeft> {
  const held = await tx.rows<Held>(HELD, [partnerId, esim_id, partnerNow(ctx, { id: partnerId })]);
  return shown(
    held.map((one) => {
      const reason = foresee(ctx, provider, one.reason);
      return { ...one, reason, stays: reason !== null, is_there: false };
    }),
  );
}

function shown(rows: readonly Row[]): MovedAndLeft {
  const result: MovedAndLeft = { moved: [], left: [] };
  for (const { queue_id, reason, stays, is_there } of rows) {
    const package_queue_uuid = queueUuid(queue_id);
    if (stays) result.left.push({ package_queue_uuid, reason: reason! });
    else result.moved.push({ package_queue_uuid, status: is_there ? 'done' : 'pending' });
  }
  return result;
}
