/** The request log: what requests about a traveler said is dropped; that there was one stays. */
import type { Tx } from '../../db/pool.ts';
import { firstIdAt } from '../../ids.ts';
import { packTexts, unpackTexts, type Said, type StoredTexts } from '../requests/texts.ts';
import type { Looking, LookThrough } from './look-through.ts';
import { ERASED, formsOf, redact, type Words } from './redact.ts';

/** Bodies are long. */
const REQUESTS = 200;

type Row = { id: string; path: string; texts_id: string | null };
type Texts = { id: string; said: Said[] };

/**
 * Bodies and queries about them are dropped whole: the names in them are known to nobody but who
 * sent them.
 */
export const lookAtRequests: LookThrough = async (tx, looking, place) => {
  const { partnerId, sought, askedAt } = looking;
  const page = await tx.rows<Row>(
    `select id, path, texts_id
     from api_requests
     where partner_id = $1 and id > $2 and id < $3
     order by id
     limit $4`,
    [partnerId, place ?? '', firstIdAt('req', askedAt.getTime() + 1), REQUESTS],
  );
  const texts = await textsOf(tx, partnerId, page);
  const hits = hitsAmong(page, texts, looking);
  for (const one of texts.filter(({ said }) => said.some(({ id }) => hits.has(id))))
    await drop(tx, partnerId, one, hits);
  await tx.rows(
    `update api_requests r
     set path = h.path,
       request_state = case when request_state in (1, 2) then 4 else request_state end,
       response_state = case when response_state in (1, 2) then 4 else response_state end
     from unnest($2::text[], $3::text[]) as h(id, path)
     where r.partner_id = $1 and r.id = h.id`,
    [partnerId, [...hits.keys()], [...hits.values()].map((path) => redactPath(path, sought))],
  );
  return page.length < REQUESTS ? null : page.at(-1)!.id;
};

/** Locked: two who are erased at once may stand in the same ones. */
async function textsOf(tx: Tx, partnerId: string, page: readonly Row[]): Promise<Texts[]> {
  const ids = new Set(page.flatMap(({ texts_id }) => texts_id ?? []));
  const rows = await tx.rows<StoredTexts & { id: string }>(
    `select id, texts, is_deflated
     from api_request_texts
     where partner_id = $1 and id = any($2)
     order by id
     for no key update`,
    [partnerId, [...ids]],
  );
  return rows.map((row) => ({ id: row.id, said: unpackTexts(row) }));
}

/** The paths of those that have something in them that names the traveler, by their ids. */
function hitsAmong(
  page: readonly Row[],
  texts: readonly Texts[],
  { sought }: Looking,
): Map<string, string> {
  const forms = formsOf({ addresses: sought.addresses, ids: [...sought.ids, ...sought.marks] });
  const saidBy = new Map(texts.flatMap(({ said }) => said.map((one) => [one.id, one])));
  const hits = page.filter(({ id, path }) => {
    const { query = null, request = null, response = null } = saidBy.get(id) ?? {};
    const all = [path, query === null ? '' : `?${query}`, request ?? '', response ?? '']
      .join(' ')
      .toLowerCase();
    return forms.some((form) => all.includes(form));
  });
  return new Map(hits.map(({ id, path }) => [id, path]));
}

async function drop(
  tx: Tx,
  partnerId: string,
  { id, said }: Texts,
  hits: ReadonlyMap<string, string>,
): Promise<void> {
  const left = said.map((one) =>
    hits.has(one.id) ? { ...one, query: null, request: null, response: null } : one,
  );
  const { texts, is_deflated } = packTexts(left);
  await tx.rows(
    `update api_request_texts
     set texts = $3, is_deflated = $4
     where partner_id = $1 and id = $2`,
    [partnerId, id, texts, is_deflated],
  );
}

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
