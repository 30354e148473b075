-- A partner that the operator has suspended starts nothing new; what it sold goes on.
alter table partners add column suspended_at timestamptz;
