/** What of an eSIM came over to its successor, and what stays on it. */
import type { Context } from '../../../context.ts';
import type { Queryable } from '../../../db/pool.ts';
import { queueUuid } from '../../../ids.ts';
import { partnerNow } from '../../partners/now.ts';
import { HELD, type Held, type LeftReason } from './list-replaced.ts';

export type MovedAndLeft = {
  /** `pending`: it is not on the new eSIM yet, and gets there by itself */
  moved: { package_queue_uuid: string; status: 'done' | 'pending' }[];
  left: { package_queue_uuid: string; reason: LeftReason }[];
};

type Row = Held & { is_there: boolean };

/** Until it is fixed, what would be: everything that may come over is pending. */
export async function movedAndLeft(
  ctx: Context,
  tx: Queryable,
  partnerId: string,
  replacementId: string,
): Promise<MovedAndLeft> {
  const { old_esim_id, listed_at } = (await tx.one<{ old_esim_id: string; listed_at: Date | null }>(
    'select old_esim_id, listed_at from esim_replacements where partner_id = $1 and id = $2',
    [partnerId, replacementId],
  ))!;
  const rows =
    listed_at === null
      ? await tx.rows<Row>(`select h.*, false as is_there from (${HELD}) h`, [
          partnerId,
          old_esim_id,
          partnerNow(ctx, { id: partnerId }),
        ])
      : await tx.rows<Row>(
          `select w.package_id, k.queue_id, w.reason,
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
        );
  const result: MovedAndLeft = { moved: [], left: [] };
  for (const { queue_id, reason, is_there } of rows) {
    const package_queue_uuid = queueUuid(queue_id);
    if (reason === null)
      result.moved.push({ package_queue_uuid, status: is_there ? 'done' : 'pending' });
    else result.left.push({ package_queue_uuid, reason });
  }
  return result;
}
