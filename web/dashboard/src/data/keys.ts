/** API keys of a partner: what they may do, how they stand, and how a new one is tried. */
import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import type { ApiKey, KeyScope, MadeKey } from './types.ts';

export const SCOPES: readonly KeyScope[] = ['bookings', 'travelers', 'settings', 'keys', 'erase'];
/** The others do harm in wrong hands: given where they are asked for. */
export const USUAL_SCOPES: readonly KeyScope[] = ['bookings', 'travelers', 'settings'];

/** Nobody gives a key that may do more than they: the server refuses the others. */
export const scopesToGive = (may: (permission: string) => boolean): readonly KeyScope[] =>
  SCOPES.filter(
    (scope) =>
      (scope !== 'erase' || may('travelers.erase')) && (scope !== 'keys' || may('keys.make')),
  );

export const keysQuery = (path: string) =>
  queryOptions({
    queryKey: [path, 'keys'],
    queryFn: () => call<ApiKey[]>('GET', `${path}/keys`),
  });

const DAY_MS = 86_400_000;
const SOON_MS = 14 * DAY_MS;

export type Standing = 'good' | 'expiring' | 'expired' | 'revoked';

export function standingOf({
  revoked_at: revoked,
  expires_at: ends,
}: Pick<ApiKey, 'revoked_at' | 'expires_at'>): Standing {
  if (revoked !== null) return 'revoked';
  if (ends === null) return 'good';
  const left = Date.parse(ends) - Date.now();
  if (left <= 0) return 'expired';
  return left <= SOON_MS ? 'expiring' : 'good';
}

export const isOver = (key: ApiKey): boolean => ['expired', 'revoked'].includes(standingOf(key));

/** So recently that something still uses it. */
export const isInUse = ({ last_used_at: used }: ApiKey): boolean =>
  used !== null && Date.now() - Date.parse(used) < DAY_MS;

export const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();

/** What a server of the partner has in its environment. */
export const envOf = (api: string, key: Pick<MadeKey, 'api_key' | 'api_secret'>): string =>
  [`HUBBY_URL=${api}`, `HUBBY_API_KEY=${key.api_key}`, `HUBBY_API_SECRET=${key.api_secret}`].join(
    '\n',
  );

/** A first call with what stands in the environment: any shell with curl and openssl makes it. */
export const FIRST_CALL = `set -a; . ./.env
TIME=$(date +%s)000
SIGN=$(printf "\${TIME}GET/api/destinations" | openssl dgst -sha256 -hmac "$HUBBY_API_SECRET" | sed 's/.* //')
curl "$HUBBY_URL/api/destinations" -H "x-api-key: $HUBBY_API_KEY" -H "x-timestamp: $TIME" -H "x-signature: $SIGN"`;

/** Addresses and networks as people write them, with commas or blanks between. */
export const listOf = (text: string): string[] => text.split(/[\s,;]+/).filter((one) => one !== '');
