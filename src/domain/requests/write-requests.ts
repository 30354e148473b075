/** One statement for a batch of requests of any partners. */
import { arrayTextOfRuns, type Element } from '../../db/array-text.ts';
import type { Queryable } from '../../db/pool.ts';
import { countByHour, type Count } from './count-by-hour.ts';
import { STORED_STATES, storedBytes, type Body, type KeptRequest } from './kept-request.ts';

const LONGEST_PATH = 1_000;
const LONGEST_QUERY = 4_000;
const LONGEST_AGENT = 300;

export async function writeRequests(
  db: Queryable,
  requests: readonly KeptRequest[],
): Promise<void> {
  const sorted = requests.toSorted((a, b) => (a.partnerId < b.partnerId ? -1 : 1));
  const counts = countByHour(sorted);
  const partners = [...new Set(sorted.map(({ partnerId }) => partnerId))];
  const texts = new Texts();
  const bodies = sorted.map(({ request, response }) => ({
    request: texts.add(request),
    response: texts.add(response),
  }));
  const of = (read: (one: KeptRequest) => Element): string => arrayTextOfRuns(sorted.map(read));
  const ofBodies = (read: (one: (typeof bodies)[number]) => Element): string =>
    arrayTextOfRuns(bodies.map(read));
  await db.rows(
    `select keep_requests($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
       $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33)`,
    [
      partners,
      ...rangesOf(sorted),
      of(({ id }) => id),
      of(({ clientId }) => clientId),
      of(({ method }) => method),
      of(({ path }) => path.slice(0, LONGEST_PATH)),
      of(({ operationId }) => operationId),
      of(({ status }) => status),
      of(({ errorType }) => errorType),
      of(({ durationMs }) => durationMs),
      of(({ keyId }) => keyId),
      of(({ ip }) => ip),
      of(({ requestBytes }) => requestBytes),
      of(({ responseBytes }) => responseBytes),
      ofBodies(({ request }) => request.state),
      ofBodies(({ response }) => response.state),
      of(({ query }) => query?.slice(0, LONGEST_QUERY) ?? null),
      of(({ userAgent }) => userAgent?.slice(0, LONGEST_AGENT) ?? null),
      texts.all(),
      ofBodies(({ request }) => request.place),
      ofBodies(({ request }) => request.length),
      ofBodies(({ response }) => response.place),
      ofBodies(({ response }) => response.length),
      ...countColumns(counts),
    ],
    'keep-requests',
  );
}

const countColumns = (counts: readonly Count[]): unknown[] => [
  ...rangesOf(counts),
  counts.map(({ hour }) => hour),
  counts.map(({ operationId }) => operationId),
  counts.map(({ errorType }) => errorType),
  counts.map(({ status }) => status),
  counts.map(({ count }) => count),
  counts.map(({ firstId }) => firstId),
  counts.map(({ lastId }) => lastId),
];

/** Of rows sorted by partner, where each partner's begin and end, from 1. */
function rangesOf(rows: readonly { partnerId: string }[]): [firsts: number[], lasts: number[]] {
  const firsts: number[] = [];
  const lasts: number[] = [];
  rows.forEach(({ partnerId }, i) => {
    if (rows[i - 1]?.partnerId !== partnerId) firsts.push(i + 1);
    if (rows[i + 1]?.partnerId !== partnerId) lasts.push(i + 1);
  });
  return [firsts, lasts];
}

type Stored = { state: number; place: number | null; length: number | null };

/**
 * All bodies in one value of bytes: as elements of an array of text each quote in their JSON would
 * be escaped, and read back.
 */
class Texts {
  readonly #parts: Buffer[] = [];
  #end = 1;

  add(body: Body): Stored {
    const stored = storedBytes(body);
    const state = STORED_STATES.indexOf(stored?.isCut ? 'cut' : body.state);
    if (stored === null) return { state, place: null, length: null };
    const { bytes } = stored;
    const place = this.#end;
    this.#parts.push(bytes);
    this.#end += bytes.length;
    return { state, place, length: bytes.length };
  }

  all(): Buffer {
    return Buffer.concat(this.#parts);
  }
}
