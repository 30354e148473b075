-- Events of a partner as a set, and the deliveries of those that its endpoint wants: what
-- record_event does with one. The arrays run in parallel, in the order in which it happened, which
-- the ids keep; p_flags, p_defaults and p_once are of their EventRule (event-rule.ts).
-- Answers whether there is something to deliver (wake('deliveries') after the commit). One that is
-- once is left out where what it tells of has had it.
create or replace function record_events(p_partner text, p_ids text[], p_types text[],
  p_entities text[], p_sequences integer[], p_ats timestamptz[], p_data jsonb[], p_flags text[],
  p_defaults boolean[], p_once boolean[])
returns boolean language plpgsql as $$
declare
  v_new text[];
  v_flags jsonb;
  v_other record;
begin
  perform set_config('hubby.partner_id', p_partner, true);
  with new as (
    insert into events (partner_id, id, type, entity_id, sequence, occurred_at, data)
    select p_partner, e.id, e.type, e.entity, e.sequence, e.at, e.data
    from unnest(p_ids, p_types, p_entities, p_sequences, p_ats, p_data)
      as e(id, type, entity, sequence, at, data)
    on conflict do nothing
    returning id)
  select coalesce(array_agg(id), '{}') into v_new from new;
  if cardinality(v_new) < cardinality(p_ids) then
    select e.type, e.entity, e.sequence into v_other
    from unnest(p_ids, p_types, p_entities, p_sequences, p_once)
      as e(id, type, entity, sequence, is_once)
    where e.id <> all(v_new) and not (e.is_once and exists (
      select from events v
      where v.partner_id = p_partner and v.entity_id = e.entity and v.type = e.type))
    limit 1;
    if found then
      -- Another event has its number or its id, which is a fault.
      raise exception 'event % of % is number % like another one', v_other.type, v_other.entity,
        v_other.sequence using errcode = 'unique_violation';
    end if;
  end if;
  select events into v_flags from webhook_endpoints
  where partner_id = p_partner and is_enabled and url is not null;
  if not found then return false; end if;
  insert into deliveries (partner_id, event_id, state, next_attempt_at, created_at, updated_at)
  select p_partner, e.id, 'pending', e.at, e.at, e.at
  from unnest(p_ids, p_ats, p_flags, p_defaults) as e(id, at, flag, is_default)
  where e.id = any(v_new) and coalesce((v_flags->>e.flag)::boolean, e.is_default);
  return found;
end $$;
