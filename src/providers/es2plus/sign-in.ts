/** Shows that an account's certificate, address and identifier are the ones agreed upon. */
import { ProviderUnclear } from '../provider.ts';
import type { Account } from './account.ts';
import { refusalOf, type Es2Answer } from './calls.ts';
import { isHangUp } from './certificate.ts';
import { checkValidity } from './identity.ts';
import { writeIccid } from './map.ts';

/** No operator has the country code 00, so no profile has this number; its check digit fits. */
const NOBODY = '8900000000000000003';

/**
 * There is no function that changes nothing, so one is called that cannot: to release a profile
 * that does not exist. Any answer about the profile says that we are known, also that it was done:
 * some SM-DP+ release without a look at what they have.
 */
export async function signIn(account: Account): Promise<void> {
  checkValidity(account.tls);
  const answer = await ask(account);
  if (!answer.ok && answer.code.startsWith('1')) throw refusalOf(answer.code);
  await account.plans?.signIn();
}

async function ask({ es2, iccidFormat }: Account): Promise<Es2Answer> {
  try {
    return await es2('releaseProfile', { iccid: writeIccid(NOBODY, iccidFormat) });
  } catch (error) {
    if (!isHangUp(error)) throw error;
    throw new ProviderUnclear(
      'The SM-DP+ hung up without an answer: mostly it does not accept our client certificate.',
      { cause: (error as ProviderUnclear).cause },
    );
  }
}
