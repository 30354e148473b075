/** What eSIM Go says of one eSIM. */
import { object } from '../fields.ts';
import {
  ProviderUnclear,
  type KnownEsim,
  type ProviderEsim,
  type TemplateOrder,
} from '../provider.ts';
import { pathOf, succeeded, type EsimGo } from './client.ts';
import { itemOf } from './complete.ts';
import { installedAt, toAllAssignments, toIccid, toState, type Assignment } from './map.ts';
import { accountState } from './refusal.ts';

/** A brand-new eSIM is answered with 403 for a while, like one of somebody else. */
const NEW_MS = 10 * 60_000;

/** null: this account has no such eSIM. */
export async function readEsim(api: EsimGo, known: KnownEsim): Promise<ProviderEsim | null> {
  const answer = await api.ask(pathOf('esims', known.iccid));
  if (answer.status === 410) return { ...bare(known.iccid), state: 'DELETED' };
  if (answer.status === 403 || answer.status === 404) return missing(api, known);
  if (!succeeded(answer)) throw new ProviderUnclear(`eSIM Go answered ${answer.status}.`);
  const from = object(answer.body, 'eSIM');
  if (toIccid(from['iccid']) !== known.iccid)
    throw new ProviderUnclear('eSIM Go answered with another eSIM.');
  const state = toState(from);
  const since = state === 'INSTALLED' ? installedAt(from) : null;
  const esim = bare(known.iccid);
  return {
    ...esim,
    state,
    state_changed_at: since ?? esim.state_changed_at,
    packages: (await allOn(api, known.iccid)).map(({ usage }) => usage),
  };
}

/** Used ones too, and more than the 15 that are shown unasked. */
export const allOn = async (api: EsimGo, iccid: string): Promise<Assignment[]> =>
  toAllAssignments(
    await api.read(`${pathOf('esims', iccid, 'bundles')}?includeUsed=true&limit=200`),
  );

/** Nothing but whose it is, as of now. */
const bare = (iccid: string): ProviderEsim => ({
  iccid,
  state: 'unknown',
  state_changed_at: new Date().toISOString(),
  packages: [],
  usage: [],
});

/** Not ours, or not there: only where neither the key, nor the address, nor its youth explains it. */
async function missing(api: EsimGo, { packages }: KnownEsim): Promise<null> {
  const isNew = packages.some((one) => Date.parse(one.ordered_at) > Date.now() - NEW_MS);
  if (isNew) throw new ProviderUnclear('eSIM Go does not show the new eSIM yet.');
  if ((await accountState(api)) !== 'good')
    throw new ProviderUnclear('eSIM Go does not let this account ask.');
  return null;
}

/** Not each bundle fits each eSIM; of one it does not know eSIM Go says 400. */
export async function isCompatible(
  api: EsimGo,
  iccid: string,
  template: TemplateOrder,
): Promise<boolean> {
  const answer = await api.ask(pathOf('esims', iccid, 'compatible', itemOf(template)));
  if (answer.status === 400) return false;
  const verdict = succeeded(answer) ? object(answer.body, 'answer')['compatible'] : null;
  if (typeof verdict !== 'boolean')
    throw new ProviderUnclear('eSIM Go does not say whether the bundle fits the eSIM.');
  return verdict;
}
