/** The two secrets of the setting `support`, sealed in a table of their own. */
import type { Context } from '../../../context.ts';
import type { Queryable, Tx } from '../../../db/pool.ts';
import {
  SUPPORT_SECRETS,
  type SupportSecretName,
  type SupportSecrets,
  type SupportSettings,
} from '../../settings/support.ts';

export const supportRow = (name: SupportSecretName, partnerId: string): string =>
  `support_${name}:${partnerId}`;

export async function writeSupportSecrets(
  ctx: Pick<Context, 'secrets'>,
  tx: Tx,
  partnerId: string,
  secrets: SupportSecrets,
): Promise<void> {
  for (const name of SUPPORT_SECRETS) {
    const value = secrets[name];
    if (value === undefined) continue;
    const sealed = value === null ? null : ctx.secrets.seal(value, supportRow(name, partnerId));
    await tx.rows(
      `insert into support_secrets (partner_id, ${name}_sealed)
       values ($1, $2)
       on conflict (partner_id) do update set ${name}_sealed = excluded.${name}_sealed`,
      [partnerId, sealed],
    );
  }
}

export async function readSupportSecrets(
  ctx: Pick<Context, 'secrets'>,
  db: Queryable,
  partnerId: string,
): Promise<Record<SupportSecretName, string | null>> {
  const row = await db.one<Record<`${SupportSecretName}_sealed`, Buffer | null>>(
    'select identity_secret_sealed, access_token_sealed from support_secrets where partner_id = $1',
    [partnerId],
  );
  const open = (name: SupportSecretName): string | null => {
    const sealed = row?.[`${name}_sealed`] ?? null;
    return sealed === null ? null : ctx.secrets.open(sealed, supportRow(name, partnerId));
  };
  return { identity_secret: open('identity_secret'), access_token: open('access_token') };
}

/** Long ones by their end, short ones not at all. */
const hintOf = (value: string | null): string | null =>
  value === null ? null : value.length >= 12 ? `…${value.slice(-4)}` : '…';

/** The setting as it is shown: hints in place of the secrets. */
export async function showSupport(
  ctx: Pick<Context, 'secrets'>,
  db: Queryable,
  partnerId: string,
  support: SupportSettings,
): Promise<object> {
  const { identity_secret, access_token } = await readSupportSecrets(ctx, db, partnerId);
  return {
    ...support,
    identity_secret_hint: hintOf(identity_secret),
    access_token_hint: hintOf(access_token),
  };
}
