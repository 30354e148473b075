/**
 * That packages were opened by whom they are for, in the WebView or behind a mail's link, for
 * figures: the first time of each.
 */
import type { Tx } from '../../db/pool.ts';

/** All packages that a traveler has. `now` is the partner's. */
export const noteOpenedBy = (
  tx: Tx,
  partnerId: string,
  travelerId: string,
  now: Date,
): Promise<unknown> =>
  tx.rows(
    `insert into opened_packages (partner_id, queue_id, opened_at)
     select partner_id, id, $3
     from package_queues
     where partner_id = $1 and traveler_id = $2
     order by id
     on conflict do nothing`,
    [partnerId, travelerId, now],
  );

/** These, which may be nobody's yet. `now` is the partner's. */
export const noteOpenedPackages = (
  tx: Tx,
  partnerId: string,
  queueIds: readonly string[],
  now: Date,
): Promise<unknown> =>
  tx.rows(
    `insert into opened_packages (partner_id, queue_id, opened_at)
     select partner_id, id, $3
     from package_queues
     where partner_id = $1 and id = any($2)
     order by id
     on conflict do nothing`,
    [partnerId, queueIds, now],
  );
