-- Which of these packages of a partner are of bookings whose travelers are to be written to at all:
-- mostly none, so that nothing else has to be read of them.
create or replace function messaged_packages(p_partner text, p_packages text[])
returns setof text language plpgsql as $$
begin
  perform set_config('hubby.partner_id', p_partner, true);
  return query
    select k.id
    from unnest(p_packages) as x(id)
    join packages k on k.partner_id = p_partner and k.id = x.id
    join package_queues q on q.partner_id = p_partner and q.id = k.queue_id
    join bookings b on b.partner_id = p_partner and b.id = q.booking_id
    where (communication_options->>'should_send_message')::boolean;
end $$;
