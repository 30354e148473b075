-- Keeps the operator's list of requests of all partners as the requests are.
create or replace function keep_support_queue() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    delete from support_queue where id = old.id and partner_id = old.partner_id;
  else
    insert into support_queue (id, partner_id, status)
    values (new.id, new.partner_id, new.status)
    on conflict (id) do update set status = excluded.status;
  end if;
  return null;
end $$;

create or replace trigger support_queue
  after insert or delete or update of status on support_requests
  for each row execute function keep_support_queue();
