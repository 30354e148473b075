-- The same of one link, with its queue and code locked until the transaction ends; the queue first,
-- as whoever redeems takes them. No row: there is nothing behind it any more.
create or replace function lock_claim_offer(p_partner text, p_queue text, p_link uuid)
returns table (r json) language plpgsql as $$
begin
  perform 1
  from package_queues q
  join promo_codes c on c.partner_id = q.partner_id and c.queue_id = q.id
  where q.partner_id = p_partner and q.id = p_queue
  for no key update of q, c;
  return query select o.r from claim_offers(array[p_link]) o;
end $$;
