-- Writes back what changed of locked eSIMs. `figures` are packages of which nothing but bytes
-- changed: nearly all.
-- p: [ { partner_id, esims: [ … ], packages: [ … ], figures: [ … ], counters: [ … ],
-- timers: [ … ] } ]
create or replace function save_esims(p json) returns void language plpgsql as $$
declare
  v json;
  v_partner text;
begin
  for v in select value from json_array_elements(p) loop
    v_partner := v->>'partner_id';
    perform set_config('hubby.partner_id', v_partner, true);
    update esims e set status = x.status, status_at = x.status_at, sequence = x.sequence,
      uncovered_bytes = x.uncovered_bytes, last_updated = greatest(e.last_updated, x.at)
    from json_to_recordset(v->'esims') as x(id text, status text, status_at timestamptz,
      sequence integer, uncovered_bytes bigint, at timestamptz)
    where e.partner_id = v_partner and e.id = x.id;
    update packages k set used_bytes = x.u, reported_bytes = x.r, allocated_bytes = x.a,
      reported_at = greatest(k.reported_at, x.at),
      measured_at = greatest(k.measured_at, x.measured_at)
    from json_to_recordset(v->'figures') as x(id text, u bigint, r bigint, a bigint,
      at timestamptz, measured_at timestamptz)
    where k.partner_id = v_partner and k.id = x.id;
    update packages k set used_bytes = x.used_bytes, reported_bytes = x.reported_bytes,
      allocated_bytes = x.allocated_bytes, threshold = x.threshold, sequence = x.sequence,
      status = x.status, date_activated = x.activated_at, expires_at = x.expires_at,
      reported_at = greatest(k.reported_at, x.at),
      measured_at = greatest(k.measured_at, x.measured_at)
    from json_to_recordset(v->'packages') as x(id text, used_bytes bigint, reported_bytes bigint,
      allocated_bytes bigint, threshold smallint, sequence integer, status text,
      activated_at timestamptz, expires_at timestamptz, at timestamptz, measured_at timestamptz)
    where k.partner_id = v_partner and k.id = x.id;
    insert into esim_counters (partner_id, esim_id, iso3, used_bytes)
    select v_partner, x.esim_id, x.iso3, x.used_bytes
    from json_to_recordset(v->'counters') as x(esim_id text, iso3 text, used_bytes bigint)
    on conflict (partner_id, esim_id, iso3) do update set used_bytes = excluded.used_bytes;
    insert into timers (partner_id, due_at, kind, subject_id)
    select v_partner, x.due_at, 'package', x.id
    from json_to_recordset(v->'timers') as x(id text, due_at timestamptz)
    on conflict do nothing;
  end loop;
end $$;
