/** Deliveries: verifying what comes, and signing as Hubby does, to try a receiver. */
export {
  SECRET_PREFIX,
  signatureHeaders,
  signingKeys,
  type SigningKeys,
} from './webhook-signature.ts';
export {
  verifyWebhook,
  WebhookError,
  type Delivery,
  type WebhookHeaders,
} from './verify-webhook.ts';
