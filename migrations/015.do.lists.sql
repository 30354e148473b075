-- Indexes by which every list finds a page in a table of any size. What every booking, event or attempt would have to pay
-- for has none: there a page looks at so many rows and goes on with the next (SCANNED in src/input/paging.ts).

-- Bookings by departure: the order of the list where a range is given.
create index bookings_departure on bookings (partner_id, departure_at, id);
-- Only cancelled ones, so that making a booking touches none of these. The natural keys say the reference of all others.
create index bookings_cancelled on bookings (partner_id, id) where cancelled_at is not null;
create index bookings_cancelled_departure on bookings (partner_id, departure_at, id) where cancelled_at is not null;
create index bookings_cancelled_reference on bookings (partner_id, booking_id) where cancelled_at is not null;

-- A column of its own, since a change of one that an index names makes every update of the row touch all indexes: this one
-- changes when a delivery is given up, and `state` with every attempt that succeeds.
alter table deliveries
  add column is_exhausted boolean not null generated always as (state = 'exhausted') stored;
create index deliveries_exhausted on deliveries (partner_id, event_id) where is_exhausted;

-- What became of messages; one that is still to be sent is made with its booking, which does not pay for it.
create index messages_status on messages (partner_id, status, id) where status <> 'pending';

create index provider_orders_partner on provider_orders (partner_id, id);
create index provider_orders_rejected on provider_orders (id) where state = 'rejected';
create index provider_orders_rejected_of on provider_orders (partner_id, id) where state = 'rejected';

create index reconcile_findings_open
  on reconcile_findings (found_at desc, provider, kind, provider_order_id, order_id)
  where resolved_at is null;

-- The operator's list of one partner is read in that partner's own requests.
drop index support_queue_partner;

-- For the daily clean-up.
create index model_answers_age on model_answers (created_at);
