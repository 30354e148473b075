-- The traveler behind an entry, made when new; known by p_external, or by p_email where that is
-- null. Locked against removal, as foreign keys lock it, so that whoever comes to use it holds it
-- from here on.
-- Raises HB001 when the traveler already belongs to another provider than the plan assumed
-- (detail = that provider).
create or replace function ensure_traveler(p_partner text, p_new_id text, p_external text,
  p_email text, p_provider text, p_at timestamptz)
returns text language plpgsql as $$
declare
  v_id text;
  v_provider text;
begin
  for attempt in 1..10 loop
    if p_external is not null then
      select id, provider into v_id, v_provider from travelers
      where partner_id = p_partner and external_user_id = p_external for key share;
    else
      select t.id, t.provider into v_id, v_provider
      from traveler_emails e join travelers t using (partner_id)
      where e.partner_id = p_partner and e.email = p_email and t.id = e.traveler_id
        -- Who is erased while this waits for them is nobody's any more; the address is free then.
        and t.erased_at is null
      for key share of t;
    end if;
    exit when v_id is not null;
    if p_external is not null then
      insert into travelers (partner_id, id, external_user_id, provider, created_at)
      values (p_partner, p_new_id, p_external, p_provider, p_at)
      on conflict do nothing returning id, provider into v_id, v_provider;
      exit when v_id is not null;
    else
      insert into travelers (partner_id, id, provider, created_at)
      values (p_partner, p_new_id, p_provider, p_at)
      on conflict do nothing;
      insert into traveler_emails (partner_id, email, traveler_id)
      values (p_partner, p_email, p_new_id)
      on conflict do nothing;
      if found then
        v_id := p_new_id;
        v_provider := p_provider;
      else
        delete from travelers where partner_id = p_partner and id = p_new_id;
      end if;
    end if;
  end loop;
  if v_id is null then raise exception 'traveler neither found nor made'; end if;
  if p_provider is not null and v_provider is distinct from p_provider then
    update travelers set provider = p_provider
    where partner_id = p_partner and id = v_id and provider is null;
    if not found then
      select provider into v_provider from travelers where partner_id = p_partner and id = v_id;
      if v_provider <> p_provider then
        raise exception 'provider' using errcode = 'HB001', detail = v_provider;
      end if;
    end if;
  end if;
  return v_id;
end $$;
