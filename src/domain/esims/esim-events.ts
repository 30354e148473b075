/** Events of eSIMs and packages, put onto a locked eSIM in memory; saving it records them. */
import { queueUuid } from '../../ids.ts';
import type { EventType } from '../webhooks/events.ts';
import type { EsimStatus, LockedEsim, LockedPackage } from './usage/locked-esims.ts';

export function addPackageEvent(
  esim: LockedEsim,
  k: LockedPackage,
  type: EventType & `package.${string}`,
  at: Date,
  more: Record<string, unknown> = {},
): void {
  k.isChanged = true;
  k.sequence++;
  esim.events.push({
    partnerId: esim.partnerId,
    type,
    entityId: k.id,
    sequence: k.sequence,
    at,
    data: {
      package_id: k.id,
      package_queue_uuid: queueUuid(k.queueId),
      esim_iccid: esim.iccid,
      iso3: k.iso3,
      total_bytes: k.totalBytes,
      activated_at: k.activatedAt,
      expires_at: k.expiresAt,
      ...more,
    },
  });
}

export function addEsimEvent(
  esim: LockedEsim,
  type: 'esim.installed' | 'esim.enabled' | 'esim.removed',
  at: Date,
  status: EsimStatus,
  previous: EsimStatus,
): void {
  esim.isChanged = true;
  esim.sequence++;
  esim.events.push({
    partnerId: esim.partnerId,
    type,
    entityId: esim.id,
    sequence: esim.sequence,
    at,
    data: { esim_iccid: esim.iccid, status, previous_status: previous },
  });
}
