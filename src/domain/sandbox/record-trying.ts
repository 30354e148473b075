/**
 * What somebody tries out in the sandbox happens to nobody; but that a member moved the time, let
 * calls fail or took everything away is what the other members of the partner will wonder about.
 */
import type { Db, Tx } from '../../db/pool.ts';
import type { Actor } from '../actor.ts';
import { recordAct, type Act } from '../audit/record-act.ts';
import type { Partner } from '../partners/partner.ts';

type Tried = Pick<Act, 'action' | 'before' | 'after'>;

/** Of members alone: programs do it hundreds of times a day. */
export const recordTryingIn = async (
  tx: Tx,
  actor: Actor,
  { id: partnerId }: Pick<Partner, 'id'>,
  tried: Tried,
): Promise<void> => {
  if (actor.kind === 'member') await recordAct(tx, actor, { partnerId, ...tried });
};

/** Before it is done where that takes more than a transaction: it says what was asked for. */
export const recordTrying = async (
  db: Db,
  actor: Actor,
  partner: Pick<Partner, 'id'>,
  tried: Tried,
): Promise<void> => {
  if (actor.kind === 'member')
    await db.partnerTx(partner.id, (tx) => recordTryingIn(tx, actor, partner, tried));
};
