/** Setting `support`: where a partner's travelers get help. Its two secrets are written, never shown, and lie sealed in a table of their own. */
import { Type, type Static } from 'typebox';
import type { Context } from '../../context.ts';
import type { Queryable, Tx } from '../../db/pool.ts';
import type { Problem } from '../../errors.ts';

const secret = (what: string) =>
  Type.Unsafe<string | null>({
    type: ['string', 'null'],
    writeOnly: true,
    minLength: 8,
    maxLength: 1_000,
    pattern: '^[\\x21-\\x7e]+$',
    description: `8 to 1000 printable ASCII characters without a blank: ${what}`,
  });

export const supportSchema = Type.Object(
  {
    intercom_app_id: Type.Optional(
      Type.String({
        pattern: '^[A-Za-z0-9_-]{4,40}$',
        description: "the workspace's id, 4 to 40 letters, digits, - and _",
      }),
    ),
    identity_secret: Type.Optional(secret('signs user ids; left out = as it is, null = none')),
    access_token: Type.Optional(
      secret('of the workspace, for pushing the context; left out = as it is, null = none'),
    ),
    email: Type.Optional(Type.String({ format: 'email', maxLength: 254 })),
    url: Type.Optional(
      Type.String({
        maxLength: 2_048,
        pattern: '^https?://[^\\s]+$',
        description: 'an http(s) URL',
      }),
    ),
    phone: Type.Optional(
      Type.String({
        pattern: '^\\+[1-9]\\d{6,14}$',
        description: 'a phone number in E.164 form, such as +31612345678',
      }),
    ),
  },
  { additionalProperties: false },
);
export type SupportSettings = Static<typeof supportSchema>;

const SECRETS = ['identity_secret', 'access_token'] as const;
type SecretName = (typeof SECRETS)[number];
/** As sent: null = none from now on, left out = as it is. */
export type SupportSecrets = { [name in SecretName]?: string | null };

/** Beyond the schema. */
export function supportProblems(support: SupportSettings): Problem[] {
  if (support.url !== undefined && !URL.canParse(support.url))
    return [{ field: 'support.url', issue: 'expected an http(s) URL' }];
  if (
    support.intercom_app_id === undefined &&
    SECRETS.some((name) => typeof support[name] === 'string')
  )
    return [
      { field: 'support.intercom_app_id', issue: 'required beside a secret of the workspace' },
    ];
  return [];
}

/** What is stored among the settings, and what is sealed apart. `undefined` for the setting: it is not changed. */
export function splitSupport(support: SupportSettings | null | undefined): {
  shown: SupportSettings | undefined;
  secrets: SupportSecrets | null;
} {
  if (support === undefined) return { shown: undefined, secrets: null };
  if (support === null)
    return { shown: undefined, secrets: { identity_secret: null, access_token: null } };
  const { identity_secret, access_token, ...shown } = support;
  return {
    shown,
    secrets: {
      ...(identity_secret === undefined ? {} : { identity_secret }),
      ...(access_token === undefined ? {} : { access_token }),
    },
  };
}

export const supportRow = (name: SecretName, partnerId: string): string =>
  `support_${name}:${partnerId}`;

export async function writeSupportSecrets(
  ctx: Pick<Context, 'secrets'>,
  tx: Tx,
  partnerId: string,
  secrets: SupportSecrets,
): Promise<void> {
  for (const name of SECRETS) {
    const value = secrets[name];
    if (value === undefined) continue;
    const sealed = value === null ? null : ctx.secrets.seal(value, supportRow(name, partnerId));
    await tx.rows(
      `insert into support_secrets (partner_id, ${name}_sealed) values ($1, $2) on conflict (partner_id) do update set ${name}_sealed = excluded.${name}_sealed`,
      [partnerId, sealed],
    );
  }
}

export async function readSupportSecrets(
  ctx: Pick<Context, 'secrets'>,
  db: Queryable,
  partnerId: string,
): Promise<Record<SecretName, string | null>> {
  const row = await db.one<Record<`${SecretName}_sealed`, Buffer | null>>(
    'select identity_secret_sealed, access_token_sealed from support_secrets where partner_id = $1',
    [partnerId],
  );
  const open = (name: SecretName): string | null => {
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
