/**
 * Names of headers that a partner's key may not travel in: set by us, or about the connection
 * rather than the request.
 */
const NAMES = new Set([
  'accept',
  'accept-charset',
  'accept-encoding',
  'accept-language',
  'age',
  'alt-used',
  'cache-control',
  'connection',
  'cookie',
  'cookie2',
  'date',
  'expect',
  'forwarded',
  'from',
  'host',
  'http2-settings',
  'keep-alive',
  'max-forwards',
  'origin',
  'pragma',
  'range',
  'referer',
  'set-cookie',
  'set-cookie2',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'via',
  'x-http-method-override',
  'x-real-ip',
]);
const FAMILIES = [
  'access-control-',
  'content-',
  'if-',
  'proxy-',
  'sec-',
  'webhook-',
  'x-forwarded-',
  'x-hubby-',
];

/** `name` in lower case. */
export const isReserved = (name: string): boolean =>
  NAMES.has(name) || FAMILIES.some((family) => name.startsWith(family));
