/**
 * An account whose orders would all be refused leaves routing at once, on every node, and is looked
 * at again by a job: after a minute, then ever more seldom.
 */
import type { Db } from '../../db/pool.ts';
import type { RefusalReason } from '../../providers/provider.ts';
import { beginIncident } from '../incidents/incident.ts';
import { raiseVersion } from './account.ts';

const WHY: Record<RefusalReason, string> = {
  no_funds: 'its balance does not suffice',
  out_of_stock: 'the supplier has nothing left to sell to it',
  maintenance: 'the supplier is being maintained',
  rejected: 'the supplier refuses it: is its key still right, and may our address call?',
};
export const whyRefused = (reason: RefusalReason): string => WHY[reason];

/** One that is back within that time is not worth a mail. Seconds. */
export const FLAP = 60;

/** In SQL, of `looks`: 1 to 15 minutes. */
const LATER = `(array[1, 2, 4, 8, 15])[least(s.looks, 4) + 1] * interval '1 minute'`;

/**
 * One that came back and is refused again within the hour is looked at as seldom as before. Nothing
 * happens to one that is out already, nor to one that is gone.
 */
export const putOut = (db: Db, name: string, why: RefusalReason): Promise<unknown> =>
  db.tx(async (tx) => {
    const row = await tx.one(
      `insert into supplier_states as s (account, out_because, out_since, look_at)
       select name, $2, now(), now() + interval '1 minute'
       from supplier_accounts
       where name = $1
       on conflict (account) do update set out_because = excluded.out_because,
           looks = case when s.out_since > now() - interval '1 hour' then s.looks else 0 end,
           look_at = now() + case when s.out_since > now() - interval '1 hour' then ${LATER}
             else interval '1 minute' end,
           out_since = now()
         where s.out_because is null
       returning 1`,
      [name, why],
    );
    if (row === undefined) return;
    await beginIncident(tx, {
      kind: 'account_out',
      subject: name,
      facts: { why: whyRefused(why) },
      tellAfter: FLAP,
    });
    await raiseVersion(tx);
  });
