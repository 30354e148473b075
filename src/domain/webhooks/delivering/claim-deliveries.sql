-- Takes up to p_limit deliveries that are due, for p_lease_s seconds. p_until null: at the
-- partner's present time (p_now is ours), nothing while its clock is being moved. p_from: where an
-- earlier look has come to. The endpoint stands in the first row. Without an endpoint to send to,
-- all that is planned is put aside instead.
-- A claim that a crash loses only repeats an attempt, so its commit waits for no disk.
create or replace function claim_deliveries(p_partner text, p_now timestamptz,
  p_until timestamptz, p_from timestamptz, p_limit integer, p_lease_s integer)
returns table (event_id text, type text, occurred_at timestamptz, data text, tries smallint,
  fence integer, due_at timestamptz, touched_at timestamptz, offset_ms bigint, url text,
  key_header text, key_prefix text, key_sealed bytea, secret_sealed bytea,
  previous_secret_sealed bytea)
language plpgsql as $$
#variable_conflict use_column
declare
  e webhook_endpoints;
  v_until timestamptz := p_until;
  v_offset bigint := 0;
  v_is_moving boolean;
  v_places tid[];
begin
  perform set_config('hubby.partner_id', p_partner, true),
    set_config('synchronous_commit', 'off', true),
    -- Planned once, and for the indexes whatever the statistics of a new table say.
    set_config('plan_cache_mode', 'force_generic_plan', true),
    set_config('enable_seqscan', 'off', true),
    set_config('enable_sort', 'off', true),
    set_config('enable_bitmapscan', 'off', true);
  if p_until is null then
    -- Locked, so that who moves the clock sees either this claim or its own mark respected.
    select c.offset_ms, coalesce(c.advancing_until > clock_timestamp(), false)
    into v_offset, v_is_moving
    from partner_clocks c where c.partner_id = p_partner for share;
    if v_is_moving then return; end if;
    v_offset := coalesce(v_offset, 0);
    v_until := p_now + v_offset * interval '1 ms';
  end if;
  select * into e from webhook_endpoints where partner_id = p_partner;
  if e.is_enabled is not true or e.url is null then
    -- Locked against being switched on, which takes up what is put aside here.
    perform 1 from webhook_endpoints where partner_id = p_partner for share;
    if not exists (
      select 1 from webhook_endpoints
      where partner_id = p_partner and is_enabled and url is not null)
    then
      update deliveries d set next_attempt_at = null
      where (d.partner_id, d.event_id) in (
        select w.partner_id, w.event_id from deliveries w
        where w.partner_id = p_partner and w.next_attempt_at is not null
          and (w.lease_until is null or w.lease_until < clock_timestamp())
        for update skip locked);
    end if;
    return;
  end if;
  v_places := array(
    select d.ctid from deliveries d
    where d.partner_id = p_partner
      and d.next_attempt_at >= p_from and d.next_attempt_at <= v_until
      and (d.lease_until is null or d.lease_until < clock_timestamp())
    order by d.next_attempt_at limit p_limit
    for update skip locked);
  return query
  with taken as materialized (
    update deliveries d set
      lease_until = clock_timestamp() + p_lease_s * interval '1 s',
      fence = d.fence + 1
    where d.ctid = any(v_places)
    returning d.event_id, d.tries, d.fence, d.next_attempt_at, d.updated_at),
  whole as (
    -- "offset 0" keeps it a look-up of each by the primary key.
    select t.*, v.type, v.occurred_at, v.data, row_number() over () = 1 as is_first
    from taken t, lateral (
      select v.type, v.occurred_at, v.data::text as data from events v
      where v.partner_id = p_partner and v.id = t.event_id offset 0) v)
  select w.event_id, w.type, w.occurred_at, w.data, w.tries, w.fence, w.next_attempt_at,
    w.updated_at, v_offset,
    case when w.is_first then e.url end,
    case when w.is_first then e.key_header end,
    case when w.is_first then e.key_prefix end,
    case when w.is_first then e.key_sealed end,
    case when w.is_first then e.secret_sealed end,
    case when w.is_first and e.previous_secret_until > clock_timestamp()
      then e.previous_secret_sealed end
  from whole w;
end $$;
