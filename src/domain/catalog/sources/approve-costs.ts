/** The operator takes costs that suppliers have changed by much: they are in force from then on. */
import type { Context } from '../../../context.ts';
import { noteChange, type Actor } from '../../actor.ts';
import { recordChanges } from '../../audit/record-act.ts';
import { toMajor, toMinor } from '../../money.ts';
import { raiseCatalogVersion } from '../raise-version.ts';

export const MAX_APPROVED = 1_000;

/** What the operator has seen; `cost` in major units. */
export type Approval = { id: string; cost: number; currency: string };

/** One whose cost is another by now is left alone: nobody approves what they have not seen. */
export async function approveCosts(
  ctx: Context,
  actor: Actor,
  approvals: readonly Approval[],
): Promise<{ approved: string[]; not_waiting: string[] }> {
  const approved = await ctx.db.tx(async (tx) => {
    const rows = await tx.rows<Approved>(
      `update sources s
       set previous_cost = s.cost, previous_currency = s.currency, cost_changed_at = now(),
         cost = a.cost, currency = a.currency, offered_cost = null, offered_currency = null,
         offered_at = null, is_held = false
       from unnest($1::text[], $2::integer[], $3::text[]) as a(id, cost, currency)
       where s.id = a.id and s.offered_cost = a.cost and s.offered_currency = a.currency
       returning s.id, s.cost, s.currency, s.previous_cost, s.previous_currency`,
      [
        approvals.map(({ id }) => id),
        approvals.map(({ cost, currency }) => toMinor(cost, currency)),
        approvals.map(({ currency }) => currency),
      ],
    );
    if (rows.length > 0) await raiseCatalogVersion(tx);
    const change = {
      before: Object.fromEntries(
        rows.map((row) => [row.id, price(row.previous_cost, row.previous_currency)]),
      ),
      after: Object.fromEntries(rows.map((row) => [row.id, price(row.cost, row.currency)])),
    };
    await recordChanges(tx, actor, { partnerId: null, action: 'costs.approved' }, change);
    return rows.map(({ id }) => id);
  });
  if (approved.length > 0) {
    await ctx.catalog.refresh();
    noteChange(ctx, actor, 'costs of sources were approved', { sources: approved.length });
  }
  const taken = new Set(approved);
  return {
    approved: approved.sort(),
    not_waiting: approvals.map(({ id }) => id).filter((id) => !taken.has(id)),
  };
}

type Approved = {
  id: string;
  cost: number;
  currency: string;
  previous_cost: number;
  previous_currency: string;
};

const price = (minor: number, currency: string): object => ({
  cost: toMajor({ minor, currency }),
  currency,
});
