-- Codes by when they end, each at a place of its own: very many end in the same instant, and a page of them goes on in
-- the middle. It does all that the one before did.
create index promo_codes_by_end on promo_codes (partner_id, valid_until, queue_id);
drop index promo_codes_ending;
