-- Writes a batch of requests, those of one partner after the other, with one row of what they said
-- and the counts of their hours; of each partner the counts come in the order of their key, so that
-- two batches wait for one another instead of dead-locking. `p_firsts` and `p_lasts`, for counts
-- `p_count_firsts` and `p_count_lasts`, say which rows are whose. What each partner's said lies in
-- `p_texts`: its place, from 1, its length in bytes, and the id of its row; null = nothing is kept.
-- A crash may lose it.
create or replace function write_requests(p_partners text[], p_firsts integer[], p_lasts integer[],
  p_ids text[], p_client_ids text[], p_methods text[], p_paths text[], p_operations text[],
  p_statuses smallint[], p_errors text[], p_durations integer[], p_keys text[], p_ips text[],
  p_request_bytes integer[], p_response_bytes integer[], p_request_states smallint[],
  p_response_states smallint[], p_texts bytea, p_texts_ids text[], p_places integer[],
  p_lengths integer[], p_deflated boolean[], p_count_firsts integer[], p_count_lasts integer[],
  p_hours timestamptz[], p_count_operations text[], p_count_errors text[],
  p_count_statuses smallint[], p_counts integer[], p_first_ids text[], p_last_ids text[])
returns void language plpgsql as $$
declare
  f integer;
  t integer;
begin
  perform set_config('synchronous_commit', 'off', true);
  for i in 1 .. cardinality(p_partners) loop
    perform set_config('hubby.partner_id', p_partners[i], true);
    f := p_firsts[i];
    t := p_lasts[i];
    insert into api_requests (partner_id, id, client_request_id, method, path, operation_id, status,
      error_type, duration_ms, key_id, ip, request_bytes, response_bytes, request_state,
      response_state, texts_id)
    select p_partners[i], x.*, p_texts_ids[i]
    from unnest(p_ids[f:t], p_client_ids[f:t], p_methods[f:t], p_paths[f:t], p_operations[f:t],
      p_statuses[f:t], p_errors[f:t], p_durations[f:t], p_keys[f:t], p_ips[f:t],
      p_request_bytes[f:t], p_response_bytes[f:t], p_request_states[f:t], p_response_states[f:t]) x;
    if p_texts_ids[i] is not null then
      insert into api_request_texts (partner_id, id, texts, is_deflated)
      values (p_partners[i], p_texts_ids[i],
        substring(p_texts from p_places[i] for p_lengths[i]), p_deflated[i]);
    end if;
    f := p_count_firsts[i];
    t := p_count_lasts[i];
    insert into api_request_counts as c (partner_id, hour, operation_id, error_type, status, count,
      first_id, last_id)
    select p_partners[i], x.*
    from unnest(p_hours[f:t], p_count_operations[f:t], p_count_errors[f:t], p_count_statuses[f:t],
      p_counts[f:t], p_first_ids[f:t], p_last_ids[f:t]) x
    on conflict (partner_id, hour, operation_id, error_type, status)
    do update set count = c.count + excluded.count, first_id = least(c.first_id, excluded.first_id),
      last_id = greatest(c.last_id, excluded.last_id);
  end loop;
end $$;
