// Generated: npm run docs:openapi

import type { Operations } from './types.ts';

/** `takesKey`: an Idempotency-Key makes it safe to be sent again. */
export const ROUTES: Readonly<
  Record<
    keyof Operations,
    {
      method: string;
      path: string;
      answer: 'json' | 'text' | 'bytes';
      takesKey: boolean;
    }
  >
> = {
  createBooking: { method: 'POST', path: '/api/bookings', answer: 'json', takesKey: true },
  listBookings: { method: 'GET', path: '/api/bookings', answer: 'json', takesKey: false },
  previewBooking: { method: 'POST', path: '/api/bookings/preview', answer: 'json', takesKey: true },
  getBooking: { method: 'GET', path: '/api/bookings/{id}', answer: 'json', takesKey: false },
  updateBooking: { method: 'PATCH', path: '/api/bookings/{id}', answer: 'json', takesKey: false },
  cancelBooking: { method: 'DELETE', path: '/api/bookings/{id}', answer: 'json', takesKey: true },
  cancelBookingByReference: {
    method: 'DELETE',
    path: '/api/bookings/{id}/byExternalBookingId',
    answer: 'json',
    takesKey: true,
  },
  getPromoCode: { method: 'GET', path: '/api/promo-codes/{code}', answer: 'json', takesKey: false },
  redeemPromoCode: {
    method: 'POST',
    path: '/api/promo-codes/{code}/redeem',
    answer: 'json',
    takesKey: true,
  },
  reissuePromoCode: {
    method: 'POST',
    path: '/api/promo-codes/{code}/reissue',
    answer: 'json',
    takesKey: true,
  },
  createAppToken: { method: 'POST', path: '/api/app-tokens', answer: 'json', takesKey: true },
  listDestinations: { method: 'GET', path: '/api/destinations', answer: 'json', takesKey: false },
  getDestination: {
    method: 'GET',
    path: '/api/destinations/{id}',
    answer: 'json',
    takesKey: false,
  },
  getUserDashboard: {
    method: 'GET',
    path: '/api/native/user-dashboard',
    answer: 'json',
    takesKey: false,
  },
  redeemPackage: {
    method: 'POST',
    path: '/api/native/redeem-package',
    answer: 'json',
    takesKey: true,
  },
  topUp: { method: 'POST', path: '/api/esims/topup', answer: 'json', takesKey: true },
  getEsimQrSvg: {
    method: 'GET',
    path: '/api/native/esims/{iccid}/qr.svg',
    answer: 'text',
    takesKey: false,
  },
  getEsimQrPng: {
    method: 'GET',
    path: '/api/native/esims/{iccid}/qr.png',
    answer: 'bytes',
    takesKey: false,
  },
  createInstallLink: {
    method: 'POST',
    path: '/api/native/install-links',
    answer: 'json',
    takesKey: true,
  },
  replaceEsim: { method: 'POST', path: '/api/native/replace-esim', answer: 'json', takesKey: true },
  getInstructions: {
    method: 'POST',
    path: '/api/native/instructions',
    answer: 'json',
    takesKey: true,
  },
  checkDevice: {
    method: 'POST',
    path: '/api/native/device-compatibility',
    answer: 'json',
    takesKey: true,
  },
  listDevices: {
    method: 'GET',
    path: '/api/native/device-compatibility',
    answer: 'json',
    takesKey: false,
  },
  getSupportContext: {
    method: 'GET',
    path: '/api/native/support-context',
    answer: 'json',
    takesKey: false,
  },
  createSupportRequest: {
    method: 'POST',
    path: '/api/native/support-requests',
    answer: 'json',
    takesKey: true,
  },
  listSupportRequests: {
    method: 'GET',
    path: '/api/native/support-requests',
    answer: 'json',
    takesKey: false,
  },
  escalateSupportRequest: {
    method: 'POST',
    path: '/api/native/support-requests/{id}/escalate',
    answer: 'json',
    takesKey: true,
  },
  createRedirectToken: {
    method: 'POST',
    path: '/api/redirect-tokens/create',
    answer: 'json',
    takesKey: true,
  },
  revokeSessions: {
    method: 'POST',
    path: '/api/webapp/sessions/revoke',
    answer: 'json',
    takesKey: true,
  },
  listTravelers: { method: 'GET', path: '/api/travelers', answer: 'json', takesKey: false },
  getTraveler: { method: 'GET', path: '/api/travelers/{id}', answer: 'json', takesKey: false },
  getTimeline: {
    method: 'GET',
    path: '/api/travelers/{id}/timeline',
    answer: 'json',
    takesKey: false,
  },
  getWebhookSettings: {
    method: 'GET',
    path: '/api/webhooks/settings',
    answer: 'json',
    takesKey: false,
  },
  putWebhookSettings: {
    method: 'PUT',
    path: '/api/webhooks/settings',
    answer: 'json',
    takesKey: false,
  },
  rotateWebhookSecret: {
    method: 'POST',
    path: '/api/webhooks/rotate-secret',
    answer: 'json',
    takesKey: true,
  },
  testWebhook: { method: 'POST', path: '/api/webhooks/test', answer: 'json', takesKey: true },
  listWebhookDeliveries: {
    method: 'GET',
    path: '/api/webhooks/deliveries',
    answer: 'json',
    takesKey: false,
  },
  listEvents: { method: 'GET', path: '/api/events', answer: 'json', takesKey: false },
  redeliverEvent: {
    method: 'POST',
    path: '/api/events/{id}/redeliver',
    answer: 'json',
    takesKey: true,
  },
  redeliverEvents: {
    method: 'POST',
    path: '/api/events/redeliver',
    answer: 'json',
    takesKey: true,
  },
  replayEvents: { method: 'POST', path: '/api/events/replay', answer: 'json', takesKey: true },
  listBookingMessages: {
    method: 'GET',
    path: '/api/bookings/{id}/messages',
    answer: 'json',
    takesKey: false,
  },
  listMessages: { method: 'GET', path: '/api/messages', answer: 'json', takesKey: false },
  listSuppressions: {
    method: 'GET',
    path: '/api/messages/suppressions',
    answer: 'json',
    takesKey: false,
  },
  liftSuppression: {
    method: 'DELETE',
    path: '/api/messages/suppressions/{recipient}',
    answer: 'json',
    takesKey: true,
  },
  listMembers: { method: 'GET', path: '/api/members', answer: 'json', takesKey: false },
  listAuditEntries: { method: 'GET', path: '/api/audit', answer: 'json', takesKey: false },
  listRequests: { method: 'GET', path: '/api/requests', answer: 'json', takesKey: false },
  listRequestErrors: {
    method: 'GET',
    path: '/api/requests/errors',
    answer: 'json',
    takesKey: false,
  },
  getRequest: { method: 'GET', path: '/api/requests/{id}', answer: 'json', takesKey: false },
  listOwnKeys: { method: 'GET', path: '/api/keys', answer: 'json', takesKey: false },
  createOwnKey: { method: 'POST', path: '/api/keys', answer: 'json', takesKey: true },
  revokeOwnKey: { method: 'DELETE', path: '/api/keys/{id}', answer: 'json', takesKey: true },
  sandboxClock: { method: 'GET', path: '/api/sandbox/clock', answer: 'json', takesKey: false },
  sandboxAdvanceClock: {
    method: 'POST',
    path: '/api/sandbox/clock',
    answer: 'json',
    takesKey: true,
  },
  sandboxReset: { method: 'POST', path: '/api/sandbox/reset', answer: 'json', takesKey: true },
  sandboxMessages: {
    method: 'GET',
    path: '/api/sandbox/messages',
    answer: 'json',
    takesKey: false,
  },
  sandboxFail: { method: 'POST', path: '/api/sandbox/fail', answer: 'json', takesKey: true },
  sandboxLedger: { method: 'GET', path: '/api/sandbox/ledger', answer: 'json', takesKey: false },
  sandboxEsimInstall: {
    method: 'POST',
    path: '/api/sandbox/esims/{iccid}/install',
    answer: 'json',
    takesKey: true,
  },
  sandboxEsimEnable: {
    method: 'POST',
    path: '/api/sandbox/esims/{iccid}/enable',
    answer: 'json',
    takesKey: true,
  },
  sandboxEsimDisable: {
    method: 'POST',
    path: '/api/sandbox/esims/{iccid}/disable',
    answer: 'json',
    takesKey: true,
  },
  sandboxEsimRemove: {
    method: 'POST',
    path: '/api/sandbox/esims/{iccid}/remove',
    answer: 'json',
    takesKey: true,
  },
  sandboxEsimConsume: {
    method: 'POST',
    path: '/api/sandbox/esims/{iccid}/consume',
    answer: 'json',
    takesKey: true,
  },
  sandboxMailboxLink: {
    method: 'POST',
    path: '/api/sandbox/mailbox-links',
    answer: 'json',
    takesKey: true,
  },
  getFunnel: { method: 'GET', path: '/api/reports/funnel', answer: 'json', takesKey: false },
  getServiceReport: {
    method: 'GET',
    path: '/api/reports/service',
    answer: 'json',
    takesKey: false,
  },
};
