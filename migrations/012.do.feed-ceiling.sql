-- No cursor of the feed was ever handed out at or above this transaction number. It is written ahead, in large steps, so
-- that reading the feed writes nothing; `hubby feed advance` goes by it after a restore.
create table feed_ceiling (
  one boolean primary key default true check (one),
  tx xid8 not null
);
grant select, insert, update on feed_ceiling to hubby_app;
