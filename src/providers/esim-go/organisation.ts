/**
 * The account itself. Its answer repeats the API key: what is needed is picked out where it is read,
 * and the rest goes nowhere.
 */
import type { Money } from '../article.ts';
import { ProviderUnclear } from '../provider.ts';
import { succeeded, type EsimGo } from './client.ts';
import { toOrganisation } from './map.ts';
import { accountRefusal } from './refusal.ts';

/** Throws `ProviderRefused` where the key or the address is wrong. */
export async function readOrganisation(api: EsimGo): Promise<{ balance: Money; currency: string }> {
  const answer = await api.ask('/organisation');
  if (answer.status === 401 || answer.status === 403) throw accountRefusal('wrong_key');
  if (answer.status === 404) throw accountRefusal('wrong_address');
  if (!succeeded(answer)) throw new ProviderUnclear(`eSIM Go answered ${answer.status}.`);
  return toOrganisation(answer.body);
}
