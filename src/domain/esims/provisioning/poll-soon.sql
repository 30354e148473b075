-- Its provider is asked what an eSIM has used, in so many milliseconds at the latest.
create or replace function poll_soon(p_iccid text, p_ms double precision, p_rank integer)
returns void language plpgsql as $$
begin
  update iccids
  set poll_at = least(poll_at, clock_timestamp() + p_ms * interval '1 ms'),
    poll_rank = case when poll_at is null then p_rank else least(poll_rank, p_rank) end
  where iccid = p_iccid;
end $$;
