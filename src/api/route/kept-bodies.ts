/**
 * Which bodies of partners' requests are kept for them to read (src/domain/requests): one table,
 * compared with the routes by test/policy/kept-bodies.test.ts. `request`: the answer hands out what
 * opens something. `neither`: what was sent may hold a secret too.
 */
export type KeptBodies = 'both' | 'request' | 'neither';

const BODIES_OF: Readonly<Record<string, KeptBodies>> = {
  listDestinations: 'both',
  getDestination: 'both',
  checkDevice: 'both',
  listPrices: 'both',
  putPrices: 'both',
  exportPrices: 'both',
  importPrices: 'both',
  listDevices: 'both',
  // Steps with the activation code in them.
  getInstructions: 'request',

  createBooking: 'both',
  // Their files are no text of a request.
  createImport: 'both',
  listImports: 'both',
  getImport: 'both',
  getImportResult: 'both',
  runImport: 'both',
  cancelImport: 'both',
  mapImport: 'both',
  exportBookings: 'both',
  previewBooking: 'both',
  previewStrategy: 'both',
  listBookings: 'both',
  getBooking: 'both',
  updateBooking: 'both',
  cancelBooking: 'both',
  cancelBookingByReference: 'both',
  createCodeBatch: 'both',
  cancelCodeBatch: 'both',
  listCodeBatches: 'both',
  getCodeBatch: 'both',
  // A code is redeemed by whoever has it.
  getPromoCode: 'neither',
  importCodeBatch: 'neither',
  listBatchCodes: 'request',
  listUnredeemedCodes: 'request',
  exportBatchCodes: 'request',
  getBatchSheets: 'request',
  redeemPromoCode: 'neither',
  reissuePromoCode: 'neither',
  redeemPackage: 'both',
  topUp: 'both',
  replaceEsim: 'both',
  getFunnel: 'both',
  getFunnelSteps: 'both',
  listFunnelPackages: 'both',
  getDeliveryReport: 'both',
  getServiceReport: 'both',
  listEvents: 'both',

  listTravelers: 'both',
  getTraveler: 'both',
  getTimeline: 'both',
  // A whole person in one answer.
  exportTraveler: 'request',
  exportTravelers: 'request',
  eraseTraveler: 'both',
  getUserDashboard: 'both',
  // The activation code, drawn.
  getEsimQrSvg: 'request',
  getEsimQrPng: 'request',
  // Links and tokens that open something.
  createInstallLink: 'request',
  createAppToken: 'neither',
  createRedirectToken: 'neither',
  revokeSessions: 'both',
  getSupportContext: 'both',
  createSupportRequest: 'both',
  listSupportRequests: 'both',
  getSupportRequest: 'both',
  escalateSupportRequest: 'both',
  listBookingMessages: 'both',
  listMessages: 'both',
  listSuppressions: 'both',
  liftSuppression: 'both',

  listMembers: 'both',
  getSettings: 'both',
  // It may hold secrets of the setting `support`.
  changeSettings: 'neither',
  listRetention: 'both',
  // An image, which nobody reads.
  uploadLogo: 'neither',
  // The endpoint's key and secret.
  getWebhookSettings: 'neither',
  putWebhookSettings: 'neither',
  rotateWebhookSecret: 'neither',
  testWebhook: 'both',
  listWebhookDeliveries: 'both',
  redeliverEvent: 'both',
  redeliverEvents: 'both',
  replayEvents: 'both',
  listAuditEntries: 'both',
  // Bodies of others, for whom that key may read.
  listRequests: 'request',
  getRequest: 'request',
  listRequestErrors: 'request',

  listOwnKeys: 'both',
  createOwnKey: 'neither',
  changeOwnKey: 'both',
  revokeOwnKey: 'both',

  sandboxClock: 'both',
  sandboxAdvanceClock: 'both',
  sandboxReset: 'both',
  sandboxFail: 'both',
  sandboxFault: 'both',
  sandboxLedger: 'both',
  listSandboxEsims: 'both',
  sandboxEsimInstall: 'both',
  sandboxEsimEnable: 'both',
  sandboxEsimDisable: 'both',
  sandboxEsimRemove: 'both',
  sandboxEsimConsume: 'both',
  // Mails with their links.
  sandboxMessages: 'request',
  sandboxMailboxLink: 'neither',
};

/** Of a route that the table forgot nothing is kept. */
export const keptBodiesOf = (operationId: string): KeptBodies =>
  Object.hasOwn(BODIES_OF, operationId) ? BODIES_OF[operationId]! : 'neither';
export const DECIDED: readonly string[] = Object.keys(BODIES_OF);
