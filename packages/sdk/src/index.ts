/** Hubby for partners' servers: signed, typed calls, and webhooks verified. */
export { createHubby, type CallOptions, type Hubby, type HubbyOptions } from './client.ts';
export { HubbyConnectionError, HubbyError, type Detail, type ErrorType } from './errors.ts';
export { send, type Call } from './send.ts';
export { EVENT_TYPES, EVENTS, isEventType, type EventType } from './events.ts';
export { verifyWebhook, WebhookError, type Delivery } from './verify-webhook.ts';
export type * from './generated/types.ts';
