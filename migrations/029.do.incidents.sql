-- What the operator hears of without asking: each trouble once when it begins, and once when it is over. Global: it holds
-- nothing of partners or travelers. All instants are real time.

-- One trouble of the installation's own, of a supplier account or of the whole.
create table incidents (
  id bigint generated always as identity primary key,
  kind text collate "C" not null,
  -- the supplier account; '' = the whole installation
  subject text collate "C" not null,
  -- what the mail says; its form is the kind's
  facts jsonb not null,
  began_at timestamptz not null default now(),
  ended_at timestamptz,
  -- when the operator is told next what it is, or that it is over; null = nothing new is to be told
  tell_at timestamptz,
  told_at timestamptz,
  -- how often the operator was told of it while it lasted
  tellings integer not null default 0,
  -- when the partners that have something there were looked for; null = not yet
  partners_at timestamptz
);
-- Once per incident: a trouble that lasts is not another one.
create unique index incidents_one_open on incidents (kind, subject) where ended_at is null;
create index incidents_told on incidents (kind, subject, told_at);
create index incidents_tell on incidents (tell_at) where tell_at is not null;
create index incidents_ended on incidents (ended_at) where ended_at is not null;

-- One mail to one of the operator's addresses.
create table operator_mails (
  incident_id bigint not null references incidents on delete cascade,
  -- began, over, or the number of a later telling
  part text collate "C" not null,
  recipient text collate "C" not null,
  subject text not null,
  text text not null,
  created_at timestamptz not null default now(),
  -- null = it was sent, or given up
  next_attempt_at timestamptz default now(),
  lease_until timestamptz,
  fence integer not null default 0,
  tries smallint not null default 0,
  -- tries that certainly had no effect
  rounds smallint not null default 0,
  sent_at timestamptz,
  -- why it was not sent, at the last try; null = it was, or was not tried yet
  reason text,
  primary key (incident_id, part, recipient)
);
create index operator_mails_due on operator_mails (next_attempt_at) where next_attempt_at is not null;

-- One partner that was told of one outage. Global, so that a job finds what is over; it holds no personal data. Real time.
create table outage_notices (
  partner_id text collate "C" not null,
  incident_id bigint not null references incidents on delete cascade,
  -- the supplier account
  account text collate "C" not null,
  told_at timestamptz not null default now(),
  -- when it was told that it is over; null = not yet
  restored_at timestamptz,
  primary key (partner_id, incident_id)
);
-- What goes on under another incident (a dead account that is paused) is the same outage to a partner.
create unique index outage_notices_one_open on outage_notices (partner_id, account)
  where restored_at is null;
create index outage_notices_open on outage_notices (account, partner_id) where restored_at is null;
create index outage_notices_incident on outage_notices (incident_id);

-- Travelers by the account that holds their universal eSIM: who depends on one, when it drains or dies.
create index travelers_provider on travelers (partner_id, provider, id) where provider is not null;

-- What a partner's orders brought in and cost in some days: the margin report reads a range of them.
create index provider_orders_settled on provider_orders (partner_id, settled_at) where state = 'confirmed';

grant select, insert, update, delete on incidents, operator_mails, outage_notices to hubby_app;
