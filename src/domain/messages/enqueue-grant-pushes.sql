-- A push for each of these grants whose traveler has a device; p_ids: as many message ids. Answers how many are to be sent.
create or replace function enqueue_grant_pushes(p_partner text, p_booking text, p_queues text[], p_ids text[], p_at timestamptz) returns integer language plpgsql as $$
begin
  return enqueue_messages(p_partner, (
    select jsonb_agg(jsonb_build_object('id', p_ids[w.n], 'channel', 'PUSH_NOTIFICATION', 'kind', 'classic_grant', 'subject_id', q.id, 'recipient', q.traveler_id, 'locale', '',
      'booking_id', p_booking, 'data', jsonb_build_object('queue_id', queue_uuid(q.id), 'booking_id', p_booking), 'status', 'pending'))
    from unnest(p_queues) with ordinality as w(id, n) join package_queues q on q.partner_id = p_partner and q.id = w.id
    where exists (select 1 from device_tokens d where d.partner_id = p_partner and d.traveler_id = q.traveler_id)), p_at);
end $$;
