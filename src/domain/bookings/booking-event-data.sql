-- Data of booking.updated and booking.cancelled, and what the events before a departure have of it;
-- booking.created has it from bookingEventData (record-event.ts), before there is anything to read.
create or replace function booking_event_data(p_partner text, p_booking text)
returns jsonb language sql stable as $$
  select jsonb_build_object(
    'booking_id', b.id,
    'external_booking_id', b.booking_id,
    'departure_date', b.departure_date,
    'package_queues', coalesce((
      select jsonb_agg(
        jsonb_build_object('id', q.id, 'uuid', queue_uuid(q.id), 'iso3', q.iso3,
          'esim_type', q.esim_type)
        order by q.created_at, q.position, q.id)
      from package_queues q
      where q.partner_id = p_partner and q.booking_id = p_booking and not q.is_code), '[]'::jsonb),
    'promo_codes', coalesce((
      select jsonb_agg(jsonb_build_object('uuid', c.uuid) order by q.created_at, q.position, q.id)
      from package_queues q
        join promo_codes c on c.partner_id = p_partner and c.queue_id = q.id
      where q.partner_id = p_partner and q.booking_id = p_booking and q.is_code), '[]'::jsonb))
  from bookings b where b.partner_id = p_partner and b.id = p_booking
$$;
