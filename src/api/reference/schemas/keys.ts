/** API keys as they are made and shown. */
import { Type } from 'typebox';
import { MOST_RANGES } from '../../../domain/partners/keys/allowed-ips.ts';
import { KEY_SCOPES } from '../../../domain/partners/keys/scopes.ts';
import { answer, nullable, oneOf, text } from './shapes.ts';

const instant = Type.String({ format: 'date-time' });
const scope = oneOf(KEY_SCOPES);

export const allowedIps = Type.Array(text(60), {
  maxItems: MOST_RANGES,
  description:
    'addresses and networks that it may sign from, such as `203.0.113.0/24`; empty: from everywhere',
});
export const keyChange = Type.Object({ allowed_ips: allowedIps });
export const keyInput = Type.Object({
  label: Type.Optional(text(100)),
  scopes: Type.Optional(
    Type.Array(scope, {
      minItems: 1,
      maxItems: KEY_SCOPES.length,
      uniqueItems: true,
      description: 'what it may do; left out: `bookings`, `travelers` and `settings`',
    }),
  ),
  expires_at: Type.Optional(
    text(40, { description: "ISO 8601, to come; a date is its end in the partner's zone" }),
  ),
  allowed_ips: Type.Optional(allowedIps),
});

const made = {
  partner_id: Type.String(),
  api_key: Type.String(),
  api_secret: Type.String({ description: 'shown here and nowhere else' }),
  label: nullable(Type.String()),
  scopes: Type.Array(scope),
  expires_at: nullable(instant),
  allowed_ips: Type.Array(Type.String()),
};
export const madeKey = answer(made, { title: 'NewApiKey' });
export const rotatedKey = answer({ ...made, previous_valid_until: instant });

const viewed = {
  api_key: Type.String(),
  label: nullable(Type.String()),
  scopes: Type.Array(scope),
  allowed_ips: Type.Array(Type.String()),
  min_signature_version: Type.Integer(),
  made_by: nullable(Type.String({ description: 'null: not known' })),
  created_at: instant,
  last_used_at: nullable(
    Type.String({ format: 'date-time', description: 'to the minute; null: never' }),
  ),
  expires_at: nullable(instant),
  revoked_at: nullable(instant),
};
export const keyView = answer(viewed, { title: 'ApiKey' });
/** For people: a member who made it is named. */
export const keyRow = answer({ ...viewed, maker: nullable(Type.String()) });
export const changedKey = answer({
  api_key: Type.String(),
  partner_id: Type.String(),
  allowed_ips: Type.Array(Type.String()),
});
export const revokedKey = answer({
  api_key: Type.String(),
  partner_id: Type.String(),
  revoked_at: Type.Unknown(),
});
