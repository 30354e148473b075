-- What goes out to people.

-- One message: pending → sent → delivered | bounced | complained; failed: given up; skipped, cancelled: never sent (reason
-- says why). Subject and bodies are made by who sends it.
create table messages (
  partner_id text collate "C" not null,
  id text collate "C" not null,
  channel text not null check (channel in ('EMAIL', 'SMS', 'WHATSAPP', 'PUSH_NOTIFICATION')),
  kind text collate "C" not null,
  -- what it is about; with kind, channel and recipient it goes out once
  subject_id text collate "C" not null,
  booking_id text collate "C",
  recipient text collate "C" not null,
  locale text not null,
  subject text,
  text text,
  html text,
  data jsonb not null default '{}',
  status text not null
    check (status in ('pending', 'sent', 'delivered', 'bounced', 'complained', 'failed', 'skipped', 'cancelled')),
  reason text,
  created_at timestamptz not null,
  -- partner's time
  sent_at timestamptz,
  settled_at timestamptz,
  primary key (partner_id, id),
  constraint messages_once unique (partner_id, kind, subject_id, channel, recipient)
);
create index messages_booking on messages (partner_id, booking_id) where booking_id is not null;

-- One message on its way out. Global, so that a worker finds the due ones of all partners by one partial index, and a
-- sender's callback the message; it holds no personal data. Real time.
create table dispatches (
  partner_id text collate "C" not null,
  message_id text collate "C" not null,
  -- null = nothing is planned
  next_attempt_at timestamptz,
  lease_until timestamptz,
  fence integer not null default 0,
  tries smallint not null default 0,
  -- tries that certainly had no effect; within one number a sender that knows repeats drops them
  rounds smallint not null default 0,
  -- of a push: hashes of the devices that have it, so that a retry leaves them out
  served text[] not null default '{}',
  sender text collate "C",
  -- by which the sender's callbacks name it
  provider_message_id text collate "C",
  created_at timestamptz not null default now(),
  primary key (partner_id, message_id)
);
-- By partner: workers go from one to the next, so that nobody's many hold up others' few.
create index dispatches_due on dispatches (partner_id, next_attempt_at) where next_attempt_at is not null;
create unique index dispatches_provider_message on dispatches (sender, provider_message_id)
  where provider_message_id is not null;

-- One address that bounced or complained: nothing more goes there until the partner lifts it.
create table suppressed_recipients (
  partner_id text collate "C" not null,
  recipient text collate "C" not null,
  reason text not null check (reason in ('bounced', 'complained')),
  message_id text collate "C",
  suppressed_at timestamptz not null,
  primary key (partner_id, recipient)
);

-- One link in a mail. Whoever has it sees and installs what its message is about, so it is a secret of which only the hash
-- is kept. Global, since a visitor brings nothing but the token; it holds no personal data: the address stands in the message.
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
