-- Travelers on the managed screens: how they come in, and for how long they stay.

alter table travelers
  -- external_user_id is ours, since the partner has named none; the first id that it names takes its place
  add column is_id_generated boolean not null default false,
  add check (external_user_id is not null or not is_id_generated);

-- One token that a partner's server got for its traveler. Opens one session, once, within minutes of real time. Global, since a
-- visitor brings nothing but the token, of which only the hash is kept; it holds no personal data.
create table redirect_tokens (
  token_hash bytea primary key,
  partner_id text collate "C" not null,
  traveler_id text collate "C" not null,
  -- a shipped one; null = the partner's own
  locale text,
  -- which screen is opened, as the partner asked; null = home
  to_screen text,
  -- what the partner's app says of the device
  device jsonb not null default '{}',
  created_at timestamptz not null,
  expires_at timestamptz not null,
  -- null = it can still be used
  used_at timestamptz,
  foreign key (partner_id, traveler_id) references travelers on delete cascade
);
create index redirect_tokens_traveler on redirect_tokens (partner_id, traveler_id);
create index redirect_tokens_expiry on redirect_tokens (expires_at);

-- One visit of a traveler to the managed screens, on one device. All instants are real time.
create table webview_sessions (
  partner_id text collate "C" not null,
  id text collate "C" not null,
  traveler_id text collate "C" not null,
  opened_by text not null check (opened_by in ('redirect', 'mail')),
  -- whose screens alone it opens; null = all that its traveler has
  booking_id text collate "C",
  -- a shipped one
  locale text not null,
  device jsonb not null default '{}',
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  ends_at timestamptz not null,
  -- by the traveler or the partner; null = neither has
  ended_at timestamptz,
  primary key (partner_id, id),
  foreign key (partner_id, traveler_id) references travelers on delete cascade,
  foreign key (partner_id, booking_id) references bookings on delete cascade
);
create index webview_sessions_traveler on webview_sessions (partner_id, traveler_id);
create index webview_sessions_booking on webview_sessions (partner_id, booking_id) where booking_id is not null;
create index webview_sessions_end on webview_sessions (partner_id, ends_at);

-- Codes of one mailbox: of whom they were claimed for, else of whom the booking names.
create index promo_codes_mailbox on promo_codes (partner_id, (coalesce(claimed_email, recipient)))
  where coalesce(claimed_email, recipient) is not null;

alter table webview_sessions enable row level security;
alter table webview_sessions force row level security;
create policy partner on webview_sessions using (partner_id = current_setting('hubby.partner_id', true));

grant select, insert, update, delete on redirect_tokens, webview_sessions to hubby_app;
