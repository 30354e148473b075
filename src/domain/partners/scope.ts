/** What an operation works in: one transaction, as one partner, at one moment of its time. */
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/pool.ts';
import { partnerNow } from './now.ts';
import type { Partner } from './partner.ts';

/** `partner` is its id alone where no more of it is needed. */
export type Scope<P extends { id: string } = Partner> = {
  readonly ctx: Context;
  readonly tx: Tx;
  readonly partner: P;
  /** of the partner's clock, when the transaction began */
  readonly now: Date;
};

/** A transaction of this partner's; one that is begun anew has a scope anew. */
export const inScope = <T, P extends { id: string }>(
  ctx: Context,
  partner: P,
  work: (scope: Scope<P>) => Promise<T>,
): Promise<T> =>
  ctx.db.partnerTx(partner.id, (tx) => work({ ctx, tx, partner, now: partnerNow(ctx, partner) }));
