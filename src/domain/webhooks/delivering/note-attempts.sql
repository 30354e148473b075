-- Writes attempts down, one per event: each becomes a row; the delivery changes only where the
-- claim is still the one it was made under. The arrays run in parallel. Answers how the endpoint
-- stood before. An attempt that a crash loses is only repeated, so the commit waits for no disk.
create or replace function note_attempts(p_partner text, p_events text[], p_fences integer[],
  p_states text[], p_tries smallint[], p_next timestamptz[], p_begun timestamptz[],
  p_ended timestamptz[], p_urls text[], p_durations integer[], p_statuses smallint[],
  p_errors text[], p_bodies text[])
returns table (is_enabled boolean, failing_since timestamptz, warnings smallint)
language plpgsql as $$
#variable_conflict use_column
begin
  perform set_config('hubby.partner_id', p_partner, true),
    set_config('synchronous_commit', 'off', true),
    set_config('plan_cache_mode', 'force_generic_plan', true),
    set_config('enable_seqscan', 'off', true),
    set_config('enable_sort', 'off', true),
    set_config('enable_bitmapscan', 'off', true);
  -- Before the deliveries, as whoever sets the endpoint does.
  update webhook_endpoints e set is_untried = false
  where e.partner_id = p_partner and e.is_untried and e.url = p_urls[1];
  with r as materialized (
    select * from unnest(p_events, p_fences, p_states, p_tries, p_next, p_begun, p_ended, p_urls,
      p_durations, p_statuses, p_errors, p_bodies) as r(event_id, fence, state, tries,
      next_attempt_at, begun_at, ended_at, url, duration_ms, status_code, error, response_body)),
  d as (
    update deliveries d set attempts = d.attempts + 1, updated_at = r.ended_at,
      state = case when d.fence = r.fence then r.state else d.state end,
      tries = case when d.fence = r.fence then r.tries else d.tries end,
      next_attempt_at = case when d.fence = r.fence then r.next_attempt_at
        else d.next_attempt_at end,
      lease_until = case when d.fence = r.fence then null else d.lease_until end
    from r
    where d.partner_id = p_partner and d.event_id = any(p_events) and d.event_id = r.event_id
    returning d.attempts, r.event_id, r.begun_at, r.url, r.duration_ms, r.status_code,
      r.error, r.response_body)
  insert into attempts (partner_id, event_id, number, attempted_at, url, duration_ms, status_code,
    error, response_body)
  select p_partner, d.event_id, d.attempts, d.begun_at, d.url, d.duration_ms, d.status_code,
    d.error, d.response_body
  from d;
  return query
    select e.is_enabled, e.failing_since, e.warnings from webhook_endpoints e
    where e.partner_id = p_partner;
end $$;
