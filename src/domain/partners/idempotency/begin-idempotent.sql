-- Takes up the Idempotency-Key of a request. `p`: a KeyRow of keyed-request.ts; where it comes with
-- an answer, a key that is new has that answer from now on.
-- Answers { kind: run, request_id, is_new, is_kept (whether it has the answer) }, where the request
-- is to run; of a try that was given up `request_id` finds what that one stored. Else
-- { kind: replay, status, body_sealed (base64) }, { kind: running } or { kind: mismatch }.
-- Of two requests at once with one key the second waits here for the first one's transaction.
create or replace function begin_idempotent(p_partner text, p jsonb)
returns jsonb language plpgsql as $$
declare
  v_hash bytea := decode(p->>'body_hash', 'base64');
  v_sealed bytea := decode(p->>'body_sealed', 'base64');
  v_status smallint := (p->>'status')::smallint;
  v_lease timestamptz := now() + (p->>'lease_s')::integer * interval '1 s';
  v_begun jsonb := jsonb_build_object('kind', 'run', 'request_id', p->>'request_id',
    'is_new', true, 'is_kept', v_status is not null);
  k record;
begin
  perform set_config('hubby.partner_id', p_partner, true);
  insert into idempotency_keys (partner_id, method, path, key, request_id, body_hash, lease_until,
    status, body_sealed, created_at)
  values (p_partner, p->>'method', p->>'path', p->>'key', p->>'request_id', v_hash, v_lease,
    v_status, v_sealed, now())
  on conflict do nothing;
  if found then return v_begun; end if;
  select request_id, body_hash, lease_until, status, body_sealed,
    created_at < now() - (p->>'kept_s')::integer * interval '1 s' as is_over into k
  from idempotency_keys
  where partner_id = p_partner and method = p->>'method' and path = p->>'path' and key = p->>'key'
  for update;
  if not found then
    raise exception 'an idempotency key was forgotten just now' using errcode = '40001';
  end if;
  if k.is_over then
    update idempotency_keys
    set request_id = p->>'request_id', body_hash = v_hash, lease_until = v_lease,
      status = v_status, body_sealed = v_sealed, created_at = now()
    where partner_id = p_partner and method = p->>'method' and path = p->>'path'
      and key = p->>'key';
    return v_begun;
  end if;
  if k.body_hash <> v_hash then return jsonb_build_object('kind', 'mismatch'); end if;
  if k.status is not null then
    return jsonb_build_object('kind', 'replay', 'status', k.status,
      'body_sealed', encode(k.body_sealed, 'base64'));
  end if;
  if k.lease_until > now() then return jsonb_build_object('kind', 'running'); end if;
  update idempotency_keys set lease_until = v_lease
  where partner_id = p_partner and method = p->>'method' and path = p->>'path' and key = p->>'key';
  return jsonb_build_object('kind', 'run', 'request_id', k.request_id, 'is_new', false,
    'is_kept', false);
end $$;
