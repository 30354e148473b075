/** How an order at a supplier stands. */
import type { OrderState } from '../../../data/types.ts';
import { Badge } from '../../../ui/said.tsx';
import { useWords, type Key } from '../../../words.tsx';

const LOOKS: Record<OrderState, [Key, 'plain' | 'good' | 'warn' | 'danger' | 'accent']> = {
  intent: ['orderIntent', 'plain'],
  unknown: ['orderUnknown', 'warn'],
  pending: ['orderPending', 'accent'],
  confirmed: ['orderConfirmed', 'good'],
  rejected: ['orderRejected', 'plain'],
  needs_review: ['orderNeedsReview', 'danger'],
};
export const ORDER_STATES = Object.keys(LOOKS) as OrderState[];
export const orderStateText = (state: OrderState): Key => LOOKS[state][0];

export function OrderStateBadge({ state }: { state: OrderState }) {
  const { say } = useWords();
  const [text, tone] = LOOKS[state];
  return <Badge tone={tone}>{say(text)}</Badge>;
}
