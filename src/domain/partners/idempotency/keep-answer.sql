-- The answer of a request that begin_idempotent let run: kept, unless one is kept already. `p`: a
-- KeyRow of keyed-request.ts with the request_id it was begun with; without a status nothing was
-- decided, and the key may be taken up again at once.
create or replace function keep_answer(p_partner text, p jsonb)
returns void language plpgsql as $$
begin
  perform set_config('hubby.partner_id', p_partner, true);
  update idempotency_keys
  set status = (p->>'status')::smallint, body_sealed = decode(p->>'body_sealed', 'base64'),
    lease_until = case when p->>'status' is null then now() else lease_until end
  where partner_id = p_partner and method = p->>'method' and path = p->>'path' and key = p->>'key'
    and request_id = p->>'request_id' and status is null;
end $$;
