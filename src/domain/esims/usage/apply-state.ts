/** A profile's state from a report, onto a locked eSIM in memory. Pure otherwise. */
import type { ProfileState } from '../../../providers/provider.ts';
import { addEsimEvent } from '../esim-events.ts';
import { isOnDevice } from '../on-device.ts';
import type { EsimStatus, LockedEsim } from './locked-esims.ts';

/**
 * Clocks differ: a change dated this much ahead keeps its order among others; later ones count as
 * now.
 */
const SKEW_MS = 1_000;
/** Of two states of one instant the later one in this order stands, whichever is told first. */
const RANK: readonly EsimStatus[] = ['RELEASED', 'INSTALLED', 'DISABLED', 'ENABLED', 'DELETED'];

/** The newest change wins, whenever it is told; a state we do not know changes nothing. */
export function applyState(
  esim: LockedEsim,
  state: ProfileState,
  changedAt: Date,
  now: Date,
): void {
  if (state === 'unknown') return;
  const at = changedAt.getTime() > now.getTime() + SKEW_MS ? now : changedAt;
  const order =
    at.getTime() - esim.statusAt.getTime() || RANK.indexOf(state) - RANK.indexOf(esim.status);
  if (order <= 0) return;
  const before = esim.status;
  esim.isChanged = true;
  esim.statusAt = at;
  esim.status = state;
  if (state !== before) tell(esim, before, state, at > now ? now : at);
}

function tell(esim: LockedEsim, before: EsimStatus, after: EsimStatus, at: Date): void {
  if (after === 'DELETED') return addEsimEvent(esim, 'esim.removed', at, after, before);
  const wasOff = !isOnDevice(before);
  // The report of the installation itself was lost or comes late: it is told all the same, and
  // before what followed.
  if (wasOff && isOnDevice(after)) addEsimEvent(esim, 'esim.installed', at, 'INSTALLED', before);
  if (after === 'ENABLED')
    addEsimEvent(esim, 'esim.enabled', at, after, wasOff ? 'INSTALLED' : before);
}
