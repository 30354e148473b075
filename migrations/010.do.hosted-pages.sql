-- What travelers of partners without an app of their own do on our pages.

-- Links in mails. Whoever has one sees and installs what its message is about, so it is a secret of which only the hash is
-- kept. Global, since a visitor brings nothing but the token; it holds no personal data: the address stands in the message.
create table mail_tokens (
  token_hash bytea primary key,
  partner_id text collate "C" not null,
  message_id text collate "C" not null,
  created_at timestamptz not null default now(),
  -- the partner's time; a departure that was moved further away prolongs it
  expires_at timestamptz not null
);
create index mail_tokens_expiry on mail_tokens (expires_at);
create index mail_tokens_message on mail_tokens (partner_id, message_id);

-- Packages that were asked for on a page and are not on an eSIM yet: asked for again until they are. Global, so that a
-- worker finds due work of all partners by one index; it holds no personal data.
create table hosted_redemptions (
  partner_id text collate "C" not null,
  queue_id text collate "C" not null,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  primary key (partner_id, queue_id)
);
create index hosted_redemptions_due on hosted_redemptions (next_attempt_at);

alter table promo_codes
  -- for whom it was redeemed on our page, in lower case, with the language of the mail and the destination chosen there
  add column hosted_email text collate "C",
  add column hosted_locale text,
  add column hosted_destination text collate "C";

grant select, insert, update, delete on mail_tokens, hosted_redemptions to hubby_app;
