-- Writes back the states of locked eSIMs of a partner, or only that they were heard of.
create or replace function save_states(p_partner text, p_ids text[], p_statuses text[],
  p_status_ats timestamptz[], p_sequences integer[], p_uncovered bigint[], p_heard timestamptz[])
returns void language plpgsql as $$
begin
  perform set_config('hubby.partner_id', p_partner, true);
  update esims e set status = x.status, status_at = x.status_at, sequence = x.sequence,
    uncovered_bytes = x.uncovered, last_updated = greatest(e.last_updated, x.heard)
  from unnest(p_ids, p_statuses, p_status_ats, p_sequences, p_uncovered, p_heard)
    as x(id, status, status_at, sequence, uncovered, heard)
  where e.partner_id = p_partner and e.id = x.id;
end $$;
