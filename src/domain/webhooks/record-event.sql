-- One event, and its delivery where the partner's endpoint wants it. p_default: whether the catalogue sends it to those
-- who set no flag. Answers whether there is something to deliver (wake('deliveries') after the commit); null = a package
-- that has had this event is not given it again. In plpgsql, which keeps the plan of its insert.
create or replace function record_event(p_partner text, p_id text, p_type text, p_entity text, p_sequence integer, p_at timestamptz, p_data jsonb, p_default boolean default true)
returns boolean language plpgsql as $$
declare
  v_data jsonb := p_data || jsonb_build_object('partner_id', p_partner, 'sequence', p_sequence);
  v_flags jsonb;
begin
  if p_type like 'package.%' then
    insert into events (partner_id, id, type, entity_id, sequence, occurred_at, data)
    values (p_partner, p_id, p_type, p_entity, p_sequence, p_at, v_data)
    on conflict (partner_id, entity_id, type)
      where type in ('package.activated', 'package.usage.20_percent', 'package.usage.50_percent', 'package.usage.80_percent',
                     'package.usage.100_percent', 'package.expired')
    do nothing;
    if not found then return null; end if;
  else
    insert into events (partner_id, id, type, entity_id, sequence, occurred_at, data)
    values (p_partner, p_id, p_type, p_entity, p_sequence, p_at, v_data);
  end if;
  select events into v_flags from webhook_endpoints where partner_id = p_partner and is_enabled and url is not null;
  if not found or not coalesce((v_flags->>translate(p_type, '.', '_'))::boolean, p_default) then return false; end if;
  insert into deliveries (partner_id, event_id, state, next_attempt_at, created_at, updated_at) values (p_partner, p_id, 'pending', p_at, p_at, p_at);
  return true;
end $$;
