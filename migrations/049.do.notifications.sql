-- What members are told of that needs somebody: by mail as each of them chooses, and by posts to addresses of a partner's or
-- of the installation's, in Slack's form. All of it in real time, and global, as members are.

-- How one member wants to hear of one subject at one place; none = as it is usual for their role.
create table notification_choices (
  member_id text collate "C" not null references members on delete cascade,
  -- null = of the installation
  partner_id text collate "C" references partners,
  subject text collate "C" not null,
  way text collate "C" not null check (way in ('at_once', 'daily', 'none'))
);
-- One each.
create unique index notification_choices_one
  on notification_choices (member_id, coalesce(partner_id, ''), subject);
create index notification_choices_place on notification_choices (coalesce(partner_id, ''));

-- When to look again at what needs somebody at one partner.
create table notification_looks (
  partner_id text collate "C" primary key references partners,
  next_attempt_at timestamptz not null default now()
);
create index notification_looks_due on notification_looks (next_attempt_at);

-- One thing that needs somebody, from when it was seen to when it was over.
create table occasions (
  id text collate "C" primary key,
  -- null = of the installation
  partner_id text collate "C" references partners,
  subject text collate "C" not null,
  -- which of several, by its id: a key, an import, a request, a supplier account; '' = there is one
  about text collate "C" not null,
  -- how many, and the instant that is named with it
  facts jsonb not null,
  began_at timestamptz not null default now(),
  -- null = it needs somebody still
  ended_at timestamptz
);
-- Told once: what is open does not begin again.
create unique index occasions_open on occasions (coalesce(partner_id, ''), subject, about)
  where ended_at is null;
create index occasions_last on occasions (coalesce(partner_id, ''), subject, about, began_at);
create index occasions_end on occasions (ended_at) where ended_at is not null;

-- What one member is to hear of one occasion: that it began, or that it is over. Each once.
create table notification_mails (
  occasion_id text collate "C" not null references occasions on delete cascade,
  part text collate "C" not null check (part in ('began', 'over')),
  member_id text collate "C" not null references members on delete cascade,
  -- null = it was mailed, or nobody wants it any more
  due_at timestamptz,
  mailed_at timestamptz,
  primary key (occasion_id, part, member_id)
);
create index notification_mails_due on notification_mails (due_at) where due_at is not null;
create index notification_mails_member on notification_mails (member_id);

-- One address that takes posts in the form of Slack's incoming webhooks.
create table notification_addresses (
  id text collate "C" primary key,
  -- null = of the installation
  partner_id text collate "C" references partners,
  -- a place has a few
  number smallint not null check (number between 1 and 5),
  label text not null,
  -- whoever has it can post there
  url_sealed bytea not null,
  url_hash bytea not null,
  host text not null,
  -- its last characters, by which people tell it from another
  hint text not null,
  language text collate "C" not null check (language in ('en', 'de', 'fr', 'es', 'nl')),
  -- what is posted there; null = everything
  subjects text[],
  created_at timestamptz not null default now(),
  created_by text not null,
  -- since when every post failed; null = the last one arrived, or there was none
  failing_since timestamptz,
  last_error text,
  -- null = it is on
  off_at timestamptz,
  -- a member, or Hubby: it failed for long, or said that it is gone
  off_reason text collate "C" check (off_reason in ('member', 'failing', 'gone')),
  check ((off_at is null) = (off_reason is null))
);
create unique index notification_addresses_number
  on notification_addresses (coalesce(partner_id, ''), number);
create unique index notification_addresses_url
  on notification_addresses (coalesce(partner_id, ''), url_hash);

-- One post to one address. Each once.
create table notification_posts (
  occasion_id text collate "C" not null references occasions on delete cascade,
  part text collate "C" not null check (part in ('began', 'over')),
  address_id text collate "C" not null references notification_addresses on delete cascade,
  -- null = it arrived, was given up, or nobody wants it any more
  next_attempt_at timestamptz,
  lease_until timestamptz,
  fence integer not null default 0,
  tries smallint not null default 0,
  posted_at timestamptz,
  reason text,
  primary key (occasion_id, part, address_id)
);
create index notification_posts_due on notification_posts (next_attempt_at)
  where next_attempt_at is not null;
create index notification_posts_address on notification_posts (address_id);

grant select, insert, update, delete on notification_choices, notification_looks, occasions, notification_mails,
  notification_addresses, notification_posts to hubby_app;
