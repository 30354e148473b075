/** Signing requests by hand, for HTTP clients of one's own. */
export { requestDigest, signRequest, signedHeaders, type PartnerKey } from './request-signature.ts';
export { problemOfTarget } from './request-target.ts';
