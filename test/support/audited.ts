/** Which routes leave an entry in the audit log, which need none, and a look at what one left. */
import assert from 'node:assert/strict';
import type { Answer, Hubby, Json } from '../harness.ts';

/** operationId → the action that its entry is of; the tests `flows/audit-*` show each. */
export const RECORDED: Readonly<Record<string, string>> = {
  // by a partner's key
  putWebhookSettings: 'webhook_endpoint.changed',
  rotateWebhookSecret: 'webhook_endpoint.secret_rotated',
  testWebhook: 'webhook_endpoint.tested',
  redeliverEvent: 'events.redelivered',
  redeliverEvents: 'events.redelivered',
  replayEvents: 'events.replayed',
  reissuePromoCode: 'promo_code.reissued',
  replaceEsim: 'esim.replaced',
  revokeSessions: 'sessions.ended',
  liftSuppression: 'suppression.lifted',
  changeSettings: 'settings.changed',
  uploadLogo: 'logo.uploaded',
  createOwnKey: 'key.made',
  changeOwnKey: 'key.changed',
  revokeOwnKey: 'key.revoked',
  createImport: 'import.made',
  runImport: 'import.run',
  cancelImport: 'import.cancelled',
  mapImport: 'import.mapped',
  createCodeBatch: 'promo_codes.made',
  importCodeBatch: 'promo_codes.imported',
  cancelCodeBatch: 'promo_codes.cancelled',
  putPrices: 'prices.changed',
  importPrices: 'prices.changed',
  exportTraveler: 'traveler.exported',
  eraseTraveler: 'traveler.erased',
  // by a traveler
  replaceOwnEsim: 'esim.replaced',
  // by the operator: partners
  createPartner: 'partner.created',
  renamePartner: 'partner.renamed',
  suspendPartner: 'partner.suspended',
  resumePartner: 'partner.resumed',
  updateSettings: 'settings.changed',
  setPrices: 'prices.changed',
  putPriceList: 'price_list.changed',
  createKey: 'key.made',
  revokeKey: 'key.revoked',
  changeKey: 'key.changed',
  importPromoCodes: 'promo_codes.imported',
  // by the operator: the installation
  importCatalog: 'catalog.imported',
  importDevices: 'devices.imported',
  setLimits: 'limits.changed',
  setRate: 'rates.changed',
  importRates: 'rates.changed',
  removeRate: 'rates.changed',
  putPublishingRule: 'publishing_rule.set',
  removePublishingRule: 'publishing_rule.removed',
  publishCatalog: 'catalog.published',
  importMarketPrices: 'market_prices.changed',
  setReplacing: 'replacing.changed',
  setRouting: 'routing.changed',
  approveCosts: 'costs.approved',
  addSupplierAccount: 'supplier.added',
  changeSupplierAccount: 'supplier.changed',
  removeSupplierAccount: 'supplier.removed',
  testSupplierAccount: 'supplier.tested',
  trySupplierAccount: 'supplier.tried',
  syncCatalog: 'supplier.sync_requested',
  rotateSupplierCallbackToken: 'supplier.callback_token_rotated',
  importSupplierStock: 'supplier.stock_imported',
  // by the operator: what only a person decides
  archiveEsim: 'esim.archived',
  adoptOrder: 'order.decided',
  retryOrder: 'order.decided',
  decidePurchase: 'purchase.decided',
  markPaymentEventSeen: 'payment_event.seen',
  closeSupportRequest: 'support_request.closed',
};

const ITSELF = 'the booking, claim or redemption is its own record, with its events';
const READS = 'it changes nothing';
const SANDBOX = 'staging only: what is tried out there happens to nobody';
const MACHINE = 'a machine tells of what happened elsewhere; no person does anything';
const OWN_SESSION = "a traveler's own visit: the row of the session says when";

/** operationId → why there is nothing to record. */
export const NEEDS_NONE: Readonly<Record<string, string>> = {
  createBooking: ITSELF,
  updateBooking: ITSELF,
  cancelBooking: ITSELF,
  cancelBookingByReference: ITSELF,
  topUp: ITSELF,
  claimPromoCode: ITSELF,
  redeemPromoCode: ITSELF,
  redeemPackage: ITSELF,
  redeemOwnPackage: ITSELF,
  claimOwnGrant: ITSELF,
  redeemOwnPromoCode: ITSELF,
  beginCheckout: 'the purchase is its own record',
  requestRefund: 'the purchase is its own record',
  createSupportRequest: 'the request is its own record',
  createOwnSupportRequest: 'the request is its own record',
  escalateSupportRequest: 'the request is its own record',
  previewBooking: READS,
  previewStrategy: READS,
  getInstructions: READS,
  checkDevice: READS,
  getOwnInstructions: READS,
  checkOwnDevice: READS,
  compareCatalog: READS,
  createAppToken: 'a token for an hour; the traveler comes in by it, and nothing changes',
  createInstallLink: 'a link that shows an eSIM; nothing changes',
  createRedirectToken: 'the session that it opens is its own record',
  exchangeRedirectToken: OWN_SESSION,
  signInByMail: OWN_SESSION,
  renewSession: OWN_SESSION,
  endOwnSessions: OWN_SESSION,
  endSession: OWN_SESSION,
  askAboutEsim:
    'the supplier is asked sooner than planned; what it says is applied like any report',
  reconcile: 'compares two books, and writes down what differs as findings',
  sandboxAdvanceClock: SANDBOX,
  sandboxReset: SANDBOX,
  sandboxFail: SANDBOX,
  sandboxEsimInstall: SANDBOX,
  sandboxEsimEnable: SANDBOX,
  sandboxEsimDisable: SANDBOX,
  sandboxEsimRemove: SANDBOX,
  sandboxEsimConsume: SANDBOX,
  sandboxMailboxLink: SANDBOX,
  brevoCallback: MACHINE,
  providerCallback: MACHINE,
  supplierCallback: MACHINE,
  paymentEvent: MACHINE,
};

export type Entry = {
  id: string;
  partner_id: string | null;
  actor_kind: string;
  actor_id: string;
  action: string;
  subject: string | null;
  before: Json;
  after: Json;
  request_id: string | null;
};

/** All there are, oldest first. */
export const entriesOf = (hubby: Hubby): Promise<Entry[]> =>
  hubby.sql<Entry>(
    `select id, partner_id, actor_kind, actor_id, action, subject, before, after, request_id
     from audit_entries
     order by id`,
  );

export type Shows = (
  operationId: string,
  call: () => Promise<Answer>,
  /** done again it changes nothing, and so leaves none */
  options?: { isRepeatable?: boolean },
) => Promise<Entry>;

/** Calls it, and answers the entry that it left; there is one, of its action and its request. */
export const makeShows =
  (hubby: Hubby): Shows =>
  async (operationId, call, { isRepeatable = false } = {}) => {
    const left = async (): Promise<Entry[]> => {
      const before = new Set((await entriesOf(hubby)).map(({ id }) => id));
      const { status, text } = await call();
      assert.ok(status >= 200 && status < 300, `${operationId}: ${status} ${text}`);
      return (await entriesOf(hubby)).filter(({ id }) => !before.has(id));
    };
    const action = RECORDED[operationId];
    const made = (await left()).filter((entry) => entry.action === action);
    assert.equal(made.length, 1, `${operationId} leaves one entry of ${action}`);
    assert.match(made[0]!.request_id ?? '', /^req_/);
    if (isRepeatable)
      assert.deepEqual(await left(), [], `${operationId} again leaves none: nothing changed`);
    return made[0]!;
  };
