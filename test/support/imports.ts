/** Files of bookings, sent and watched. */
import assert from 'node:assert/strict';
import { IN_A_YEAR, type Answer, type CallOptions, type Hubby, type Json } from '../harness.ts';

export const HEADER = 'booking_id,departure_date,external_user_id,destination,size';
let counter = 0;
/** A reference that no other test uses. */
export const reference = (): string => `imp-${process.pid}-${++counter}`;
/** A row that can be booked. */
export const goodRow = (booking = reference(), user = 'ada', destination = 'GR'): string =>
  `${booking},${IN_A_YEAR},${user},${destination},1GB`;
export const fileOf = (...rows: string[]): string => [HEADER, ...rows, ''].join('\n');

type Key = CallOptions['key'];

export const send = (
  hubby: Hubby,
  file: string,
  query = '',
  { key, headers = {} }: { key?: Key; headers?: Record<string, string> } = {},
): Promise<Answer> =>
  hubby.call('POST', `/api/imports${query}`, undefined, {
    ...(key === undefined ? {} : { key }),
    headers: { 'content-type': 'text/csv', ...headers },
    raw: file,
  });

export async function made(hubby: Hubby, file: string, query = '', key?: Key): Promise<string> {
  const answer = await send(hubby, file, query, key === undefined ? {} : { key });
  assert.equal(answer.status, 202, answer.text);
  return answer.body.data.id;
}

export async function shown(hubby: Hubby, id: string, key?: Key): Promise<Json> {
  const answer = await hubby.call('GET', `/api/imports/${id}`, undefined, key && { key });
  assert.equal(answer.status, 200, answer.text);
  return answer.body.data;
}

/** Sent, and looked at by a worker. */
export async function checked(hubby: Hubby, file: string, query = ''): Promise<Json> {
  const id = await made(hubby, file, query);
  await hubby.drain();
  return shown(hubby, id);
}

export const act = (hubby: Hubby, id: string, what: string, body?: unknown): Promise<Answer> =>
  hubby.call('POST', `/api/imports/${id}/${what}`, body);

/** The result file's rows, by column. */
export async function resultOf(hubby: Hubby, id: string): Promise<Record<string, string>[]> {
  const answer = await hubby.call('GET', `/api/imports/${id}/result.csv`);
  assert.equal(answer.status, 200, answer.text);
  const { parse } = await import('csv-parse/sync');
  return parse(answer.text, { columns: true });
}

export const bookingsOf = (hubby: Hubby, references: string[]): Promise<Json[]> =>
  hubby.sql(
    `select b.id, b.booking_id, count(q.id)::int as entries
     from bookings b
     left join package_queues q on q.partner_id = b.partner_id and q.booking_id = b.id
     where b.booking_id = any($1)
     group by b.partner_id, b.id, b.booking_id
     order by b.booking_id`,
    [references],
  );
