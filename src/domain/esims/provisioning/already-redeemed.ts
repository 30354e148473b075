/** What is said of a queue that became a package before: when, and on which eSIM it is. */
import { AppError } from '../../../errors.ts';
import type { Scope } from '../../partners/scope.ts';

export async function alreadyRedeemed(
  { tx, partner }: Scope,
  queue: { id: string; redeemed_at: Date | null },
  message: string,
): Promise<AppError> {
  const on = await tx.one<{ iccid: string }>(
    `select e.iccid
     from packages k
     join esims e on e.partner_id = k.partner_id and e.id = k.esim_id
     where k.partner_id = $1 and k.queue_id = $2
     order by k.assigned_at desc, k.id desc
     limit 1`,
    [partner.id, queue.id],
  );
  return new AppError('already_redeemed', message, {
    extra: {
      esim_iccid: on?.iccid ?? null,
      redeemed_at: queue.redeemed_at?.toISOString() ?? null,
    },
  });
}
