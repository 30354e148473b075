import type { Tx } from '../../../db/pool.ts';
import type { Frozen } from '../../planning/frozen.ts';

/**
 * Writes the bundle that was chosen later onto a queue that has none for good yet. The queue is
 * locked.
 */
export const freezeChoice = (
  tx: Tx,
  partnerId: string,
  queueId: string,
  choice: Frozen,
): Promise<unknown> =>
  tx.rows(
    `update package_queues q
     set bundle_id = x.bundle_id, template_id = x.template_id, provider = x.provider,
       destination_id = x.destination_id, iso3 = x.iso3, coverage = x.coverage,
       package_type = x.package_type, bytes = x.bytes, duration_days = x.duration_days,
       traffic_policy = x.traffic_policy, imsi = x.imsi,
       activation_window_days = x.activation_window_days, b2b_price = x.b2b_price,
       b2c_price = x.b2c_price, currency = x.currency
     from jsonb_to_record($3) as x(bundle_id text, template_id text, provider text,
       destination_id text, iso3 text, coverage text[], package_type text, bytes bigint,
       duration_days integer, traffic_policy text, imsi text, activation_window_days integer,
       b2b_price integer, b2c_price integer, currency text)
     where q.partner_id = $1 and q.id = $2`,
    [partnerId, queueId, JSON.stringify(choice)],
  );
