-- Operators who look at a partner's screens, read only. All instants are real time.

-- One look: begun with a reason, over after an hour at the latest.
create table partner_views (
  id text collate "C" primary key,
  -- the browser that looks; in no other one is there anything to see
  session_id text collate "C" not null references member_sessions on delete cascade,
  member_id text collate "C" not null references members on delete cascade,
  partner_id text collate "C" not null references partners,
  reason text not null,
  began_at timestamptz not null,
  ends_at timestamptz not null,
  -- null = nobody has ended it; it may be over all the same, by `ends_at`, the session or the role
  ended_at timestamptz
);
-- One at a time.
create unique index partner_views_open on partner_views (session_id) where ended_at is null;
create index partner_views_session on partner_views (session_id);
create index partner_views_member on partner_views (member_id);
create index partner_views_end on partner_views (ends_at);

grant select, insert, update, delete on partner_views to hubby_app;
