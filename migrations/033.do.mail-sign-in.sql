-- A link in a mail opens with the address that the mail went to.

alter table mail_tokens
  -- addresses tried that were not the message's; the fifth ends it
  add column wrong_tries smallint not null default 0 check (wrong_tries between 0 and 5);

-- The first time that a traveler opened one of their packages, in the WebView or behind a mail's link, for figures.
create table opened_packages (
  partner_id text collate "C" not null,
  queue_id text collate "C" not null,
  -- partner's time
  opened_at timestamptz not null,
  primary key (partner_id, queue_id),
  foreign key (partner_id, queue_id) references package_queues on delete cascade
);

alter table opened_packages enable row level security;
alter table opened_packages force row level security;
create policy partner on opened_packages using (partner_id = current_setting('hubby.partner_id', true));
grant select, insert, update, delete on opened_packages to hubby_app;
