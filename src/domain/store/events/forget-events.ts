/** Housekeeping: events of the pay desk, but those that do not fit and that nobody has looked at. */
import type { Context } from '../../../context.ts';
import { forget, forgetAll } from '../../../db/forget.ts';

const KEPT = '400 days';

export const forgetOldPaymentEvents = (ctx: Context): Promise<number> =>
  forgetAll(
    ctx.db,
    forget(
      'payment_events',
      `received_at < now() - interval '${KEPT}' and (unfit is null or seen_at is not null)`,
      'received_at',
    ),
  );
