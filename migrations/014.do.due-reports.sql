-- Reports wait in a table of their own, which they leave by being deleted: marking the report itself wrote the whole row and
-- all its index entries once more.

-- One report that has still to be applied. Global, like the report (provider_reports), which holds what was said; from here
-- on its own due_at stays null, and its outcome is null once it is applied. Real time. Vacuumed by the number of dead rows
-- however large it once was, and never cut at its end, which would hold up who stores.
create table due_reports (
  provider text collate "C" not null,
  report_id text collate "C" not null,
  due_at timestamptz not null default now(),
  tries smallint not null default 0,
  primary key (provider, report_id)
) with (
  fillfactor = 100,
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_threshold = 5000,
  autovacuum_vacuum_insert_threshold = -1,
  autovacuum_analyze_scale_factor = 0,
  autovacuum_analyze_threshold = 20000,
  vacuum_truncate = false
);
create index due_reports_due on due_reports (due_at);
grant select, insert, update, delete on due_reports to hubby_app;

with waiting as (
  update provider_reports set due_at = null where due_at is not null
  returning provider, report_id, tries
)
insert into due_reports (provider, report_id, tries) select provider, report_id, tries from waiting;
