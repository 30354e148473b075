/** An order that eSIM Go has, made whole: its profile, and the package it became. */
import type { Answer } from '../http.ts';
import {
  ProviderUnclear,
  type OrderKind,
  type ProviderOrder,
  type ProviderProfile,
  type TemplateOrder,
} from '../provider.ts';
import { pathOf, succeeded, type EsimGo } from './client.ts';
import { toAssignments, toProfile, type Assignment, type Line, type Placed } from './map.ts';

/** What we ordered, or look for. */
export type Wanted = {
  kind: OrderKind;
  reference: string;
  /** the bundle's name */
  item: string;
  /** null = of a new eSIM */
  iccid: string | null;
};

/** A first purchase and a later one are of the same bundles. */
export const itemOf = ({ id, topup_id }: TemplateOrder): string => topup_id ?? id;

/** Whether it can be this order of ours: one line, one of this bundle, on this eSIM. */
export function holds({ lines }: Placed, { item, iccid }: Wanted): boolean {
  const [line, ...more] = lines;
  if (line === undefined || more.length > 0) return false;
  const isOurs = line.item === item && line.quantity === 1 && line.iccids.length <= 1;
  return isOurs && (iccid === null || line.iccids[0] === iccid);
}

/**
 * Pending while eSIM Go has not put the bundle onto the eSIM, which may take ten minutes, or does not
 * show it yet.
 */
export async function completed(
  api: EsimGo,
  wanted: Wanted,
  placed: Placed,
): Promise<ProviderOrder> {
  const line = placed.lines[0];
  if (!placed.isDone || line === undefined) return pending(wanted, placed);
  const profile = wanted.kind === 'create_esim' ? await profileOf(api, placed, line) : null;
  const iccid = wanted.iccid ?? profile?.iccid ?? null;
  if (iccid === null) return pending(wanted, placed);
  const assignments = await assignmentsOn(api, iccid, wanted.item);
  const assignment = await ofOrder(api, assignments, placed);
  if (assignment === null) return pending(wanted, placed);
  return {
    ...pending(wanted, placed),
    status: assignment.state === 'revoked' ? 'cancelled' : 'confirmed',
    iccid,
    profile,
    package_id: assignment.id,
  };
}

export const pending = (wanted: Wanted, placed: Placed): ProviderOrder => ({
  id: placed.id,
  reference: wanted.reference,
  kind: wanted.kind,
  status: 'pending',
  iccid: null,
  profile: null,
  package_id: null,
  template_id: wanted.item,
  cost: placed.cost,
  created_at: placed.createdAt,
});

/** With the order, or (older answers) asked for by its reference: one eSIM bare, several in a list. */
async function profileOf(api: EsimGo, placed: Placed, line: Line): Promise<ProviderProfile | null> {
  if (line.esims.length === 1) return line.esims[0]!;
  const query = new URLSearchParams({ reference: placed.id });
  const body = await api.read(`/esims/assignments?${query}`);
  const profiles = (Array.isArray(body) ? body : [body]).map(toProfile);
  return profiles.length === 1 ? profiles[0]! : null;
}

export const assignmentsOn = async (
  api: EsimGo,
  iccid: string,
  item: string,
): Promise<Assignment[]> =>
  toAssignments(await api.read(pathOf('esims', iccid, 'bundles', item)), item);

/**
 * An assignment is named after its order. Where one is not, it is the only one of the bundle that
 * came after the order, both instants by eSIM Go's clock, and that is not another order's: while
 * this one does not show yet, the next one for the same eSIM may.
 */
async function ofOrder(
  api: EsimGo,
  assignments: readonly Assignment[],
  placed: Placed,
): Promise<Assignment | null> {
  const named = assignments.filter(({ reference }) => orderIdOf(reference) === placed.id);
  if (named.length > 0) return named[0]!;
  const later = assignments.filter(({ assignedAt }) => assignedAt >= placed.createdAt);
  if (later.length !== 1) return null;
  const other = await askOrder(api, orderIdOf(later[0]!.reference));
  return other === null ? later[0]! : null;
}

/** null: eSIM Go does not know this order. */
export async function askOrder(api: EsimGo, orderId: string): Promise<Answer | null> {
  const answer = await api.ask(`${pathOf('orders', orderId)}?includeIccids=true`);
  // Of an unknown order it says 400; 404 would be another server's.
  if (answer.status === 400) return null;
  if (!succeeded(answer)) throw new ProviderUnclear(`eSIM Go answered ${answer.status}.`);
  return answer;
}

/** `<order reference>-<number>` */
export const orderIdOf = (assignmentReference: string): string =>
  assignmentReference.replace(/-\d+$/, '');
