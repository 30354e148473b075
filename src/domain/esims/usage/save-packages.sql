-- Writes back packages of a partner whose eSIMs are locked: one update, whatever changed of each.
-- Null for the instants of a validity leaves them: they are set once, and never taken back.
create or replace function save_packages(p_partner text, p_ids text[], p_used bigint[],
  p_reported bigint[], p_allocated bigint[], p_thresholds smallint[], p_sequences integer[],
  p_statuses text[], p_activated timestamptz[], p_expires timestamptz[], p_heard timestamptz[],
  p_measured timestamptz[])
returns void language plpgsql as $$
begin
  perform set_config('hubby.partner_id', p_partner, true);
  update packages k set used_bytes = x.used, reported_bytes = x.reported,
    allocated_bytes = x.allocated, threshold = x.threshold, sequence = x.sequence,
    status = x.status, date_activated = coalesce(x.activated, k.date_activated),
    expires_at = coalesce(x.expires, k.expires_at),
    reported_at = greatest(k.reported_at, x.heard),
    measured_at = greatest(k.measured_at, x.measured)
  from unnest(p_ids, p_used, p_reported, p_allocated, p_thresholds, p_sequences, p_statuses,
    p_activated, p_expires, p_heard, p_measured) as x(id, used, reported, allocated, threshold,
    sequence, status, activated, expires, heard, measured)
  where k.partner_id = p_partner and k.id = x.id;
end $$;
