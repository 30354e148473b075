-- Entitlements that nobody owns yet, and what is asked for on our pages.

-- One promo code: a package queue (is_code) whose traveler is set when it is redeemed, and its bundle too where the
-- destination is chosen then. One that a partner imported belongs to no booking.
create table promo_codes (
  partner_id text collate "C" not null,
  queue_id text collate "C" not null,
  code text collate "C" not null,
  -- null: imported without one, so nobody can claim it by link
  uuid uuid,
  -- whom the booking names, in lower case; null = nobody yet
  recipient text collate "C",
  valid_until timestamptz not null,
  claimed_at timestamptz,
  claimed_email text collate "C",
  claim_locale text,
  -- for whom it was redeemed on our page, in lower case, with the language of the mail and the destination chosen there
  hosted_email text collate "C",
  hosted_locale text,
  hosted_destination text collate "C",
  -- how often it got a new code and link
  reissues integer not null default 0,
  -- of its events
  sequence integer not null default 0,
  primary key (partner_id, queue_id),
  unique (partner_id, code),
  foreign key (partner_id, queue_id) references package_queues
);

-- Whose one code and link are. Global, since a visitor says only the uuid; it holds no personal data. Codes of two partners
-- may be the same, links never are.
create table promo_code_lookups (
  code text collate "C" not null,
  partner_id text collate "C" not null,
  queue_id text collate "C" not null,
  uuid uuid unique,
  -- it was issued anew: this code and link are dead
  replaced_at timestamptz,
  primary key (code, partner_id)
);
create index promo_code_lookups_queue on promo_code_lookups (partner_id, queue_id);

-- One re-issue of a code, with what it replaced.
create table promo_code_reissues (
  partner_id text collate "C" not null,
  queue_id text collate "C" not null,
  number integer not null,
  reissued_at timestamptz not null,
  old_code text collate "C" not null,
  old_uuid uuid,
  old_claimed_at timestamptz,
  old_claimed_email text collate "C",
  reason text,
  -- the key that asked for it
  api_key text collate "C" not null,
  primary key (partner_id, queue_id, number),
  foreign key (partner_id, queue_id) references promo_codes
);

-- One package that was asked for on a page and is not on an eSIM yet: asked for again until it is. Global, so that a worker
-- finds due work of all partners by one index; it holds no personal data.
create table hosted_redemptions (
  partner_id text collate "C" not null,
  queue_id text collate "C" not null,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  primary key (partner_id, queue_id)
);
create index hosted_redemptions_due on hosted_redemptions (next_attempt_at);

-- The first time that somebody opened a claim link or an install link, for figures.
create table opened_links (
  partner_id text collate "C" not null,
  page text not null check (page in ('claim', 'install')),
  -- a claim link's uuid; the hash of an install link's token, in hex
  link text collate "C" not null,
  -- real time
  opened_at timestamptz not null default now(),
  primary key (partner_id, page, link)
);
