/** One request of a partner's server, with what was sent and answered as far as that is kept. */
import { AppError } from '../../errors.ts';
import type { Db, Queryable } from '../../db/pool.ts';
import { STORED_STATES } from './kept-request.ts';
import { madeBy, type Made } from './made-by.ts';
import { maskBody, maskQuery } from './mask-request.ts';
import { requestView, type RequestRow, type RequestView, type Shown } from './request-view.ts';
import { unpackTexts, type Said } from './texts.ts';
import { PERSONAL } from '../audit/mask.ts';

/** `text` null: nothing is shown. */
export type BodyView = {
  state: 'shown' | 'none' | 'secret' | 'dropped';
  text: string | null;
  is_cut: boolean;
  is_masked: boolean;
};
export type RequestDetails = RequestView & {
  query: string | null;
  user_agent: string | null;
  doc_url: string | null;
  request_body: BodyView;
  response_body: BodyView;
  made: Made;
};
type Row = RequestRow & {
  request_state: number;
  response_state: number;
  texts: Buffer | null;
  is_deflated: boolean | null;
};

const DETAILS = `select r.id, r.client_request_id, r.method, r.path, r.operation_id, r.status,
    r.error_type, r.duration_ms, r.key_id, r.ip, r.request_bytes, r.response_bytes,
    r.request_state, r.response_state, t.texts, t.is_deflated
  from api_requests r
  left join api_request_texts t on t.partner_id = $1 and t.id = r.texts_id
  where r.partner_id = $1 and r.id = $2`;
/** As a range: with an equation the planner may take the index of all requests for the order. */
const NEWEST_NAMED = `select id
  from api_requests
  where partner_id = $1
    and client_request_id is not null
    and (client_request_id, id) >= ($2, '')
    and (client_request_id, id) < ($2, '~')
  order by client_request_id desc, id desc
  limit 1`;

/**
 * `id`: ours, or what the client called it, and of several of that name the newest. Throws
 * `not_found`.
 */
export async function showRequest(
  { db }: { db: Db },
  partnerId: string,
  id: string,
  shown: Shown,
): Promise<RequestDetails> {
  const { row, made } = await db.partnerRead(partnerId, async (tx) => {
    const found = await find(tx, partnerId, id);
    if (found === undefined)
      throw new AppError('not_found', 'There is no such request, or it is not yours.');
    return { row: found, made: await madeBy(tx, partnerId, found) };
  });
  const { query, userAgent, request, response } = saidBy(row);
  const { error_type: errorType } = row;
  const body = (state: number, text: string | null, isAnswer: boolean): BodyView =>
    bodyView(STORED_STATES[state]!, text, isAnswer, shown.mayReadBodies);
  return {
    ...requestView(row, shown),
    query: query === null || shown.mayReadBodies ? query : maskQuery(query),
    user_agent: userAgent,
    doc_url: errorType === null ? null : shown.docUrl(errorType),
    request_body: body(row.request_state, request, false),
    response_body: body(row.response_state, response, true),
    made,
  };
}

function saidBy({ id, texts, is_deflated }: Row): Said {
  const said = texts === null ? [] : unpackTexts({ texts, is_deflated: is_deflated! });
  return said.find((one) => one.id === id) ?? { id, ...NOTHING };
}
const NOTHING = { query: null, userAgent: null, request: null, response: null };

async function find(tx: Queryable, partnerId: string, id: string): Promise<Row | undefined> {
  const found = await tx.one<Row>(DETAILS, [partnerId, id]);
  if (found !== undefined) return found;
  const named = await tx.one<{ id: string }>(NEWEST_NAMED, [partnerId, id]);
  return named === undefined ? undefined : tx.one<Row>(DETAILS, [partnerId, named.id]);
}

function bodyView(
  state: (typeof STORED_STATES)[number],
  text: string | null,
  isAnswer: boolean,
  mayRead: boolean,
): BodyView {
  const isCut = state === 'cut';
  if (state === 'none' || state === 'secret' || state === 'dropped')
    return { state, text: null, is_cut: false, is_masked: false };
  if (text === null) return { state: 'dropped', text: null, is_cut: false, is_masked: false };
  if (mayRead) return { state: 'shown', text, is_cut: isCut, is_masked: false };
  // What is cut cannot be read as JSON: which member a text is of is not certain.
  const masked = isCut ? PERSONAL : maskBody(text, isAnswer);
  return { state: 'shown', text: masked, is_cut: isCut, is_masked: true };
}
