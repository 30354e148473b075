/** Ordering: one bundle, on a new eSIM or on one that is there. */
import { ProviderRefused, ProviderUnclear, type ProviderOrder } from '../provider.ts';
import { succeeded, type EsimGo } from './client.ts';
import { completed, holds, pending, type Wanted } from './complete.ts';
import { toPlaced, type Placed } from './map.ts';
import { refusal } from './refusal.ts';

export async function placeNewEsim(
  api: EsimGo,
  wanted: Wanted,
  profileId: string | null,
): Promise<ProviderOrder> {
  const placed = await place(api, wanted, profileId === null ? {} : { profileID: profileId });
  const iccid = placed.lines[0]?.iccids[0];
  // At once, since it is all by which a lost order can be found; beside the other questions, since
  // somebody waits for the eSIM.
  const [order] = await Promise.all([
    settled(api, wanted, placed),
    iccid === undefined ? null : writeReference(api, iccid, wanted.reference),
  ]);
  return order;
}

export const placeOnEsim = async (api: EsimGo, wanted: Wanted): Promise<ProviderOrder> =>
  settled(api, wanted, await place(api, wanted, {}));

/**
 * `allowReassign` is never sent: with it eSIM Go puts a bundle that does not fit the eSIM onto a new
 * one, which nobody asked for.
 */
async function place(api: EsimGo, wanted: Wanted, more: { profileID?: string }): Promise<Placed> {
  const { item, iccid, reference } = wanted;
  const line = {
    type: 'bundle',
    item,
    quantity: 1,
    ...(iccid === null ? {} : { iccids: [iccid] }),
  };
  const body = { type: 'transaction', assign: true, order: [line], ...more };
  const answer = await api.write('POST', '/orders', body, reference);
  if (!succeeded(answer)) throw await refusal(api, answer);
  const placed = toPlaced(answer.body);
  if (!holds(placed, wanted)) throw new ProviderUnclear('eSIM Go answered with another order.');
  return placed;
}

/**
 * It has been bought: whatever fails from here on, "it may not have happened" would be a lie, and
 * "it certainly never left" would buy it again.
 */
const settled = (api: EsimGo, wanted: Wanted, placed: Placed): Promise<ProviderOrder> =>
  completed(api, wanted, placed).catch(() => pending(wanted, placed));

/**
 * Our reference on the eSIM, by which it is found again. The order stands without it, so that its
 * failing is nobody's business.
 */
export async function writeReference(api: EsimGo, iccid: string, reference: string): Promise<void> {
  await api.note('/esims', { iccid, customerRef: reference }).catch(() => null);
}

export const noEmptyProfiles = (): ProviderRefused =>
  new ProviderRefused('rejected', 'eSIM Go has no eSIM without a bundle.');
