/** The request log, files of bookings and answers that are kept for their being asked for again. */
import type { Tx } from '../../db/pool.ts';
import { firstIdAt } from '../../ids.ts';
import { answerRow } from '../partners/idempotency/keyed-request.ts';
import { maskBody } from '../requests/mask-request.ts';
import type { Sought } from './erasure.ts';
import type { Looking, LookThrough } from './look-through.ts';
import { ERASED, patternsOf, redact, type Words } from './redact.ts';

const ROWS = 500;
/** Bodies are long. */
const REQUESTS = 200;

/** What a request or a row about them has in it, beside what names them. */
const patternsOfAll = ({ sought }: Looking): string[] =>
  patternsOf({ addresses: sought.addresses, ids: [...sought.ids, ...sought.marks] });

type Hit = { id: string; path: string; is_hit: boolean };

/**
 * Bodies and queries about them are dropped whole: the names in them are known to nobody but who
 * sent them. That there was a request stays.
 */
export const lookAtRequests: LookThrough = async (tx, looking, place) => {
  const { partnerId, sought, askedAt } = looking;
  const page = await tx.rows<Hit>(
    `select id, path, said like any($5) or lower(said) like any($5) as is_hit
     from (select r.id, r.path,
         concat_ws(' ', r.path, '?' || b.query, b.request_body, b.response_body) as said
       from api_requests r
       left join api_request_bodies b on b.partner_id = $1 and b.id = r.id
       where r.partner_id = $1 and r.id > $2 and r.id < $3
       order by r.id
       limit $4) p
     order by id`,
    [
      partnerId,
      place ?? '',
      firstIdAt('req', askedAt.getTime() + 1),
      REQUESTS,
      patternsOfAll(looking),
    ],
  );
  const hits = page.filter(({ is_hit }) => is_hit);
  const ids = hits.map(({ id }) => id);
  await tx.rows(
    `update api_request_bodies
     set query = null, request_body = null, response_body = null
     where partner_id = $1 and id = any($2)`,
    [partnerId, ids],
  );
  await tx.rows(
    `update api_requests r
     set path = h.path,
       request_state = case when request_state in (1, 2) then 4 else request_state end,
       response_state = case when response_state in (1, 2) then 4 else response_state end
     from unnest($2::text[], $3::text[]) as h(id, path)
     where r.partner_id = $1 and r.id = h.id`,
    [partnerId, ids, hits.map(({ path }) => redactPath(path, sought))],
  );
  return page.length < REQUESTS ? null : page.at(-1)!.id;
};

const redactPath = (path: string, words: Words): string =>
  path
    .split('/')
    .map((segment) => {
      const name = decoded(segment);
      return redact(name, words) === name ? segment : ERASED;
    })
    .join('/');

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/**
 * Rows that are booked, or are not to be any more. One that waits to be booked is a booking to come,
 * and that is somebody new's.
 */
export const lookAtImports: LookThrough = async (tx, looking, place) => {
  const { partnerId, sought, askedAt } = looking;
  const [importId = '', row = '0'] = (place ?? '').split(' ');
  const page = await tx.rows<{ import_id: string; row: number; is_hit: boolean }>(
    `select import_id, row, (state in ('done', 'failed') or is_over)
         and (booking_id = any($6) or said like any($7) or lower(said) like any($7)) as is_hit
     from (select r.import_id, r.row, r.state, r.booking_id,
         i.state in ('done', 'cancelled') as is_over,
         concat(r.cells, r.booking, r.problems) as said
       from import_rows r
       join imports i on i.partner_id = $1 and i.id = r.import_id
       where r.partner_id = $1 and (r.import_id, r.row) > ($2, $3) and r.import_id < $4
       order by r.import_id, r.row
       limit $5) p
     order by import_id, row`,
    [
      partnerId,
      importId,
      Number(row),
      firstIdAt('imp', askedAt.getTime()),
      ROWS,
      sought.bookingIds,
      patternsOf(sought),
    ],
  );
  const hits = page.filter(({ is_hit }) => is_hit);
  await tx.rows(
    `update import_rows r
     set cells = '[]', booking = null, problems = null
     from unnest($2::text[], $3::integer[]) as h(import_id, row)
     where r.partner_id = $1 and r.import_id = h.import_id and r.row = h.row`,
    [partnerId, hits.map((hit) => hit.import_id), hits.map((hit) => hit.row)],
  );
  const last = page.at(-1);
  return last === undefined || page.length < ROWS ? null : `${last.import_id} ${last.row}`;
};

type Kept = { method: string; path: string; key: string; body_sealed: Buffer };

/** Sealed, so each is opened; a retry is told what it was told, with all of people masked. */
export const lookAtAnswers: LookThrough = async (tx, looking, place) => {
  const { partnerId, askedAt } = looking;
  const [method, path, key] = place === null ? ['', '', ''] : (JSON.parse(place) as string[]);
  const page = await tx.rows<Kept>(
    `select method, path, key, body_sealed
     from idempotency_keys
     where partner_id = $1
       and (method, path, key) > ($2, $3, $4)
       and body_sealed is not null
       and created_at < $5
     order by method, path, key
     limit $6
     for no key update`,
    [partnerId, method, path, key, askedAt, ROWS],
  );
  for (const kept of page) await redactAnswer(tx, looking, kept);
  const last = page.at(-1);
  return last === undefined || page.length < ROWS
    ? null
    : JSON.stringify([last.method, last.path, last.key]);
};

async function redactAnswer(tx: Tx, looking: Looking, kept: Kept): Promise<void> {
  const { ctx, partnerId, sought } = looking;
  const { method, path, key } = kept;
  const row = answerRow({ partnerId, method, path, key });
  const text = ctx.secrets.open(kept.body_sealed, row);
  const lower = text.toLowerCase();
  const isAbout = ({ addresses, ids, marks }: Sought): boolean =>
    addresses.some((address) => lower.includes(address)) ||
    [...ids, ...marks].some((id) => text.includes(JSON.stringify(id)));
  if (!isAbout(sought)) return;
  const start = text.indexOf('{');
  const body = JSON.stringify(redact(JSON.parse(maskBody(text.slice(start), true)), sought));
  await tx.rows(
    `update idempotency_keys
     set body_sealed = $5
     where partner_id = $1 and method = $2 and path = $3 and key = $4`,
    [partnerId, method, path, key, ctx.secrets.seal(text.slice(0, start) + body, row)],
  );
}
