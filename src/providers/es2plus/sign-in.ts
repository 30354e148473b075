/** Shows that an account's certificate, address and identifier are the ones agreed upon. */
import { ProviderUnclear } from '../provider.ts';
import type { Account } from './account.ts';
import { refusalOf } from './calls.ts';

/** No operator has the country code 00, so no profile has this number. */
const NOBODY = '8900000000000000000';

/**
 * There is no function that changes nothing, so one is called that cannot: to release a profile
 * that does not exist. Any answer about the profile says that we are known.
 */
export async function signIn({ es2, plans }: Account): Promise<void> {
  const answer = await es2('releaseProfile', { iccid: NOBODY });
  if (answer.ok) throw new ProviderUnclear('The SM-DP+ released a profile that cannot exist.');
  if (answer.code.startsWith('1')) throw refusalOf(answer.code);
  await plans?.signIn();
}
