/** eSIMs as the telco lists them, by one of their ids or by when they were ordered. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fields } from '../fields.ts';
import { ProviderUnclear } from '../provider.ts';
import { unexpected, type AccessClient } from './client.ts';
import { UNKNOWN } from './errors.ts';
import { toEsims, toPage, writeTime, type AccessEsim } from './map.ts';

/** The telco takes 5 to 500. */
const PAGE = 500;
const MAX_PAGES = 1_000;
/** So that reading a long list leaves half of the account's calls to others. */
const BETWEEN_PAGES_MS = 250;

export const QUERY = '/esim/query';
/** It has to be there, also where one eSIM is asked for. */
export const FIRST_PAGE = { pageNum: 1, pageSize: PAGE };

/**
 * Those of an `esimTranNo`, or an `iccid` (of which several eSIMs may have had it). That there is
 * none is said by an empty list, or by a code.
 */
export async function queryEsims(client: AccessClient, by: Fields): Promise<AccessEsim[]> {
  const said = await client.ask(QUERY, { ...by, pager: FIRST_PAGE });
  if (!said.succeeded && said.code === UNKNOWN) return [];
  if (!said.succeeded) throw unexpected(said.code);
  return toEsims(said.obj);
}

/** All that were ordered from one instant to another, both included; in no order. */
export async function* esimsOrdered(
  client: AccessClient,
  from: Date,
  to: Date,
): AsyncGenerator<AccessEsim[]> {
  const window = { startTime: writeTime(from), endTime: writeTime(to) };
  let seen = 0;
  for (let pageNum = 1; pageNum <= MAX_PAGES; pageNum++) {
    const said = await client.ask(QUERY, { ...window, pager: { pageNum, pageSize: PAGE } });
    if (!said.succeeded) throw unexpected(said.code);
    const { esims, total } = toPage(said.obj);
    yield esims;
    seen += esims.length;
    // Pages may be shorter than was asked for: the total counts, where there is one.
    if (esims.length === 0 || (total === null ? esims.length < PAGE : seen >= total)) return;
    await sleep(BETWEEN_PAGES_MS);
  }
  throw new ProviderUnclear('The list of the telco does not end.');
}
