/** Who did what, to what, and how it was before and after: written where it happens, for good. */
import { isDeepStrictEqual } from 'node:util';
import type { Queryable } from '../../db/pool.ts';
import { timeOrdered } from '../../ids.ts';
import type { Actor } from '../actor.ts';
import { mask } from './mask.ts';

export type Act = {
  /** whose matter it is; null = the installation's */
  partnerId: string | null;
  /** a noun and what was done to it: `key.made` */
  action: string;
  /** what it was done to, by its id; none: the partner or the installation itself */
  subject?: string;
  /**
   * Null = it was not there. Of two, only the members that differ are kept, at any depth, and where
   * none does nothing was done: no entry.
   */
  before?: object | null;
  after?: object | null;
};

/** In the caller's transaction. Masks secrets and personal data. */
export const recordAct = (tx: Queryable, actor: Actor, act: Act): Promise<void> =>
  recordActs(tx, actor, [act]);

/** Many that were done together, each an entry. */
export async function recordActs(tx: Queryable, actor: Actor, acts: readonly Act[]): Promise<void> {
  const entries = acts.map(entryOf).filter((entry) => entry !== null);
  if (entries.length === 0) return;
  await tx.rows(
    `insert into audit_entries
       (id, partner_id, at, actor_kind, actor_id, action, subject, before, after, request_id, ip)
     select id, partner_id, at, $2, $3, action, subject, before, after, $4, $5
     from jsonb_to_recordset($1::jsonb) as entry(id text, partner_id text, at timestamptz,
       action text, subject text, before jsonb, after jsonb)`,
    [
      JSON.stringify(entries),
      actor.kind,
      actor.id,
      actor.request?.id ?? null,
      actor.request?.ip ?? null,
    ],
  );
}

type Members = Record<string, unknown>;

function entryOf({ partnerId, action, subject, before = null, after = null }: Act): object | null {
  const changed = differing(asJson(before), asJson(after));
  if (changed === null) return null;
  // The id says when as well, so that a page of a time is a range of ids.
  const now = Date.now();
  return {
    id: `aud_${timeOrdered(now)}`,
    partner_id: partnerId,
    at: new Date(now),
    action,
    subject: subject === undefined ? null : mask(subject),
    before: mask(changed.before),
    after: mask(changed.after),
  };
}

/** As it will be stored: dates as text, nothing that is undefined. */
const asJson = (value: object | null): Members | null =>
  JSON.parse(JSON.stringify(value)) as Members | null;

/** Each of these is one entry: a page of the log stays a page. */
const MOST_CHANGES = 200;

/**
 * What was done to many things of one kind, by their names: as many entries as it takes, each with
 * the members that differ. `null` in either = it was not there.
 */
export function recordChanges(
  tx: Queryable,
  actor: Actor,
  act: Pick<Act, 'partnerId' | 'action' | 'subject'>,
  { before, after }: { before: Members; after: Members },
): Promise<void> {
  const changed = differing(asJson(before), asJson(after));
  if (changed === null) return Promise.resolve();
  const names = [...new Set([...Object.keys(changed.before!), ...Object.keys(changed.after!)])];
  const acts: Act[] = [];
  for (let i = 0; i < names.length; i += MOST_CHANGES) {
    const some = names.slice(i, i + MOST_CHANGES);
    acts.push({ ...act, before: only(changed.before!, some), after: only(changed.after!, some) });
  }
  return recordActs(tx, actor, acts);
}

/** Null: they are the same. */
function differing(
  before: Members | null,
  after: Members | null,
): { before: Members | null; after: Members | null } | null {
  if (before === null || after === null) return { before, after };
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !isDeepStrictEqual(before[name], after[name]),
  );
  if (names.length === 0) return null;
  const changed = { before: only(before, names), after: only(after, names) };
  for (const name of names) {
    const [old, next] = [before[name], after[name]];
    if (isObject(old) && isObject(next))
      [changed.before[name], changed.after[name]] = pair(differing(old, next)!);
  }
  return changed;
}

const pair = ({ before, after }: { before: unknown; after: unknown }) => [before, after];

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const only = (of: Members, names: readonly string[]): Members =>
  Object.fromEntries(names.flatMap((name) => (Object.hasOwn(of, name) ? [[name, of[name]]] : [])));
