-- Fires what is due of these bookings, each at its own instant (not ahead of the partner's time),
-- in the order given, and sets their next timers. p_rules: the DepartureRules of
-- departure-triggers.ts, which says what fires, when and until when by the columns of a booking,
-- read here under its lock. As many event ids per booking as there are triggers. Answers whether
-- there is something to deliver.
create or replace function fire_booking_triggers(p_partner text, p_bookings text[],
  p_ats timestamptz[], p_event_ids text[], p_rules jsonb)
returns boolean language plpgsql as $$
declare
  b record;
  f record;
  v_triggers jsonb := p_rules->'triggers';
  v_sequence integer;
  v_deliver boolean := false;
begin
  -- In the order of their ids, so that two workers wait for one another instead of dead-locking.
  perform 1 from bookings where partner_id = p_partner and id = any(p_bookings)
  order by id for no key update;
  for b in
    select k.id, k.departure_at, w.at, w.n::integer as n, jsonb_build_object(
      'cutoff_at', k.cutoff_at,
      'about_to_depart_at', k.about_to_depart_at,
      'departure_at', k.departure_at) as instants
    from unnest(p_bookings, p_ats) with ordinality as w(id, at, n)
      join bookings k on k.partner_id = p_partner and k.id = w.id
    where k.cancelled_at is null
    order by w.n
  loop
    for f in
      select r.n::integer as n, r.trigger->'event' as event
      from jsonb_array_elements(v_triggers) with ordinality as r(trigger, n),
        lateral (select (b.instants->>(r.trigger->>'due'))::timestamptz as due_at,
          (b.instants->>(r.trigger->>'until'))::timestamptz as ends_at) x
      where x.due_at <= b.at and x.ends_at > b.at
      order by x.due_at, r.n
    loop
      insert into fired_triggers (partner_id, booking_id, trigger, departure_at)
      values (p_partner, b.id, f.event->>'type', b.departure_at)
      on conflict do nothing;
      continue when not found;
      update bookings set sequence = sequence + 1 where partner_id = p_partner and id = b.id
      returning sequence into v_sequence;
      if record_event(
        p_partner, p_event_ids[(b.n - 1) * jsonb_array_length(v_triggers) + f.n], f.event, b.id,
        v_sequence, b.at, trigger_event_data(p_partner, b.id, b.at, p_rules->'emails'))
      then
        v_deliver := true;
      end if;
    end loop;
    insert into timers (partner_id, due_at, kind, subject_id)
    select p_partner, min(x.due_at), 'booking', b.id
    from jsonb_array_elements(v_triggers) as r(trigger),
      lateral (select (b.instants->>(r.trigger->>'due'))::timestamptz as due_at,
        (b.instants->>(r.trigger->>'until'))::timestamptz as ends_at) x
    where x.due_at > b.at and x.ends_at > b.at
    having min(x.due_at) is not null
    on conflict do nothing;
  end loop;
  return v_deliver;
end $$;
