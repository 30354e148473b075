/** Why a purchase waits for a person, in words. */
import type { PurchaseStatus } from '../../../data/types.ts';
import type { Key } from '../../../words.tsx';

const DOUBTS: Record<string, Key> = {
  does_not_fit: 'doubtDoesNotFit',
  order_unclear: 'doubtOrderUnclear',
  refund_asked: 'doubtRefundAsked',
  refund_refused: 'doubtRefundRefused',
  refunded_there: 'doubtRefundedThere',
  refunded_in_part: 'doubtRefundedInPart',
  disputed: 'doubtDisputed',
};
/** Null: none that the screens know. */
export const doubtText = (doubt: string): Key | null => DOUBTS[doubt] ?? null;

export const DOUBT_TEXTS = Object.entries(DOUBTS);

export const STATUS_TEXTS: Record<PurchaseStatus, Key> = {
  created: 'purchaseCreated',
  paid: 'purchasePaid',
  provisioned: 'purchaseProvisioned',
  failed: 'purchaseFailed',
  expired: 'purchaseExpired',
  refunded: 'purchaseRefunded',
};
