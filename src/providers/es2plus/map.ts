/** An SM-DP+'s words → ours, and what the ledger remembers → an order. */
import { buildLpa, lpaProblems, supplierIccid } from '../identifiers.ts';
import { unfit, type Fields } from '../fields.ts';
import {
  ProviderUnclear,
  type ProfileState,
  type ProviderOrder,
  type ProviderProfile,
} from '../provider.ts';
import type { LedgerOrder } from './ledger.ts';

/** Without the filler that some pad it with. Throws ProviderUnclear. */
export function toIccid(from: Fields): string {
  const value = from['iccid'];
  const iccid = typeof value === 'string' ? supplierIccid(value) : null;
  if (iccid === null) throw unfit('iccid');
  return iccid;
}

/** With the filler where the other side wants 20 places of a number with 19. */
export const writeIccid = (iccid: string, format: 'digits' | 'padded'): string =>
  format === 'padded' && iccid.length === 19 ? `${iccid}F` : iccid;

/** Null where the answer leaves it out. */
export function toMatchingId(from: Fields): string | null {
  const value = from['matchingId'];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string' || !/^[0-9A-Z-]{1,255}$/.test(value)) throw unfit('matchingId');
  return value;
}

/** A host name that an activation code can have; anything else is as if it was not said. */
export function toAddress(from: Fields): string | null {
  const value = from['smdpAddress'];
  return typeof value === 'string' && isAddress(value) ? value : null;
}

export const isAddress = (host: string): boolean =>
  !lpaProblems({ host, matchingId: '', oid: null, confirmationRequired: false }).includes('host');

export type Shown = {
  /** where the SM-DP+ names no address of its own; null = there is none */
  address: string | null;
  state: ProfileState;
};

export function toOrder(order: LedgerOrder, shown: Shown): ProviderOrder {
  const isDone = isFinished(order);
  return {
    id: order.reference,
    reference: order.reference,
    kind: order.kind,
    status: isDone ? 'confirmed' : 'pending',
    iccid: isDone ? (order.profile?.iccid ?? null) : null,
    profile: isDone && order.kind === 'create_esim' ? toProfile(order, shown) : null,
    package_id: isDone ? order.packageId : null,
    template_id: order.template?.id ?? null,
    cost: null,
    created_at: order.createdAt,
  };
}

/** Nowhere is it said where a device would find the profile, and a person can say it. */
export const NO_ADDRESS =
  'The SM-DP+ names no address for activation codes, and the account has no smdp_address.';

/** Everything that its kind asks for is done. */
export function isFinished({ kind, template, steps }: LedgerOrder): boolean {
  const hasPlan = template === null || steps.plan.isDone;
  return kind === 'add_package' ? hasPlan : hasPlan && steps.release.isDone;
}

function toProfile(order: LedgerOrder, { address, state }: Shown): ProviderProfile {
  const { profile, matchingId, smdpAddress } = order;
  if (profile === null || matchingId === null)
    throw new Error(`the finished order ${order.reference} has no profile`);
  const host = smdpAddress ?? address;
  // Of an order from before the account was changed.
  if (host === null) throw new ProviderUnclear(NO_ADDRESS);
  return {
    iccid: profile.iccid,
    esim_id: null,
    lpa: buildLpa({
      host,
      matchingId,
      oid: null,
      confirmationRequired: false,
    }),
    subscriber_imsi: profile.subscriberImsi,
    imsi: profile.imsi,
    state,
    install: null,
  };
}
