/** A partner's own directory: set, shown, taken away by its owner. */
import { invalid } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Queryable, Tx } from '../../../db/pool.ts';
import type { Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import { dashboardAddress } from '../dashboard-address.ts';
import { clientSecretRow } from '../sealed-rows.ts';

export type Connection = { issuer: string; clientId: string; clientSecret: string };

type Row = { issuer: string; client_id: string; client_secret_sealed: Buffer };
type Shown = { issuer: string; client_id: string };

/** Where the directory sends browsers back to. */
export const callbackUrl = (ctx: Pick<Context, 'config' | 'baseUrl'>): string =>
  `${dashboardAddress(ctx)}/web-api/sign-in/sso/callback`;

/** Where a partner's members begin. */
export const signInUrl = (ctx: Pick<Context, 'config' | 'baseUrl'>, slug: string): string =>
  `${dashboardAddress(ctx)}/web-api/sign-in/sso/${slug}`;

/** Null where there is none. */
export async function findConnection(
  ctx: Pick<Context, 'secrets'>,
  db: Queryable,
  partnerId: string,
): Promise<Connection | null> {
  const row = await db.one<Row>(
    `select c.issuer, c.client_id, c.client_secret_sealed
     from sso_connections c
     join partners p on p.id = c.partner_id
     where c.partner_id = $1 and p.suspended_at is null`,
    [partnerId],
  );
  if (row === undefined) return null;
  const { issuer, client_id: clientId, client_secret_sealed: sealed } = row;
  return { issuer, clientId, clientSecret: ctx.secrets.open(sealed, clientSecretRow(partnerId)) };
}

/** Without the secret, which nobody is shown. */
export async function showConnection(
  ctx: Context,
  { id, slug }: { id: string; slug: string },
): Promise<object> {
  const row = await shown(ctx.db, id);
  return {
    issuer: row?.issuer ?? null,
    client_id: row?.client_id ?? null,
    callback_url: callbackUrl(ctx),
    sign_in_url: signInUrl(ctx, slug),
  };
}

export const hasConnection = async (db: Queryable, partnerId: string): Promise<boolean> =>
  (await shown(db, partnerId)) !== undefined;

const shown = (db: Queryable, partnerId: string): Promise<Shown | undefined> =>
  db.one<Shown>('select issuer, client_id from sso_connections where partner_id = $1', [partnerId]);

/**
 * The issuer is asked for its configuration first: what cannot work is not taken. Throws
 * `invalid_request`.
 */
export async function setConnection(
  ctx: Context,
  actor: Actor,
  partnerId: string,
  { issuer, clientId, clientSecret }: Connection,
): Promise<void> {
  const issue = await ctx.directory.check(issuer);
  if (issue !== null) throw invalid([{ field: 'issuer', issue }]);
  await ctx.db.tx(async (tx) => {
    const before = await shown(tx, partnerId);
    await tx.rows(
      `insert into sso_connections (partner_id, issuer, client_id, client_secret_sealed)
       values ($1, $2, $3, $4)
       on conflict (partner_id) do update
         set issuer = excluded.issuer, client_id = excluded.client_id,
           client_secret_sealed = excluded.client_secret_sealed`,
      [partnerId, issuer, clientId, ctx.secrets.seal(clientSecret, clientSecretRow(partnerId))],
    );
    if (before !== undefined && before.issuer !== issuer)
      await endWhatItOpened(tx, partnerId, ctx.clock.now());
    await recordAct(tx, actor, {
      partnerId,
      action: before === undefined ? 'sso.set' : 'sso.changed',
      before: before ?? null,
      // That the secret was given is told; a change of it alone is one, too.
      after: { issuer, client_id: clientId, client_secret: 'given' },
    });
  });
}

/** Who came by it is signed out. Again changes nothing. */
export const removeConnection = (ctx: Context, actor: Actor, partnerId: string): Promise<void> =>
  ctx.db.tx(async (tx) => {
    const before = await tx.one<Shown>(
      'delete from sso_connections where partner_id = $1 returning issuer, client_id',
      [partnerId],
    );
    if (before === undefined) return;
    await endWhatItOpened(tx, partnerId, ctx.clock.now());
    await recordAct(tx, actor, { partnerId, action: 'sso.removed', before, after: null });
  });

async function endWhatItOpened(tx: Tx, partnerId: string, now: Date): Promise<void> {
  await tx.rows('delete from sso_sign_ins where partner_id = $1', [partnerId]);
  await tx.rows(
    `update member_sessions
     set ended_at = $2
     where partner_id = $1 and ended_at is null`,
    [partnerId, now],
  );
}
