/**
 * What time does to a package: thresholds by elapsed validity, expiry. Works on a locked eSIM in
 * memory; pure otherwise.
 */
import { addPackageEvent } from '../esim-events.ts';
import type { LockedEsim, LockedPackage } from './locked-esims.ts';
import { crossed, nextByTime } from './thresholds.ts';

/** Records every threshold that is reached now and was not before, in order. */
export function fireThresholds(esim: LockedEsim, k: LockedPackage, now: Date): void {
  for (const percent of crossed(k, k.threshold, now)) {
    k.threshold = percent;
    addPackageEvent(esim, k, `package.usage.${percent}_percent`, now, {
      used_bytes: k.usedBytes,
      percent,
    });
  }
}

export function expire(esim: LockedEsim, k: LockedPackage, now: Date): void {
  k.status = 'EXPIRED';
  addPackageEvent(esim, k, 'package.expired', now);
}

/** The package at `now`: a DEPLETED one expires too, its validity is over. */
export function moveByTime(esim: LockedEsim, k: LockedPackage, now: Date): void {
  if (k.status !== 'ACTIVE' && k.status !== 'DEPLETED') return;
  fireThresholds(esim, k, now);
  if (now >= (k.expiresAt ?? k.activateBefore)) expire(esim, k, now);
}

/** When time will do something to it next: every threshold up to now is taken as fired. */
export function setPackageTimer(esim: LockedEsim, k: LockedPackage): void {
  if (k.status !== 'ACTIVE' && k.status !== 'DEPLETED') return;
  const end = k.expiresAt ?? k.activateBefore;
  const next = nextByTime(k, k.threshold);
  esim.timers.set(k.id, next !== null && next < end ? next : end);
}
