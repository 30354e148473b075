-- Writes a batch of requests, those of one partner after the other, with what they said and the
-- counts of their hours; of each partner the counts come in the order of their key, so that two
-- batches wait for one another instead of dead-locking. `p_firsts` and `p_lasts`, for counts
-- `p_count_firsts` and `p_count_lasts`, say which rows are whose. Bodies lie in `p_text`, in UTF-8:
-- the place of each, from 1, and its length in bytes; null = there is none.
-- A crash may lose it.
create or replace function keep_requests(p_partners text[], p_firsts integer[], p_lasts integer[],
  p_ids text[], p_client_ids text[], p_methods text[], p_paths text[], p_operations text[],
  p_statuses smallint[], p_errors text[], p_durations integer[], p_keys text[], p_ips text[],
  p_request_bytes integer[], p_response_bytes integer[], p_request_states smallint[],
  p_response_states smallint[], p_queries text[], p_agents text[], p_text bytea,
  p_request_places integer[], p_request_lengths integer[], p_response_places integer[],
  p_response_lengths integer[], p_count_firsts integer[], p_count_lasts integer[],
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
      response_state)
    select p_partners[i], x.*
    from unnest(p_ids[f:t], p_client_ids[f:t], p_methods[f:t], p_paths[f:t], p_operations[f:t],
      p_statuses[f:t], p_errors[f:t], p_durations[f:t], p_keys[f:t], p_ips[f:t],
      p_request_bytes[f:t], p_response_bytes[f:t], p_request_states[f:t], p_response_states[f:t]) x;
    insert into api_request_bodies (partner_id, id, query, user_agent, request_body, response_body)
    select p_partners[i], x.id, x.query, x.agent,
      convert_from(substring(p_text from x.request_place for x.request_length), 'UTF8'),
      convert_from(substring(p_text from x.response_place for x.response_length), 'UTF8')
    from unnest(p_ids[f:t], p_queries[f:t], p_agents[f:t], p_request_places[f:t],
        p_request_lengths[f:t], p_response_places[f:t], p_response_lengths[f:t])
      as x(id, query, agent, request_place, request_length, response_place, response_length)
    where not (x.query is null and x.agent is null and x.request_length is null
      and x.response_length is null);
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
