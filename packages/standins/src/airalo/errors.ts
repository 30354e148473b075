/** What Airalo says when it says no. */
import type { Answer } from './wire.ts';

export const unauthorized: Answer = {
  status: 401,
  body: { data: [], meta: { message: 'This action is unauthorized.' } },
};

export const notFound: Answer = {
  status: 404,
  body: { data: [], meta: { message: 'messages.resource_not_found' } },
};

export const invalid = (fields: Record<string, string>): Answer => ({
  status: 422,
  body: { data: fields, meta: { message: 'the parameter is invalid' } },
});

export const tooMany = (retryAfterS: number, limit: number): Answer => ({
  status: 429,
  headers: {
    'retry-after': String(retryAfterS),
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': '0',
  },
  body: { message: 'Too Many Attempts.' },
});

const REASONS = {
  11: 'Insufficient Airalo Credit to perform this request.',
  13: 'The requested operator is currently undergoing maintenance. Please try again later.',
  14: 'The airalo signature is invalid.',
  23: 'The top-up functionality for this operator is currently disabled.',
  33: 'Insufficient stock of eSIMs remaining.',
  34: 'The requested eSIM package is invalid or it is currently out of stock.',
  43: 'The request is malformed.',
  53: 'An unexpected error has occurred.',
  73: 'The requested ICCID has been recycled.',
  89: 'Your IP address is not allowed.',
} as const;
export type Code = keyof typeof REASONS;

export const coded = (code: Code): Answer => ({
  status: code === 89 ? 403 : 422,
  body: { code, reason: REASONS[code] },
});

/** What is ordered under these ids is refused, in the sandbox too. */
const TEST_IDS = new Map<string, Code>([
  ['test-insufficient-balance-7days-1gb', 11],
  ['test-maintenance-mode-7days-1gb', 13],
  ['test-disabled-top-up-7days-1gb', 23],
  ['test-not-enough-7days-1gb', 33],
  ['test-out-of-stock-7days-1gb', 34],
]);

export function testRefusal(packageId: string): Answer | null {
  const code = TEST_IDS.get(packageId);
  return code === undefined ? null : coded(code);
}
