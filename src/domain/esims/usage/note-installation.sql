-- Keeps when an eSIM was first on a device. By a trigger, since states are written by more than one
-- statement; it does something once per eSIM.
create or replace function note_installation() returns trigger language plpgsql as $$
begin
  new.installed_at := new.status_at;
  return new;
end $$;

create or replace trigger esims_installation before insert or update of status on esims
  for each row when (new.installed_at is null and is_on_device(new.status))
  execute function note_installation();
