-- One event, and its delivery where the partner's endpoint wants it. p_rule: the EventRule of
-- event-rule.ts; no event is known by name here. Answers whether there is something to deliver
-- (wake('deliveries') after the commit); null = what it tells of has had this event, and does not
-- get it again. In plpgsql, which keeps the plan of its insert.
create or replace function record_event(p_partner text, p_id text, p_rule jsonb, p_entity text,
  p_sequence integer, p_at timestamptz, p_data jsonb)
returns boolean language plpgsql as $$
declare
  v_type text := p_rule->>'type';
  v_data jsonb := p_data || jsonb_build_object('partner_id', p_partner, 'sequence', p_sequence);
  v_flags jsonb;
begin
  if (p_rule->>'is_once')::boolean then
    insert into events (partner_id, id, type, entity_id, sequence, occurred_at, data)
    values (p_partner, p_id, v_type, p_entity, p_sequence, p_at, v_data)
    on conflict do nothing;
    if not found then
      perform 1 from events
      where partner_id = p_partner and entity_id = p_entity and type = v_type;
      if found then return null; end if;
      -- Another event has its number or its id, which is a fault.
      raise exception 'event % of % is number % like another one', v_type, p_entity, p_sequence
        using errcode = 'unique_violation';
    end if;
  else
    insert into events (partner_id, id, type, entity_id, sequence, occurred_at, data)
    values (p_partner, p_id, v_type, p_entity, p_sequence, p_at, v_data);
  end if;
  select events into v_flags from webhook_endpoints
  where partner_id = p_partner and is_enabled and url is not null;
  if not found then return false; end if;
  if not coalesce((v_flags->>(p_rule->>'flag'))::boolean, (p_rule->>'is_default')::boolean) then
    return false;
  end if;
  insert into deliveries (partner_id, event_id, state, next_attempt_at, created_at, updated_at)
  values (p_partner, p_id, 'pending', p_at, p_at, p_at);
  return true;
end $$;
