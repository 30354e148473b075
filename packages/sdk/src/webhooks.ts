/** Deliveries: verifying what comes, and signing as Hubby does, to try a receiver. */
export {
  SECRET_PREFIX,
  signatureHeaders,
  signingKeys,
  type SigningKeys,
} from './webhook-signature.ts';
