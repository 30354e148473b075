/**
 * What was under way when a traveler was erased has ended: what it left goes like the rest. Once that
 * is done nothing remembers any more what named them.
 */
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/pool.ts';
import { partnerNow } from '../partners/now.ts';
import { archiveEsims, isOrdering } from './end-entitlements.ts';
import { eraseOwn } from './erase-own.ts';
import type { Sought } from './erasure.ts';
import { readKnown } from './known.ts';

/** Answers whether nothing is left to wait for. `sought` null: it was all looked through before. */
export async function lookOnceMore(
  ctx: Context,
  tx: Tx,
  { partner_id, traveler_id }: { partner_id: string; traveler_id: string },
  sought: Sought | null,
): Promise<boolean> {
  const now = partnerNow(ctx, { id: partner_id });
  await tx.rows('select 1 from travelers where partner_id = $1 and id = $2 for update', [
    partner_id,
    traveler_id,
  ]);
  const known = await readKnown(tx, partner_id, traveler_id, null);
  if (sought !== null) {
    const { addresses, ids } = sought;
    await eraseOwn(tx, { ...known, words: { addresses, ids } }, now);
    await tx.rows(
      'update erasures set words_sealed = null where partner_id = $1 and traveler_id = $2',
      [partner_id, traveler_id],
    );
  }
  const isArchived = await archiveEsims(tx, known, now);
  return isArchived && !(await isOrdering(tx, known));
}
