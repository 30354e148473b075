/**
 * What became of an order in one attempt. `superseded`: another took over; ask the database what
 * became of it.
 */
import type { RefusalReason } from '../../../providers/provider.ts';

export type Outcome =
  | 'confirmed'
  | RefusalReason
  | 'unknown'
  | 'pending'
  | 'not_reached'
  | 'needs_review'
  | 'superseded';
