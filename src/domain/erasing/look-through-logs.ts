/** Files of bookings, and answers that are kept for their being asked for again. */
import type { Tx } from '../../db/pool.ts';
import { firstIdAt } from '../../ids.ts';
import { answerRow } from '../partners/idempotency/keyed-request.ts';
import { maskBody } from '../requests/mask-request.ts';
import type { Sought } from './erasure.ts';
import type { Looking, LookThrough } from './look-through.ts';
import { patternsOf, redact } from './redact.ts';

const ROWS = 500;

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
