-- A promo code that its traveler has just redeemed on our page opens the managed screens of its booking.
alter table redirect_tokens
  -- what alone it opens; null = all that its traveler has
  add column booking_id text collate "C",
  add foreign key (partner_id, booking_id) references bookings on delete cascade;
create index redirect_tokens_booking on redirect_tokens (partner_id, booking_id) where booking_id is not null;
