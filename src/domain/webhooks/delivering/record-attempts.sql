-- Writes attempts down, one per event: each becomes a row; the delivery changes only where the
-- claim is still the one it was made under. p_events: their ids, in p_results too. Answers how the
-- endpoint stood before.
create or replace function record_attempts(p_partner text, p_events text[], p_results json)
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
  where e.partner_id = p_partner and e.is_untried and e.url = p_results->0->>'url';
  with r as materialized (
    select * from json_to_recordset(p_results) as r(event_id text, fence integer, state text,
      tries smallint, next_attempt_at timestamptz, attempted_at timestamptz, ended_at timestamptz,
      url text, duration_ms integer, status_code smallint, error text, response_body text)),
  d as (
    update deliveries d set attempts = d.attempts + 1, updated_at = r.ended_at,
      state = case when d.fence = r.fence then r.state else d.state end,
      tries = case when d.fence = r.fence then r.tries else d.tries end,
      next_attempt_at = case when d.fence = r.fence then r.next_attempt_at
        else d.next_attempt_at end,
      lease_until = case when d.fence = r.fence then null else d.lease_until end
    from r
    where d.partner_id = p_partner and d.event_id = any(p_events) and d.event_id = r.event_id
    returning d.attempts, r.event_id, r.attempted_at, r.url, r.duration_ms, r.status_code,
      r.error, r.response_body)
  insert into attempts (partner_id, event_id, number, attempted_at, url, duration_ms, status_code,
    error, response_body)
  select p_partner, d.event_id, d.attempts, d.attempted_at, d.url, d.duration_ms, d.status_code,
    d.error, d.response_body
  from d;
  return query
    select e.is_enabled, e.failing_since, e.warnings from webhook_endpoints e
    where e.partner_id = p_partner;
end $$;
