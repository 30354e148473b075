/** One statement for a batch of requests of any partners. */
import { arrayTextOfRuns, type Element } from '../../db/array-text.ts';
import type { Queryable } from '../../db/pool.ts';
import { countByHour, type Count } from './count-by-hour.ts';
import { STORED_STATES, storedText, type Body, type KeptRequest } from './kept-request.ts';
import { packTexts, saysNothing, type Said, type StoredTexts } from './texts.ts';

const LONGEST_PATH = 1_000;
const LONGEST_QUERY = 4_000;
const LONGEST_AGENT = 300;

export async function writeRequests(
  db: Queryable,
  requests: readonly KeptRequest[],
): Promise<void> {
  const sorted = requests.toSorted((a, b) => (a.partnerId < b.partnerId ? -1 : 1));
  const stored = sorted.map(storedOf);
  const counts = countByHour(sorted);
  const [firsts, lasts] = rangesOf(sorted);
  const texts = firsts.map((first, i) => textsOf(stored.slice(first - 1, lasts[i])));
  const of = (read: (one: KeptRequest) => Element): string => arrayTextOfRuns(sorted.map(read));
  await db.rows(
    `select write_requests($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
       $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31)`,
    [
      firsts.map((first) => sorted[first - 1]!.partnerId),
      firsts,
      lasts,
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
      arrayTextOfRuns(stored.map(({ requestState }) => requestState)),
      arrayTextOfRuns(stored.map(({ responseState }) => responseState)),
      ...textColumns(texts),
      ...countColumns(counts),
    ],
    'write-requests',
  );
}

type Stored = { said: Said; requestState: number; responseState: number };

function storedOf({ id, query, userAgent, request, response }: KeptRequest): Stored {
  const came = storedText(request);
  const went = storedText(response);
  return {
    said: {
      id,
      query: query?.slice(0, LONGEST_QUERY) ?? null,
      userAgent: userAgent?.slice(0, LONGEST_AGENT) ?? null,
      request: came?.text ?? null,
      response: went?.text ?? null,
    },
    requestState: stateOf(request, came),
    responseState: stateOf(response, went),
  };
}

const stateOf = ({ state }: Body, stored: { isCut: boolean } | null): number =>
  STORED_STATES.indexOf(stored?.isCut ? 'cut' : state);

type Texts = StoredTexts & { id: string };

/** Of one partner; null: nothing of them is kept. */
function textsOf(stored: readonly Stored[]): Texts | null {
  const said = stored.map((one) => one.said).filter((one) => !saysNothing(one));
  if (said.length === 0) return null;
  const id = said.reduce((first, one) => (one.id < first ? one.id : first), said[0]!.id);
  return { id, ...packTexts(said) };
}

/** All of them in one value of bytes: an array of bytes would be sent as text, twice as long. */
function textColumns(texts: readonly (Texts | null)[]): unknown[] {
  const lengths = texts.map((one) => one?.texts.length ?? 0);
  let end = 1;
  const places = lengths.map((length) => (end += length) - length);
  return [
    Buffer.concat(texts.flatMap((one) => one?.texts ?? [])),
    texts.map((one) => one?.id ?? null),
    places,
    lengths,
    texts.map((one) => one?.is_deflated ?? false),
  ];
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
