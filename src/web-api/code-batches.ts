/** Batches of promo codes on the screens: what they are by key, for members. */
import { codeBatches as ofPartners } from '../api/code-batches.ts';
import type { PrivateRoute } from '../api/callers/member.ts';
import { partnerTwin } from '../api/callers/twins.ts';
import type { PartnerPermission } from '../domain/members/permissions.ts';
import { SEES_CODES } from './people.ts';

const PERMISSIONS: Readonly<Record<string, PartnerPermission>> = {
  createCodeBatch: 'settings.write',
  importCodeBatch: 'settings.write',
  cancelCodeBatch: 'settings.write',
  listCodeBatches: 'bookings.read',
  getCodeBatch: 'bookings.read',
  listBatchCodes: SEES_CODES,
  exportBatchCodes: SEES_CODES,
  getBatchSheets: SEES_CODES,
};

export const codeBatches: PrivateRoute[] = ofPartners.map((route) =>
  partnerTwin(route, { permission: PERMISSIONS[route.operationId]! }),
);
