-- Which text of each SQL function is in this database; the functions stand beside the operations that call them and are
-- applied after the tables.
create table sql_functions (
  name text collate "C" primary key,
  hash text not null,
  applied_at timestamptz not null default now()
);
