/** A package is cancelled by a refund of its purchase, which Zendit decides later. */
import { object } from '../fields.ts';
import { ProviderRefused } from '../provider.ts';
import { purchasePath, readPurchase, type Account } from './account.ts';
import { accountRefusal, isRefusal, rejected, succeeded, unexpected } from './errors.ts';
import { stateOf } from './map.ts';

/**
 * `done` once the money is back. Reads the purchase first, so that asking again asks for nothing
 * twice.
 */
export async function refund(
  account: Account,
  transactionId: string,
): Promise<'done' | 'requested'> {
  const purchase = await readPurchase(account, transactionId, 'call');
  if (purchase === null) throw new ProviderRefused('rejected', 'Zendit has no such purchase.');
  // Nothing was provisioned, and the money was never taken.
  if (purchase.state === 'failed') return 'done';
  if (purchase.refund !== null) return verdict(purchase.refund);
  const answer = await account.http.call('POST', `${purchasePath(transactionId)}/refund`);
  if (succeeded(answer)) {
    const from = object(answer.body, 'refund');
    return verdict(stateOf(from));
  }
  throw accountRefusal(answer) ?? (isRefusal(answer) ? rejected(answer) : unexpected(answer));
}

function verdict(state: ReturnType<typeof stateOf>): 'done' | 'requested' {
  if (state === 'failed')
    throw new ProviderRefused('rejected', 'Zendit does not refund this purchase.');
  return state === 'done' ? 'done' : 'requested';
}
