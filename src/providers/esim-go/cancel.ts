/** Giving back a bundle that was never used, for its money. */
import { ProviderRefused, ProviderUnclear, type CancelInput } from '../provider.ts';
import { pathOf, succeeded, type EsimGo } from './client.ts';
import { allOn } from './esim.ts';
import type { Assignment } from './map.ts';
import { plainRefusal } from './refusal.ts';

/**
 * Asked twice, it is done twice: what is taken back already is read first. The assignment is always
 * named; without that eSIM Go chooses one itself.
 */
export async function cancelPackage(api: EsimGo, input: CancelInput): Promise<'done'> {
  const { iccid, template_id, package_id } = input;
  const before = await packageOn(api, input);
  if (before === undefined)
    throw new ProviderRefused('rejected', 'eSIM Go has no such package on this eSIM.');
  if (before.state === 'revoked') return 'done';
  // eSIM Go would take a started one away without giving the money back.
  if (!before.isUnused)
    throw new ProviderRefused('rejected', 'eSIM Go takes back only what was never used.');
  const path = pathOf('esims', iccid, 'bundles', template_id, 'assignments', package_id);
  const revoke = (type: string) => api.write('DELETE', `${path}?type=${type}&refundToBalance=true`);
  const tried = await revoke('validate');
  if (!succeeded(tried)) throw await plainRefusal(api, tried);
  const answer = await revoke('transaction');
  // The eSIM has the last word: the trial may have been taken for the real thing, which is then
  // refused, and what was taken back may no longer be listed.
  const after = await packageOn(api, input);
  const isGone = after === undefined ? succeeded(answer) : after.state === 'revoked';
  if (isGone) return 'done';
  throw succeeded(answer)
    ? new ProviderUnclear('eSIM Go does not show the package as taken back yet.')
    : await plainRefusal(api, answer);
}

const packageOn = async (
  api: EsimGo,
  { iccid, package_id }: CancelInput,
): Promise<Assignment | undefined> =>
  (await allOn(api, iccid)).find((one) => one.id === package_id);
