-- What a partner's people prepare of its branding before travelers see it, and logos they sent. All instants are real time.

-- Changes of a partner's settings that are not in force yet; at most one draft for all of its people.
create table brand_drafts (
  partner_id text collate "C" primary key references partners,
  -- another one with every change: who saves or publishes says which one they saw
  revision text collate "C" not null,
  -- setting → its value, null = back to the default
  changes jsonb not null,
  changed_at timestamptz not null default now(),
  -- the member who saved it last
  changed_by text not null
);

-- One image that a partner sent as a logo: decoded and encoded anew. A branding names it by `upload:` and its hash.
create table brand_uploads (
  partner_id text collate "C" not null references partners,
  -- of the image
  hash text collate "C" not null,
  png bytea not null,
  width integer not null,
  height integer not null,
  -- of the last time that it was sent
  created_at timestamptz not null default now(),
  primary key (partner_id, hash)
);

do $$
declare t text;
begin
  foreach t in array array['brand_drafts', 'brand_uploads'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy partner on %I using (partner_id = current_setting(''hubby.partner_id'', true))', t);
  end loop;
end $$;
grant select, insert, update, delete on brand_drafts, brand_uploads to hubby_app;
