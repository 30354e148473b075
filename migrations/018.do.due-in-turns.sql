-- Due work that partners take turns for is found from partner to partner: an index begins with whose it is.
drop index provider_orders_due;
create index provider_orders_due on provider_orders (provider, partner_id, next_attempt_at)
  where next_attempt_at is not null;
drop index hosted_redemptions_due;
create index hosted_redemptions_due on hosted_redemptions (partner_id, next_attempt_at);
drop index replacement_work_due;
create index replacement_work_due on replacement_work (partner_id, next_attempt_at);
