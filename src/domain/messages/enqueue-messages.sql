-- Messages of a change, in its transaction; each once by messages_once. Rows: MessageRow of
-- message.ts. Answers how many are to be sent (wake('messages') after the commit).
create or replace function enqueue_messages(p_partner text, p_rows jsonb, p_at timestamptz)
returns integer language plpgsql as $$
declare
  v_count integer;
begin
  with made as (
    insert into messages (partner_id, id, channel, kind, subject_id, recipient, locale, booking_id,
      data, status, reason, subject, text, html, created_at)
    select p_partner, m.id, m.channel, m.kind, m.subject_id, m.recipient, m.locale, m.booking_id,
      coalesce(m.data, '{}'), m.status, m.reason, m.subject, m.text, m.html, p_at
    from jsonb_to_recordset(p_rows) as m(id text, channel text, kind text, subject_id text,
      recipient text, locale text, booking_id text, data jsonb, status text, reason text,
      subject text, text text, html text)
    on conflict on constraint messages_once do nothing
    returning id, status),
  due as (
    insert into dispatches (partner_id, message_id, next_attempt_at)
    select p_partner, id, now() from made where status = 'pending'
    returning 1)
  select count(*) into v_count from due;
  return v_count;
end $$;
