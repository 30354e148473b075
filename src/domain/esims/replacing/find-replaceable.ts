/**
 * Which eSIM a call to replace one means: one in use, or one whose replacement is under way or done
 * already.
 */
import { AppError, invalid } from '../../../errors.ts';
import type { Tx } from '../../../db/pool.ts';
import type { Partner } from '../../partners/partner.ts';
import { ESIM_FIELDS, type Esim } from '../provisioning/current-universal.ts';
import { lockTraveler, lockUser } from '../../travelers/lock-traveler.ts';

export type ReplaceTarget = {
  iccid?: string | undefined;
  external_user_id?: string | undefined;
  /** the traveler whose eSIM it has to be; left out: any of the partner's */
  owner?: string;
};

export type Replaceable =
  { kind: 'esim'; esim: Esim } | { kind: 'replaced'; id: string; isFinished: boolean };

const noEsim = (): AppError => new AppError('esim_not_found', 'There is no such eSIM.');

/**
 * Locks the traveler, then reads. `arrivedAt`: a replacement that ended after it was under way when
 * the call came.
 */
export function findReplaceable(
  tx: Tx,
  partner: Partner,
  { iccid, external_user_id, owner }: ReplaceTarget,
  arrivedAt: Date,
): Promise<Replaceable> {
  if ((iccid === undefined) === (external_user_id === undefined))
    throw invalid([
      { field: 'external_user_id', issue: 'expected either external_user_id or iccid' },
    ]);
  return iccid === undefined
    ? byTraveler(tx, partner.id, external_user_id!, arrivedAt)
    : byIccid(tx, partner.id, iccid, owner);
}

/** An eSIM is replaced once: whoever asks again is told what became of it. */
async function byIccid(
  tx: Tx,
  partnerId: string,
  iccid: string,
  owner: string | undefined,
): Promise<Replaceable> {
  const found = await tx.one<{ traveler_id: string }>(
    'select traveler_id from esims where partner_id = $1 and iccid = $2',
    [partnerId, iccid],
  );
  if (found === undefined || (owner !== undefined && found.traveler_id !== owner)) throw noEsim();
  await lockTraveler(tx, partnerId, found.traveler_id);
  const esim = await tx.one<Esim & { is_archived: boolean }>(
    `select ${ESIM_FIELDS}, archived_at is not null as is_archived
     from esims
     where partner_id = $1 and iccid = $2`,
    [partnerId, iccid],
  );
  if (esim === undefined) throw noEsim();
  const replaced = await tx.one<{ id: string; finished_at: Date | null }>(
    'select id, finished_at from esim_replacements where partner_id = $1 and old_esim_id = $2',
    [partnerId, esim.id],
  );
  if (replaced !== undefined)
    return { kind: 'replaced', id: replaced.id, isFinished: replaced.finished_at !== null };
  if (esim.is_archived)
    throw new AppError('conflict', 'This eSIM is put away already; nothing goes onto it any more.');
  return { kind: 'esim', esim };
}

/** The universal eSIM; of a traveler without one the classic one, where there is just one. */
async function byTraveler(
  tx: Tx,
  partnerId: string,
  externalUserId: string,
  arrivedAt: Date,
): Promise<Replaceable> {
  const travelerId = await lockUser(tx, partnerId, externalUserId);
  if (travelerId === null) throw new AppError('user_not_found', 'There is no such user.');
  const esims = await tx.rows<Esim>(
    `select ${ESIM_FIELDS}
     from esims
     where partner_id = $1 and traveler_id = $2 and archived_at is null`,
    [partnerId, travelerId],
  );
  const universal = esims.find((esim) => esim.type === 'universal');
  const underWay = await tx.one<{ id: string; finished_at: Date | null }>(
    `select r.id, r.finished_at
     from esim_replacements r
     join esims o on o.partner_id = $1 and o.id = r.old_esim_id
     where r.partner_id = $1
       and r.traveler_id = $2
       and o.type = any($3)
       and (r.finished_at is null or r.finished_at > $4)
     order by o.type desc, r.id desc
     limit 1`,
    [
      partnerId,
      travelerId,
      universal === undefined ? ['universal', 'classic'] : ['universal'],
      arrivedAt,
    ],
  );
  if (underWay !== undefined)
    return { kind: 'replaced', id: underWay.id, isFinished: underWay.finished_at !== null };
  if (universal !== undefined) return { kind: 'esim', esim: universal };
  if (esims.length > 1)
    throw invalid([
      {
        field: 'iccid',
        issue: `required: the traveler has ${esims.length} classic eSIMs; name the one to replace`,
      },
    ]);
  if (esims[0] === undefined) throw noEsim();
  return { kind: 'esim', esim: esims[0] };
}
