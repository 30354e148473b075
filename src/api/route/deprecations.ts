/**
 * What of the API is better not used any more: one table, from which requests that use it are
 * answered with the headers `deprecation` (RFC 9745), `sunset` (RFC 8594) and `link`, and the
 * OpenAPI document has its marks. All of it goes on working: a sunset is years ahead
 * (test/deprecations.test.ts).
 */
import type { FastifyRequest } from 'fastify';

export type Deprecation = {
  operationId: string;
  /** what of the operation: a request header with this value; none: all of it */
  header?: { name: string; value: string };
  /** a day in UTC, YYYY-MM-DD */
  since: string;
  /** the day from which on it may be gone, YYYY-MM-DD; null: nobody has decided that */
  sunset: string | null;
  /** a sentence: what to do in its place */
  instead: string;
};

export const DEPRECATIONS: readonly Deprecation[] = [
  {
    operationId: 'createBooking',
    header: { name: 'x-api-version', value: '1.3' },
    since: '2026-11-28',
    sunset: null,
    instead: 'Leave the header out: the answer is the booking itself, not an array of it.',
  },
];

/** Where what is deprecated, and what to do about it, is written down for partners. */
const GUIDE = '/docs/guides/contract';

export const deprecationsOf = (operationId: string): Deprecation[] =>
  DEPRECATIONS.filter((one) => one.operationId === operationId);

export const isUsed = ({ header }: Deprecation, { headers }: FastifyRequest): boolean =>
  header === undefined || headers[header.name] === header.value;

const instant = (day: string): Date => new Date(`${day}T00:00:00Z`);

/** Headers of an answer to a request that uses it; `origin` is that of the guides. */
export const headersOf = (
  { since, sunset }: Deprecation,
  origin: string,
): Record<string, string> => ({
  deprecation: `@${instant(since).getTime() / 1000}`,
  ...(sunset === null ? {} : { sunset: instant(sunset).toUTCString() }),
  link: `<${origin}${GUIDE}>; rel="deprecation"; type="text/html"`,
});
