/**
 * What became of an order in one attempt. `superseded`: another took over; ask the database what
 * became of it.
 */
export type Outcome =
  | 'confirmed'
  | 'out_of_stock'
  | 'rejected'
  | 'unknown'
  | 'not_reached'
  | 'needs_review'
  | 'superseded';
