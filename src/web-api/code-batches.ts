/** Batches of promo codes on the screens: what they are by key, for members. */
import { codeBatches as ofPartners } from '../api/code-batches.ts';
import type { PrivateRoute } from '../api/callers/member.ts';
import { partnerTwin } from '../api/callers/twins.ts';
import type { PartnerPermission } from '../domain/members/permissions.ts';

/** Whoever has a code has what it is for: codes are shown to who may act for travelers. */
const PERMISSIONS: Readonly<Record<string, PartnerPermission>> = {
  createCodeBatch: 'settings.write',
  importCodeBatch: 'settings.write',
  cancelCodeBatch: 'settings.write',
  listCodeBatches: 'bookings.read',
  getCodeBatch: 'bookings.read',
  listBatchCodes: 'bookings.act',
  exportBatchCodes: 'bookings.act',
  getBatchSheets: 'bookings.act',
};

export const codeBatches: PrivateRoute[] = ofPartners.map((route) =>
  partnerTwin(route, { permission: PERMISSIONS[route.operationId]! }),
);
