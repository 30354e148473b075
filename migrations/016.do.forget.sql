-- Indexes by which the daily clean-ups find a batch, the oldest first.

-- Messages that are done with; one that is still to be sent is not in it.
create index dispatches_done on dispatches (created_at) where next_attempt_at is null;

-- In place of one by ranges of pages: once the room of forgotten reports is used again, every range goes back to
-- the oldest report it ever held, and none is ruled out any more.
create index provider_reports_received on provider_reports (received_at);
drop index provider_reports_age;
