-- Locks these eSIMs and answers each with its packages, and its counters where they are wanted.
-- Whoever changes the usage, state or time of an eSIM or its packages holds the eSIM's lock, taken
-- in the order of partner and id, so the packages need none of their own. Packages as whole rows,
-- which become JSON faster than chosen columns do.
-- p: [ { partner_id, esims: [ id ] } ] in the order of the partners.
create or replace function lock_esims(p jsonb, p_counters boolean)
returns table (partner_id text, id text, iccid text, provider text, status text,
  status_at timestamptz, sequence integer, uncovered_bytes bigint, packages json, counters json)
language plpgsql as $$
declare
  v record;
begin
  for v in
    select w.value->>'partner_id' as partner_id,
      array(select jsonb_array_elements_text(w.value->'esims')) as esims
    from jsonb_array_elements(p) w
  loop
    perform set_config('hubby.partner_id', v.partner_id, true);
    perform 1
    from unnest(v.esims) as x(id)
      join esims e on e.partner_id = v.partner_id and e.id = x.id
    order by e.id for no key update of e;
    return query
      select e.partner_id, e.id, e.iccid, e.provider, e.status, e.status_at, e.sequence,
        e.uncovered_bytes,
        (select json_agg(k) from packages k
          where k.partner_id = v.partner_id and k.esim_id = e.id and k.status <> 'CANCELLED'),
        case when p_counters then (
          select json_object_agg(c.iso3, c.used_bytes) from esim_counters c
          where c.partner_id = v.partner_id and c.esim_id = e.id) end
      from unnest(v.esims) as x(id)
        join esims e on e.partner_id = v.partner_id and e.id = x.id;
  end loop;
end $$;
