/** What people and keys do with an import: map its columns anew, run it, cancel it. */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/pool.ts';
import type { Actor } from '../actor.ts';
import { recordAct } from '../audit/record-act.ts';
import type { Partner } from '../partners/partner.ts';
import { findImport, type ImportRow, type ImportState } from './import-view.ts';
import { checkMap, inOrder, lackOf, type ColumnMap } from './map.ts';
import { readImport } from './read-import.ts';

type Change = {
  action: string;
  /** in which states it may be done */
  from: readonly ImportState[];
  /** answers the state it is in afterwards; the row is locked */
  write(tx: Tx, row: ImportRow): Promise<ImportState>;
};

/** Throws 404 `import_not_found`, 409 `import_state`. */
async function change(
  ctx: Context,
  actor: Actor,
  partner: Partner,
  id: string,
  { action, from, write }: Change,
) {
  await ctx.db.partnerTx(partner.id, async (tx) => {
    const row = await findImport(tx, partner.id, id, 'lock');
    if (!from.includes(row.state))
      throw new AppError(
        'import_state',
        `The import is ${row.state}; this can be done while it is ${from.join(' or ')}.`,
        { extra: { state: row.state } },
      );
    const state = await write(tx, row);
    const { map } = await findImport(tx, partner.id, id);
    // Not the columns: a file without a header has a traveler's name for one.
    const after = { was: row.state, state, fields: Object.keys(inOrder(map)) };
    await recordAct(tx, actor, { partnerId: partner.id, action, subject: id, after });
  });
  ctx.wake('imports');
  return readImport(ctx, partner, id);
}

/** The good rows become bookings, by a worker; of two at once one is told that it runs already. */
export const runImport = (ctx: Context, actor: Actor, partner: Partner, id: string) =>
  change(ctx, actor, partner, id, {
    action: 'import.run',
    from: ['checked'],
    async write(tx) {
      await tx.rows(
        `update imports
         set state = 'running', updated_at = now(),
           caused_by = nullif(current_setting('hubby.caused_by', true), '')
         where partner_id = $1 and id = $2`,
        [partner.id, id],
      );
      await workNow(tx, partner.id, id);
      return 'running';
    },
  });

/** What is booked stays booked; a worker that is at it ends with the rows it has begun. */
export const cancelImport = (ctx: Context, actor: Actor, partner: Partner, id: string) =>
  change(ctx, actor, partner, id, {
    action: 'import.cancelled',
    from: ['checking', 'checked', 'running', 'failed'],
    async write(tx) {
      await setState(tx, partner.id, id, 'cancelled');
      return 'cancelled';
    },
  });

/** The whole map: what it does not name is left out. All rows are checked again. */
export const mapImport = (
  ctx: Context,
  actor: Actor,
  partner: Partner,
  id: string,
  map: ColumnMap,
) =>
  change(ctx, actor, partner, id, {
    action: 'import.mapped',
    from: ['checking', 'checked', 'failed'],
    async write(tx, { columns }) {
      const lack = lackOf(checkMap(columns, map, 'map'));
      await tx.rows(
        `update imports
         set state = $3, map = $4, problem = $5, checked_to = 0, rows_checked = 0, rows_bad = 0,
           updated_at = now()
         where partner_id = $1 and id = $2`,
        [partner.id, id, lack === null ? 'checking' : 'failed', JSON.stringify(map), lack],
      );
      await workNow(tx, partner.id, id);
      return lack === null ? 'checking' : 'failed';
    },
  });

const setState = (tx: Tx, partnerId: string, id: string, state: ImportState): Promise<unknown> =>
  tx.rows(
    `update imports
     set state = $3, updated_at = now()
     where partner_id = $1 and id = $2`,
    [partnerId, id, state],
  );

/** With a new fence: what somebody is at who began before is void. */
const workNow = (tx: Tx, partnerId: string, id: string): Promise<unknown> =>
  tx.rows(
    `update import_work
     set next_attempt_at = now(), lease_until = null, fence = fence + 1, tries = 0
     where partner_id = $1 and import_id = $2`,
    [partnerId, id],
  );
