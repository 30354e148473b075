/**
 * Links to the hosted install page. Whoever has one can install the eSIM, so it is a secret of 32
 * random bytes of which only the hash is kept, for seven days of real time. Several may live beside
 * each other.
 */
import { createHash, randomBytes } from 'node:crypto';
import { AppError, invalid } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { forget, forgetAll } from '../../db/forget.ts';
import type { Tx } from '../../db/pool.ts';
import { linkToken } from '../../input/typed.ts';
import type { Actor } from '../actor.ts';
import { recordAct } from '../audit/record-act.ts';
import type { Partner } from '../partners/partner.ts';
import { noteOpened } from '../partners/note-opened.ts';
import { findPartner } from '../partners/managing/partners.ts';
import { readInstallable, type Installable } from './installable.ts';

const LIFE = '7 days';
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

export type InstallLinkInput = {
  external_user_id?: string | undefined;
  iccid?: string | undefined;
};

/**
 * For the traveler's universal eSIM, or the eSIM of an ICCID; 404 for what is not there, not this
 * partner's or put away. `by`: somebody of the partner, who is written down.
 */
export async function createInstallLink(
  ctx: Context,
  partner: Partner,
  input: InstallLinkInput,
  by?: Actor,
): Promise<{ url: string; expires_at: string }> {
  if ((input.iccid === undefined) === (input.external_user_id === undefined))
    throw invalid([
      { field: 'external_user_id', issue: 'expected either external_user_id or iccid' },
    ]);
  const token = randomBytes(32).toString('base64url');
  const { expires_at } = await ctx.db.partnerTx(partner.id, async (tx) => {
    const esimId = await esimOf(tx, partner, input);
    if (by !== undefined)
      await recordAct(tx, by, {
        partnerId: partner.id,
        action: 'install_link.made',
        subject: input.iccid ?? esimId,
        after: {},
      });
    return (await tx.one<{ expires_at: Date }>(
      `insert into install_tokens (token_hash, partner_id, esim_id, created_at, expires_at)
       values ($1, $2, $3, clock_timestamp(), clock_timestamp() + interval '${LIFE}')
       returning expires_at`,
      [hashOf(token), partner.id, esimId],
    ))!;
  });
  return { url: `${ctx.baseUrl}/install/${token}`, expires_at: expires_at.toISOString() };
}

async function esimOf(
  tx: Tx,
  partner: Partner,
  { external_user_id, iccid }: InstallLinkInput,
): Promise<string> {
  const noEsim = new AppError('esim_not_found', 'There is no such eSIM.');
  if (iccid !== undefined) {
    const esim = await tx.one<{ id: string }>(
      'select id from esims where partner_id = $1 and iccid = $2 and archived_at is null',
      [partner.id, iccid],
    );
    if (esim === undefined) throw noEsim;
    return esim.id;
  }
  const user = await tx.one<{ esim_id: string | null }>(
    `select e.id as esim_id
     from travelers t
     left join esims e on e.partner_id = t.partner_id
       and e.traveler_id = t.id
       and e.type = 'universal'
       and e.archived_at is null
     where t.partner_id = $1 and t.external_user_id = $2`,
    [partner.id, external_user_id],
  );
  if (user === undefined) throw new AppError('user_not_found', 'There is no such user.');
  if (user.esim_id === null) throw noEsim;
  return user.esim_id;
}

/**
 * What a link leads to, with whatever sticks to it; `isOpening`: somebody is shown it, which is
 * noted. Null for one that nobody has, has expired, or whose eSIM is gone.
 */
export async function openInstallLink(
  ctx: Context,
  typed: string,
  isOpening: boolean,
): Promise<Installable | null> {
  const token = linkToken(typed);
  if (token === null) return null;
  const link = await ctx.db.one<{ partner_id: string; esim_id: string }>(
    `select partner_id, esim_id
     from install_tokens
     where token_hash = $1 and expires_at > clock_timestamp()`,
    [hashOf(token)],
    'install-link',
  );
  if (link === undefined) return null;
  if (isOpening) await noteOpened(ctx, link.partner_id, 'install', hashOf(token).toString('hex'));
  const partner = await findPartner(ctx, link.partner_id);
  return ctx.db.partnerRead(partner.id, (db) => readInstallable(ctx, db, partner, link.esim_id));
}

/** Housekeeping. */
export const forgetOldInstallLinks = (ctx: Context): Promise<number> =>
  forgetAll(ctx.db, forget('install_tokens', 'expires_at < now()', 'expires_at'));
