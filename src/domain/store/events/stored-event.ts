/** An event of the pay desk as it is stored, and what became of it. */
import type { PaymentEvent } from '../../../channels/payments/pay-desk.ts';

export type StoredEvent = {
  id: string;
  kind: NonNullable<PaymentEvent['kind']>;
  is_live: boolean;
  checkout_id: string | null;
  payment_id: string | null;
  purchase_id: string | null;
  amount: number | null;
  currency: string | null;
  attempts: number;
};

/** What became of one: it fits, or why not; `later`: the pay desk could not be asked. */
export type Applied = 'applied' | 'later' | { unfit: string };
