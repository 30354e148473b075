/**
 * Troubles of the installation's own, which the operator hears of once when they begin and once when
 * they are over. A row is written in the transaction that changes the state it tells of; the mails are
 * made of it later (src/domain/messages/operator/).
 */
import type { Tx } from '../../db/pool.ts';

/** What waits for the operator. */
export type Waiting = {
  count: number;
  /** supplier account, or why a purchase waits → how many of them */
  accounts: Record<string, number>;
  /** since when the newest and the oldest of them wait, ISO 8601 */
  newest: string;
  oldest: string;
};

/** What the mail of each kind is made of. */
export type Facts = {
  balance_low: { balance: string; threshold: string };
  stock_low: { free: number; threshold: number };
  account_out: { why: string };
  /** by the operator, who is not told */
  account_paused: Record<string, never>;
  orders_waiting: Waiting;
  costs_waiting: Waiting;
  purchases_waiting: Waiting;
};
export type IncidentKind = keyof Facts;

/** To partners the account is gone, whoever's doing it is. */
export const OUTAGES: readonly IncidentKind[] = ['account_out', 'account_paused'];

/** The subject of what concerns the whole installation. */
export const WHOLE = '';

export type Beginning<K extends IncidentKind> = {
  kind: K;
  /** name of a supplier account, or `WHOLE` */
  subject: string;
  facts: Facts[K];
  /** seconds; one that is over before is not told at all. Null = never: it is the operator's doing */
  tellAfter: number | null;
  /** seconds that pass at least after the last telling of this kind and subject */
  quiet?: number;
};

/** False: there is an open one of this kind and subject, which stays as it is. */
export async function beginIncident<K extends IncidentKind>(
  tx: Tx,
  { kind, subject, facts, tellAfter, quiet = 0 }: Beginning<K>,
): Promise<boolean> {
  const begun = await tx.one(
    `insert into incidents (kind, subject, facts, tell_at)
     values ($1, $2, $3, case when $4::float8 is not null then greatest(
         now() + $4::float8 * interval '1 s',
         (select max(told_at) from incidents where kind = $1 and subject = $2)
           + $5::float8 * interval '1 s') end)
     on conflict (kind, subject) where ended_at is null do nothing
     returning id`,
    [kind, subject, JSON.stringify(facts), tellAfter, quiet],
  );
  return begun !== undefined;
}

/**
 * New facts of one that is open; with `isNews` the operator hears of them, `quiet` seconds after the
 * last telling.
 */
export const updateIncident = async <K extends IncidentKind>(
  tx: Tx,
  {
    kind,
    subject,
    facts,
    quiet,
  }: Pick<Required<Beginning<K>>, 'kind' | 'subject' | 'facts' | 'quiet'>,
  isNews: boolean,
): Promise<void> => {
  await tx.rows(
    `update incidents
     set facts = $3,
       tell_at = case when $4 then coalesce(tell_at, greatest(now(), told_at + $5::float8 * interval '1 s'))
         else tell_at end
     where kind = $1 and subject = $2 and ended_at is null`,
    [kind, subject, JSON.stringify(facts), isNews, quiet],
  );
};

/** One that was told is told to be over; another one is as if it had not been. False: none is open. */
export async function endIncident(tx: Tx, kind: IncidentKind, subject: string): Promise<boolean> {
  const ended = await tx.one(
    `update incidents
     set ended_at = now(), tell_at = case when tellings > 0 then now() end
     where kind = $1 and subject = $2 and ended_at is null
     returning id`,
    [kind, subject],
  );
  return ended !== undefined;
}

/** Facts of the open one, null = none is. Locks it until the transaction ends. */
export async function openIncident<K extends IncidentKind>(
  tx: Tx,
  kind: K,
  subject: string,
): Promise<Facts[K] | null> {
  const row = await tx.one<{ facts: Facts[K] }>(
    `select facts
     from incidents
     where kind = $1 and subject = $2 and ended_at is null
     for update`,
    [kind, subject],
  );
  return row?.facts ?? null;
}

/** Nobody needs to hear how it went on with an account that is gone. */
export const forgetIncidentsOf = (tx: Tx, subject: string): Promise<unknown> =>
  tx.rows('delete from incidents where subject = $1', [subject]);
