/** The classic eSIM that a later package joins. */
import type { Scope } from '../../partners/scope.ts';
import { ESIM_FIELDS, type Esim } from './current-universal.ts';
import type { SourcedQueue } from './source-of-queue.ts';

/**
 * Section 8 of docs/contract.md: the newest of the traveler's classic eSIMs with the same provider
 * and IMSI plan as the queue's source takes it; undefined where there is none.
 */
export const fittingClassic = async (
  { tx, partner }: Scope,
  travelerId: string,
  { provider, imsi }: SourcedQueue,
): Promise<Esim | undefined> =>
  imsi === null
    ? undefined
    : tx.one<Esim>(
        `select ${ESIM_FIELDS}
         from esims
         where partner_id = $1
           and traveler_id = $2
           and type = 'classic'
           and archived_at is null
           and status <> 'DELETED'
           and provider = $3
           and imsi = $4
         order by time_assigned desc, id desc
         limit 1`,
        [partner.id, travelerId, provider, imsi],
      );
