/**
 * What each route of partners asks of the key that signs for it: one table
 * (test/policy/audited.test.ts compares it with the routes). `any` good key will do where nothing
 * of a traveler or a booking is told and nothing is changed.
 */
import { AppError } from '../../errors.ts';
import type { KeyScope } from '../../domain/partners/keys/scopes.ts';

export const SCOPE_OF: Readonly<Record<string, KeyScope | 'any'>> = {
  listDestinations: 'any',
  getDestination: 'any',
  getInstructions: 'any',
  checkDevice: 'any',
  listDevices: 'any',
  getServiceReport: 'any',
  listPrices: 'any',
  exportPrices: 'any',

  createBooking: 'bookings',
  previewBooking: 'bookings',
  previewStrategy: 'bookings',
  listBookings: 'bookings',
  getBooking: 'bookings',
  updateBooking: 'bookings',
  cancelBooking: 'bookings',
  cancelBookingByReference: 'bookings',
  createImport: 'bookings',
  listImports: 'bookings',
  getImport: 'bookings',
  getImportResult: 'bookings',
  runImport: 'bookings',
  cancelImport: 'bookings',
  mapImport: 'bookings',
  exportBookings: 'bookings',
  createCodeBatch: 'bookings',
  importCodeBatch: 'bookings',
  cancelCodeBatch: 'bookings',
  listCodeBatches: 'bookings',
  getCodeBatch: 'bookings',
  listBatchCodes: 'bookings',
  exportBatchCodes: 'bookings',
  getBatchSheets: 'bookings',
  getPromoCode: 'bookings',
  listUnredeemedCodes: 'bookings',
  redeemPromoCode: 'bookings',
  reissuePromoCode: 'bookings',
  redeemPackage: 'bookings',
  topUp: 'bookings',
  replaceEsim: 'bookings',
  getFunnel: 'bookings',
  getFunnelSteps: 'bookings',
  listFunnelPackages: 'bookings',
  getDeliveryReport: 'bookings',
  // What happened to bookings, packages and eSIMs.
  listEvents: 'bookings',

  listTravelers: 'travelers',
  getTraveler: 'travelers',
  getTimeline: 'travelers',
  exportTraveler: 'travelers',
  exportTravelers: 'travelers',
  getUserDashboard: 'travelers',
  getEsimQrSvg: 'travelers',
  getEsimQrPng: 'travelers',
  createInstallLink: 'travelers',
  createAppToken: 'travelers',
  createRedirectToken: 'travelers',
  revokeSessions: 'travelers',
  getSupportContext: 'travelers',
  createSupportRequest: 'travelers',
  listSupportRequests: 'travelers',
  getSupportRequest: 'travelers',
  escalateSupportRequest: 'travelers',
  listBookingMessages: 'travelers',
  listMessages: 'travelers',
  listSuppressions: 'travelers',
  liftSuppression: 'travelers',

  listMembers: 'settings',
  getSettings: 'settings',
  changeSettings: 'settings',
  listRetention: 'settings',
  uploadLogo: 'settings',
  getWebhookSettings: 'settings',
  putWebhookSettings: 'settings',
  rotateWebhookSecret: 'settings',
  testWebhook: 'settings',
  listWebhookDeliveries: 'settings',
  redeliverEvent: 'settings',
  redeliverEvents: 'settings',
  listAuditEntries: 'settings',
  replayEvents: 'settings',
  putPrices: 'settings',
  importPrices: 'settings',
  listRequests: 'settings',
  getRequest: 'settings',
  listRequestErrors: 'settings',

  listOwnKeys: 'keys',
  createOwnKey: 'keys',
  changeOwnKey: 'keys',
  revokeOwnKey: 'keys',

  eraseTraveler: 'erase',

  // Of staging: what is tried out, by what it stands for.
  sandboxClock: 'bookings',
  sandboxAdvanceClock: 'bookings',
  sandboxReset: 'settings',
  sandboxFail: 'settings',
  sandboxFault: 'settings',
  sandboxLedger: 'bookings',
  listSandboxEsims: 'bookings',
  sandboxEsimInstall: 'bookings',
  sandboxEsimEnable: 'bookings',
  sandboxEsimDisable: 'bookings',
  sandboxEsimRemove: 'bookings',
  sandboxEsimConsume: 'bookings',
  sandboxMessages: 'travelers',
  sandboxMailboxLink: 'travelers',
};

/** Throws 403 `scope_missing`. A route that the table forgot is open to nobody. */
export function demandScope(scopes: ReadonlySet<KeyScope>, operationId: string): void {
  const needed = SCOPE_OF[operationId];
  if (needed === 'any' || (needed !== undefined && scopes.has(needed))) return;
  throw new AppError('scope_missing', `The key may not do this: it lacks the scope ${needed}.`, {
    extra: { scope: needed ?? null },
  });
}
