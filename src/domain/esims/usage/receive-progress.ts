/**
 * What an SM-DP+ tells of a profile on a device. It is kept, since an SM-DP+ cannot be asked, and the
 * eSIM is looked at by the next poll, as after any other hint.
 */
import type { Context } from '../../../context.ts';
import type { ToldState } from '../../../providers/es2plus/ledger.ts';
import { es2plusLedger } from '../../suppliers/es2plus/ledger.ts';
import { followHints } from './follow-hints.ts';

/** False: the profile is not of this account. */
export async function receiveProgress(
  ctx: Context,
  account: string,
  { id, iccid, state, at }: ToldState & { id: string; iccid: string },
): Promise<boolean> {
  const isKnown = await es2plusLedger(ctx, account).tell(iccid, { state, at });
  if (isKnown)
    await followHints(ctx, account, {
      trust: 'signed',
      id,
      reports: [],
      hints: [{ kind: 'esim', iccid, esim_id: null }],
    });
  return isKnown;
}
