/** What the telco says of one eSIM, and which words go for its packages. */
import { ProviderUnclear, type KnownEsim, type ProviderEsim } from '../provider.ts';
import type { AccessClient } from './client.ts';
import { packageStatus, referenceOf, type AccessEsim } from './map.ts';
import { queryEsims } from './query.ts';

type Wanted = { iccid: string; esim_id: string | null; references: readonly string[] };

/**
 * Null: the telco has none. An eSIM is known by the telco's own id; where we have none yet, by the
 * reference under which it was ordered, since others may have had its number before.
 */
export async function findEsim(
  client: AccessClient,
  { iccid, esim_id: esimTranNo, references }: Wanted,
): Promise<AccessEsim | null> {
  const esims = await queryEsims(client, esimTranNo === null ? { iccid } : { esimTranNo });
  if (esims.length === 0) return null;
  const isIt = (esim: AccessEsim): boolean =>
    esimTranNo === null
      ? esim.transactionId !== null && references.includes(referenceOf(esim.transactionId))
      : esim.esimTranNo === esimTranNo;
  const found = esims.find((esim) => isIt(esim) && esim.iccid === iccid);
  if (found === undefined) throw new ProviderUnclear('The telco answered with another eSIM.');
  return found;
}

/** `askedAt`: an instant of ours, for states of which the telco does not say since when. */
export function toProviderEsim(
  esim: AccessEsim,
  { iccid, packages }: KnownEsim,
  askedAt: string,
): ProviderEsim {
  return {
    iccid,
    state: esim.state,
    state_changed_at: (esim.state === 'INSTALLED' ? esim.installedAt : null) ?? askedAt,
    packages: packages.map(({ package_id, reference }, index) => {
      // What a top-up brought is seen where the telco lists it. Until then its word is older than
      // the top-up and says nothing of it.
      const isListed = index < Math.max(1, esim.packages.length);
      return {
        package_id,
        // The telco counts on the eSIM as a whole.
        used_bytes: 0,
        total_bytes: esim.packages[index]?.bytes ?? esim.totalBytes,
        activated_at: isFirst(esim, reference) ? esim.activatedAt : null,
        // Until its first use that is only when it lapses.
        expires_at: esim.activatedAt === null ? null : esim.expiresAt,
        status: isListed || isOver(esim) ? packageStatus(esim.life) : 'unknown',
      };
    }),
    usage: esim.usedBytes === null ? [] : [{ iso3: null, used_bytes: esim.usedBytes }],
  };
}

/** The package that the eSIM came with, and whose days therefore count from its first use. */
export const isFirst = ({ transactionId }: AccessEsim, reference: string): boolean =>
  transactionId !== null &&
  (transactionId === reference || referenceOf(transactionId) === reference);

/** No package of it can be used any more, whichever they are. */
const isOver = ({ life }: AccessEsim): boolean => life === 'expired' || life === 'cancelled';
