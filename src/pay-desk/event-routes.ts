import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { queryOf } from './answer.ts';
import { noSuch } from './errors.ts';
import { showEvent, type EventRow } from './events.ts';
import { listOf } from './expand.ts';
import { ignored, integer, list, object, readFields, text } from './parameters.ts';

const COLUMNS = 'id, session_id, type, object, created_at, arrivals, next_attempt_at';
const QUERY = {
  limit: integer(),
  starting_after: text(),
  type: text(),
  types: list(text(), 20),
  created: object({ gt: integer(), gte: integer(), lt: integer(), lte: integer() }),
  expand: ignored(),
};
const MOST = 100;
const USUAL = 10;

/** The newest first. */
export function eventRoutes(app: FastifyInstance, pool: Pool): void {
  app.get('/v1/events/:id', async (request) => {
    const { id } = request.params as { id: string };
    const event = await readEvent(pool, id);
    if (event === null) throw noSuch('event', id, 'id');
    return showEvent(event);
  });
  app.get('/v1/events', async (request) => {
    const { rows, hasMore } = await readEvents(pool, request);
    return listOf(rows.map(showEvent), '/v1/events', hasMore);
  });
}

const readEvent = async (pool: Pool, id: string): Promise<EventRow | null> =>
  (await pool.query<EventRow>(`select ${COLUMNS} from pay_desk.events where id = $1`, [id]))
    .rows[0] ?? null;

async function readEvents(
  pool: Pool,
  request: FastifyRequest,
): Promise<{ rows: EventRow[]; hasMore: boolean }> {
  const read = readFields(QUERY, queryOf(request));
  const limit = Math.max(1, Math.min(MOST, read.limit ?? USUAL));
  const types = read.types ?? (read.type === undefined ? null : [read.type]);
  if (read.starting_after !== undefined && (await readEvent(pool, read.starting_after)) === null)
    throw noSuch('event', read.starting_after, 'starting_after');
  const { gt, gte, lt, lte } = read.created ?? {};
  const { rows } = await pool.query<EventRow>(
    `select ${COLUMNS}
     from pay_desk.events
     where ($1::text[] is null or type = any($1))
       and ($2::text is null or number < (select number from pay_desk.events where id = $2))
       and ($3::float8 is null or created_at >= to_timestamp($3))
       and ($4::float8 is null or created_at < to_timestamp($4))
     order by number desc
     limit $5`,
    [
      types,
      read.starting_after ?? null,
      gte ?? (gt === undefined ? null : gt + 1),
      lt ?? (lte === undefined ? null : lte + 1),
      limit + 1,
    ],
  );
  return { rows: rows.slice(0, limit), hasMore: rows.length > limit };
}
