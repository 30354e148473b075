-- An answer that opens a session can be lost on its way, and its redirect token opens nothing more: who asks again with
-- the same token and the key that its page made gets the same session.
alter table webview_sessions add column opening_hash bytea;
comment on column webview_sessions.opening_hash is 'of the redirect token and the page''s retry key; null = opened without one';
create unique index webview_sessions_opening on webview_sessions (partner_id, opening_hash) where opening_hash is not null;
