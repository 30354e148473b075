/**
 * Which packages of a replaced eSIM come over: those never used, whose validity has not begun. The
 * rest stays on it.
 */
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { partnerNow } from '../../partners/now.ts';
import { lockTraveler } from '../../travelers/lock-traveler.ts';

/** `cancel_requested`: the provider will decide, and the package stays where it is meanwhile. */
export const LEFT_REASONS = ['in_use', 'started', 'not_cancellable', 'cancel_requested'] as const;
export type LeftReason = (typeof LEFT_REASONS)[number];

/** Of a row `k` of packages: null = it may come over. */
const REASON = `case when k.used_bytes > 0 or k.status = 'DEPLETED' then 'in_use' when k.date_activated is not null then 'started' end`;

/** What its provider keeps is bought again, where the operator wants to pay for it twice. */
export const isPaidTwice = ({ replacing }: Pick<Context, 'replacing'>, why: LeftReason): boolean =>
  replacing.current().pay_twice && (why === 'not_cancellable' || why === 'cancel_requested');

/** As far as is known before its provider is asked: null = it would come over. */
export function foresee(
  ctx: Pick<Context, 'providers' | 'replacing'>,
  provider: string,
  reason: LeftReason | null,
): LeftReason | null {
  if (reason !== null) return reason;
  const { cancel } = ctx.providers.get(provider)?.can ?? { cancel: 'impossible' };
  if (cancel === 'done') return null;
  const why = cancel === 'requested' ? 'cancel_requested' : 'not_cancellable';
  return isPaidTwice(ctx, why) ? null : why;
}

export type Held = { package_id: string; queue_id: string; reason: LeftReason | null };

/**
 * What the eSIM still holds at the partner's time $3: neither expired nor cancelled. $1 partner, $2
 * eSIM.
 */
export const HELD = `select k.id as package_id, k.queue_id, ${REASON} as reason
  from packages k
  where k.partner_id = $1
    and k.esim_id = $2
    and k.status in ('ACTIVE', 'DEPLETED')
    and coalesce(k.expires_at, k.activate_before) > $3
  order by k.assigned_at, k.id`;

/** False: a package is on its way to the old eSIM again; look once more. */
export const listPackages = (
  ctx: Context,
  partnerId: string,
  replacement: { id: string; traveler_id: string; old_esim_id: string },
): Promise<boolean> =>
  ctx.db.partnerTx(partnerId, async (tx) => {
    await lockTraveler(tx, partnerId, replacement.traveler_id);
    if (await isOnItsWay(tx, partnerId, replacement.old_esim_id)) return false;
    // The eSIM's lock guards its packages.
    await tx.rows('select 1 from esims where partner_id = $1 and id = $2 for no key update', [
      partnerId,
      replacement.old_esim_id,
    ]);
    const now = partnerNow(ctx, { id: partnerId });
    const listed = await tx.one(
      `update esim_replacements
       set listed_at = $3
       where partner_id = $1 and id = $2 and listed_at is null
       returning 1`,
      [partnerId, replacement.id, now],
    );
    if (listed === undefined) return true;
    await tx.rows(
      `insert into replaced_packages (partner_id, replacement_id, package_id, state, reason)
       select $1, $4, h.package_id, case when h.reason is null then 'asked' else 'left' end,
         h.reason
       from (${HELD}) h`,
      [partnerId, replacement.old_esim_id, now, replacement.id],
    );
    return true;
  });

const isOnItsWay = async (tx: Tx, partnerId: string, esimId: string): Promise<boolean> =>
  (await tx.one(
    `select 1
     from provider_orders
     where partner_id = $1
       and esim_id = $2
       and kind = 'add_package'
       and state in ('intent', 'unknown', 'pending')
     limit 1`,
    [partnerId, esimId],
  )) !== undefined;
