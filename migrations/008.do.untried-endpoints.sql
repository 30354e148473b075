-- Whether anything was ever tried at the endpoint's present URL. Those that were set before are taken as tried.
alter table webhook_endpoints add column is_untried boolean not null default false;
