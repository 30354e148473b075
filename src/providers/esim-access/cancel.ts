/** Giving an unused eSIM back. */
import { ProviderRefused, type CancelInput } from '../provider.ts';
import type { AccessClient } from './client.ts';
import { findEsim, isFirst } from './esim.ts';
import type { AccessEsim } from './map.ts';

/**
 * The telco cancels whole eSIMs, not packages: only the one that an eSIM came with, while nothing
 * else is on it and no device has asked for it.
 */
export async function cancelEsim(client: AccessClient, input: CancelInput): Promise<'done'> {
  const { iccid, esim_id, reference } = input;
  const esim = await findEsim(client, { iccid, esim_id, references: [reference] });
  if (esim === null) throw new ProviderRefused('rejected', 'The telco does not know this eSIM.');
  if (!isFirst(esim, reference))
    throw new ProviderRefused('rejected', 'The telco does not take a top-up back.');
  if (esim.life === 'cancelled') return 'done';
  if (esim.life !== 'new' || esim.state !== 'RELEASED')
    throw new ProviderRefused('rejected', 'The telco takes back only what was never used.');
  if (carriesMore(esim))
    throw new ProviderRefused('rejected', 'Another package on this eSIM would be lost with it.');
  await client.act('/esim/cancel', { esimTranNo: esim.esimTranNo });
  return 'done';
}

/** A top-up is listed, or at least adds to the total; that of a day pass is of all its days. */
const carriesMore = ({ packages, totalBytes, isDaily }: AccessEsim): boolean =>
  packages.length > 1 || (!isDaily && (totalBytes ?? 0) > (packages[0]?.bytes ?? Infinity));
