-- Who may touch what. The application logs in as a member of hubby_app, owns nothing and is bound by all of this; a later
-- migration says the same of the tables it adds.

-- ── what the application may do ───────────────────────────────────────────────────────────────────────────────────
grant usage on schema public, telco to hubby_app;
grant select, insert, update, delete on all tables in schema public, telco to hubby_app;
grant usage, select on all sequences in schema telco to hubby_app;

-- What a database remembers of the installation it belongs to is written once.
revoke update, delete on meta from hubby_app;
-- One row that only grows, and values that only change.
revoke delete on shared_values, feed_ceiling from hubby_app;
-- Which functions there are is the owner's business alone.
revoke all on sql_functions from hubby_app;

-- ── which rows it sees ────────────────────────────────────────────────────────────────────────────────────────────
-- A partner-owned table has partner_id first in its primary key, its unique constraints and foreign keys, and row-level
-- security that binds the owner too: only rows of the partner named in hubby.partner_id, which is set per transaction.
-- Registries without business data (keys, ICCIDs, orders and other due work) are global; each says so at its table.
do $$
declare t text;
begin
  foreach t in array array[
    'partner_prices', 'idempotency_keys', 'brand_logos',
    'travelers', 'traveler_emails', 'bookings', 'booking_keys', 'refused_bookings', 'package_queues', 'fired_triggers',
    'promo_codes', 'promo_code_reissues', 'opened_links',
    'esims', 'packages', 'esim_counters', 'esim_replacements', 'replaced_packages',
    'events', 'webhook_endpoints', 'attempts',
    'messages', 'suppressed_recipients', 'device_tokens',
    'model_budgets', 'support_requests', 'support_secrets'
  ] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy partner on %I using (partner_id = current_setting(''hubby.partner_id'', true))', t);
  end loop;
end $$;
