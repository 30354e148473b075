import { randomBytes } from 'node:crypto';

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Above it a byte would favour the first letters. */
const FAIR = LETTERS.length * 4;

/** A name that nobody guesses: a session's is all that its pay page asks for. */
function random(length: number): string {
  let made = '';
  while (made.length < length)
    for (const byte of randomBytes(length))
      if (byte < FAIR && made.length < length) made += LETTERS[byte % LETTERS.length];
  return made;
}

export const newSessionId = (): string => `cs_test_a1${random(56)}`;
export const newPaymentId = (): string => `pi_3${random(23)}`;
export const newChargeId = (): string => `ch_3${random(23)}`;
export const newRefundId = (): string => `re_3${random(23)}`;
export const newDisputeId = (): string => `du_1${random(23)}`;
export const newEventId = (): string => `evt_1${random(23)}`;
export const newRequestId = (): string => `req_${random(14)}`;
