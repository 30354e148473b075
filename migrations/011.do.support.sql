-- Getting it to work: devices, the optional language model, support.

-- One model of device that the operator imported, beside the shipped list.
create table imported_devices (
  brand text collate "C" not null,
  model text collate "C" not null,
  is_compatible boolean not null,
  codes text[] not null default '{}',
  notes text[] not null default '{}',
  source text,
  imported_at timestamptz not null default now(),
  primary key (brand, model)
);

-- One answer of the language model, by what it was made of.
create table model_answers (
  key bytea primary key,
  answer jsonb not null,
  created_at timestamptz not null default now()
);

-- What a partner has used of the language model in one month.
create table model_budgets (
  partner_id text collate "C" not null,
  month text collate "C" not null,
  calls integer not null default 0,
  tokens bigint not null default 0,
  primary key (partner_id, month)
);

-- One call of a traveler for help, and who has it.
create table support_requests (
  partner_id text collate "C" not null,
  id text collate "C" not null,
  traveler_id text collate "C" not null,
  symptom text collate "C",
  subject text not null,
  body text not null,
  locale text not null,
  -- device, OS and the state of the eSIM when it was asked; no activation code
  context jsonb not null,
  -- steps that the knowledge base answered with
  answered jsonb,
  status text not null check (status in ('answered', 'open', 'escalated', 'closed')),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- partner's time of the first answer, by the knowledge base or by whoever closed it
  first_answered_at timestamptz,
  primary key (partner_id, id),
  foreign key (partner_id, traveler_id) references travelers on delete cascade
);
create index support_requests_newest on support_requests (partner_id, status, id);
create index support_requests_traveler on support_requests (partner_id, traveler_id, id);

-- Where the operator's list finds one request among those of all partners; says nothing of what was asked.
create table support_queue (
  id text collate "C" primary key,
  partner_id text collate "C" not null,
  status text not null
);
create index support_queue_status on support_queue (status, id);
create index support_queue_partner on support_queue (partner_id, id);

-- Secrets of one partner's setting `support`, sealed.
create table support_secrets (
  partner_id text collate "C" primary key references partners,
  identity_secret_sealed bytea,
  access_token_sealed bytea
);
