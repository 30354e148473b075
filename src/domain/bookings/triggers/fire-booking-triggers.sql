-- Fires what is due of these bookings, each at its own instant (not ahead of the partner's time), in the order given,
-- and sets their next timers. Two event ids per booking. Answers whether there is something to deliver.
create or replace function fire_booking_triggers(p_partner text, p_bookings text[], p_ats timestamptz[], p_event_ids text[]) returns boolean language plpgsql as $$
declare
  b record;
  f record;
  v_sequence integer;
  v_deliver boolean := false;
begin
  -- In the order of their ids, so that two workers wait for one another instead of dead-locking.
  perform 1 from bookings where partner_id = p_partner and id = any(p_bookings) order by id for no key update;
  for b in
    select k.id, k.departure_at, k.cutoff_at, k.about_to_depart_at, w.at, w.n::integer as n
    from unnest(p_bookings, p_ats) with ordinality as w(id, at, n) join bookings k on k.partner_id = p_partner and k.id = w.id
    where k.cancelled_at is null and k.departure_at > w.at order by w.n
  loop
    for f in
      select * from (values ('booking.within_cutoff', b.cutoff_at, 1), ('booking.about_to_depart', b.about_to_depart_at, 0)) as x(trigger, due_at, back)
      where x.due_at <= b.at order by x.due_at, x.back desc
    loop
      insert into fired_triggers (partner_id, booking_id, trigger, departure_at) values (p_partner, b.id, f.trigger, b.departure_at) on conflict do nothing;
      continue when not found;
      update bookings set sequence = sequence + 1 where partner_id = p_partner and id = b.id returning sequence into v_sequence;
      if record_event(p_partner, p_event_ids[b.n * 2 - f.back], f.trigger, b.id, v_sequence, b.at, trigger_event_data(p_partner, b.id, b.at)) then v_deliver := true; end if;
    end loop;
    insert into timers (partner_id, due_at, kind, subject_id)
    select p_partner, min(x.due_at), 'booking', b.id from (values (b.cutoff_at), (b.about_to_depart_at)) as x(due_at) where x.due_at > b.at having min(x.due_at) is not null
    on conflict do nothing;
  end loop;
  return v_deliver;
end $$;
