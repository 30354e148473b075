-- What stands in the audit log stays as it is, whoever asks.
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'what stands in % stays as it is', tg_table_name using errcode = '55000';
end $$;

create or replace trigger audit_entries_stay
  before update or delete on audit_entries
  for each row execute function refuse_change();
create or replace trigger audit_entries_stay_all
  before truncate on audit_entries
  for each statement execute function refuse_change();
