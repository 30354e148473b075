-- Accounts at suppliers may be asked so often and no more, so what is due at one is taken by itself, those first that most is
-- to be heard of.

alter table iccids
  -- who goes first of what is due at its provider: 0 something is about to happen, 1 data is being used, 2 may be used any
  -- moment, 3 nothing is expected
  add column poll_rank smallint not null default 3 check (poll_rank between 0 and 3);

-- Of eSIMs made before providers were noted here. Partner by partner, since each sees its own eSIMs alone.
do $$
declare
  v_partner text;
begin
  for v_partner in select id from partners loop
    perform set_config('hubby.partner_id', v_partner, true);
    update iccids i set provider = e.provider
    from esims e
    where e.partner_id = v_partner and e.iccid = i.iccid and i.provider is null;
  end loop;
  perform set_config('hubby.partner_id', '', true);
end $$;

-- Answers to our own questions are kept for a day.
create index provider_reports_polled on provider_reports (received_at) where report_id like 'poll:%';

create index iccids_poll_plan on iccids (provider, poll_rank, poll_at) where poll_at is not null;
-- The release before takes what is due by this one.
comment on index iccids_poll is 'goes a release after iccids_poll_plan came';
