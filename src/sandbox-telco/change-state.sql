-- What a device can do to its profile. At least a millisecond after the last change, since clients
-- drop reports that are not newer than what they know; a profile nobody touched has none.
create or replace function telco.change_state(p_account text, p_iccid text, p_to text,
  p_from text[], p_at timestamptz, out refusal text, out esim json)
language plpgsql volatile as $$
declare
  f telco.profiles;
begin
  select * into f from telco.profiles where account = p_account and iccid = p_iccid for update;
  if not found then
    refusal := 'profile_not_found';
  elsif f.state <> all (p_from) then
    refusal := 'illegal_transition';
  else
    update telco.profiles set state = p_to,
      state_changed_at = case when f.state = 'RELEASED' then p_at
        else greatest(p_at, f.state_changed_at + interval '1 ms') end
    where iccid = p_iccid returning * into f;
    esim := telco.esim_json(f);
  end if;
end $$;
