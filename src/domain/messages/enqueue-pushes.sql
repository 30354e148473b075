-- Those of these pushes whose traveler has a device; which traveler that is and of which booking
-- only shows here. p_rows: PushRow of grant-pushes.ts. Answers how many are to be sent.
create or replace function enqueue_pushes(p_partner text, p_booking text, p_rows jsonb,
  p_at timestamptz)
returns integer language plpgsql as $$
begin
  return enqueue_messages(p_partner, (
    select jsonb_agg(w.push || jsonb_build_object(
      'recipient', q.traveler_id,
      'booking_id', p_booking,
      'data', w.push->'data' || jsonb_build_object('booking_id', p_booking)))
    from jsonb_array_elements(p_rows) as w(push)
      join package_queues q on q.partner_id = p_partner and q.id = w.push->>'subject_id'
    where exists (
      select 1 from device_tokens d
      where d.partner_id = p_partner and d.traveler_id = q.traveler_id)), p_at);
end $$;
