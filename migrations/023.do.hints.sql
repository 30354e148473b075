-- When a telco last hinted that an eSIM has changed; it is asked then, however lately it was heard of. Real time.
alter table iccids add column hinted_at timestamptz;

-- How many of its orders a telco had accepted and then given up: the next one has a reference of its own, since the telco
-- would answer with the old one.
alter table package_queues add column failed_orders smallint not null default 0;
