/** A filter of lists: what was made on these days of the partner, or between these instants. */
import type { Problem } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { IdPrefix } from '../../ids.ts';
import { momentEnd, momentInstant, readQueryMoment } from '../time.ts';
import { aheadOf, idsMade } from './ids-made.ts';
import type { Partner } from './partner.ts';

export type MadeQuery = { made_from?: string | undefined; made_to?: string | undefined };
/** `to` is excluded; `ids`: between which the ids are, for an index to find them. */
export type Made = { from: Date; to: Date; ids: [from: string, to: string] };

/** Later than what any clock of ours shows. */
const FOREVER = new Date('9999-12-31T00:00:00Z');

/** Null where neither is given. Adds what is wrong to `problems`. */
export function readMade(
  ctx: Context,
  partner: Partner,
  prefix: IdPrefix,
  { made_from: first, made_to: last }: MadeQuery,
  problems: Problem[],
): Made | null {
  if (first === undefined && last === undefined) return null;
  const zone = partner.settings.time_zone;
  const begin = first === undefined ? null : readQueryMoment(first, 'made_from', problems);
  const end = last === undefined ? null : readQueryMoment(last, 'made_to', problems);
  const from = begin === null ? new Date(0) : momentInstant(begin, zone, '00:00');
  const to = end === null ? FOREVER : new Date(momentEnd(end, zone).getTime() + 1);
  return { from, to, ids: idsMade(prefix, { from, to }, aheadOf(ctx, partner)) };
}
