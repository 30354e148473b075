/**
 * Setting `support`: where a partner's travelers get help. Its two secrets are written, never
 * shown, and lie apart from it.
 */
import { Type, type Static } from 'typebox';
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

export const SUPPORT_SECRETS = ['identity_secret', 'access_token'] as const;
export type SupportSecretName = (typeof SUPPORT_SECRETS)[number];
/** As sent: null = none from now on, left out = as it is. */
export type SupportSecrets = { [name in SupportSecretName]?: string | null };

/** Beyond the schema. */
export function supportProblems(support: SupportSettings): Problem[] {
  if (support.url !== undefined && !URL.canParse(support.url))
    return [{ field: 'support.url', issue: 'expected an http(s) URL' }];
  if (
    support.intercom_app_id === undefined &&
    SUPPORT_SECRETS.some((name) => typeof support[name] === 'string')
  )
    return [
      { field: 'support.intercom_app_id', issue: 'required beside a secret of the workspace' },
    ];
  return [];
}

/**
 * What is stored among the settings, and what is sealed apart. `undefined` for the setting: it is
 * not changed.
 */
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
