/** The traveler's universal eSIM, as redemptions find it. */
import type { Scope } from '../../partners/scope.ts';
import { archiveEsim } from '../archive-esim.ts';

export type Esim = {
  id: string;
  traveler_id: string;
  type: 'universal' | 'classic';
  iccid: string;
  provider: string;
  status: string;
};
export const ESIM_FIELDS = 'id, traveler_id, type, iccid, provider, status';

/** Null for none. One that was deleted from the device and holds nothing is archived. */
export async function currentUniversal(
  { tx, partner, now }: Scope,
  travelerId: string,
): Promise<Esim | null> {
  const esim = await tx.one<Esim>(
    `select ${ESIM_FIELDS}
     from esims
     where partner_id = $1 and traveler_id = $2 and type = 'universal' and archived_at is null`,
    [partner.id, travelerId],
  );
  if (esim === undefined) return null;
  if (esim.status !== 'DELETED') return esim;
  // An order whose outcome is open may turn out to be a package on it.
  const live = await tx.one(
    `select 1 from packages where partner_id = $1 and esim_id = $2 and status = 'ACTIVE'
     union all select 1 from provider_orders where partner_id = $1 and traveler_id = $3 and esim_id = $2 and state in ('intent', 'unknown', 'pending', 'needs_review') limit 1`,
    [partner.id, esim.id, travelerId],
  );
  if (live !== undefined) return esim;
  await archiveEsim(tx, partner.id, esim.id, now);
  return null;
}
