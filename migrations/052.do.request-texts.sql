-- What many requests of a partner said and were told, in one row: they are alike, so that together they take a tenth of
-- the room, and writing them costs next to nothing. How they lie in it says src/domain/requests/texts.ts.
create table api_request_texts (
  partner_id text collate "C" not null,
  -- that of the first of them: says when
  id text collate "C" not null,
  texts bytea not null,
  -- by deflate (RFC 1951); few are not worth it
  is_deflated boolean not null,
  primary key (partner_id, id)
);
-- Compressed where it pays.
alter table api_request_texts alter column texts set storage external;
alter table api_requests add column texts_id text collate "C";
comment on column api_requests.texts_id is 'where its query, user agent and bodies are; null = nothing of them is kept';

-- An owner that is no superuser would see no row of any partner.
alter table api_requests no force row level security;
alter table api_request_bodies no force row level security;
insert into api_request_texts (partner_id, id, texts, is_deflated)
select partner_id, id, convert_to(concat(json_build_array(json_build_array(id, query, user_agent,
    octet_length(request_body), octet_length(response_body))), E'\n', request_body, response_body), 'UTF8'), false
from api_request_bodies;
update api_requests r set texts_id = r.id
from api_request_bodies b
where b.partner_id = r.partner_id and b.id = r.id;
alter table api_requests force row level security;
drop table api_request_bodies;

alter table api_request_texts enable row level security;
alter table api_request_texts force row level security;
create policy partner on api_request_texts using (partner_id = current_setting('hubby.partner_id', true));
grant select, insert, update, delete on api_request_texts to hubby_app;

-- write_requests() is in its place.
drop function if exists keep_requests;
delete from sql_functions where name = 'keep_requests';
