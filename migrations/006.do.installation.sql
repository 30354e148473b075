-- The traveler gets it installed: install links, devices, the optional language model, support.

-- Links to the hosted install page; only the token's hash is kept. Global, since a visitor says nothing but the token.
create table install_tokens (
  token_hash bytea primary key,
  partner_id text collate "C" not null,
  esim_id text collate "C" not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index install_tokens_expiry on install_tokens (expires_at);

-- A bigger list of devices that the operator imported, beside the shipped one.
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

-- Answers of the language model, by what they were made of; what a partner has used of its budget in a month.
create table model_answers (
  key bytea primary key,
  answer jsonb not null,
  created_at timestamptz not null default now()
);
create table model_budgets (
  partner_id text collate "C" not null,
  month text collate "C" not null,
  calls integer not null default 0,
  tokens bigint not null default 0,
  primary key (partner_id, month)
);

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
  primary key (partner_id, id),
  foreign key (partner_id, traveler_id) references travelers on delete cascade
);
create index support_requests_newest on support_requests (partner_id, status, id);
create index support_requests_traveler on support_requests (partner_id, traveler_id, id);

-- Where the operator's list finds requests of all partners; says nothing of what was asked.
create table support_queue (
  id text collate "C" primary key,
  partner_id text collate "C" not null,
  status text not null
);
create index support_queue_status on support_queue (status, id);
create index support_queue_partner on support_queue (partner_id, id);

-- Secrets of the setting `support`, sealed.
create table support_secrets (
  partner_id text collate "C" primary key references partners,
  identity_secret_sealed bytea,
  access_token_sealed bytea
);

do $$
declare t text;
begin
  foreach t in array array['model_budgets', 'support_requests', 'support_secrets'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy partner on %I using (partner_id = current_setting(''hubby.partner_id'', true))', t);
  end loop;
end $$;
grant select, insert, update, delete on install_tokens, imported_devices, model_answers, model_budgets, support_requests, support_queue, support_secrets to hubby_app;
