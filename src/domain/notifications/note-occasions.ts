/**
 * What needs somebody at a place, compared with what is written down of it: what is new begins, what
 * is gone is over, and whoever is to hear of either gets a row. That nothing is told twice is
 * `occasions_open` and the keys of those rows; what is over before it was due is left out then.
 */
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/pool.ts';
import { newId } from '../../ids.ts';
import { keyOf, type Place } from './place.ts';
import { nextMorning, receiversOf, type Receiver } from './receivers.ts';
import { rulesOf, type Subject } from './subjects.ts';
import type { Facts, Part } from './told.ts';

export type Seen = { subject: Subject; about: string; facts: Facts };
type Row = { id: string; subject: Subject; about: string };
type Begun = Row & { told_last: Date | null };

/** One and the same is told at most so often. */
const QUIET_MS = 3_600_000;

/** Everything that needs somebody there now. Answers how many began or ended. */
export function noteOccasions(ctx: Context, place: Place, seen: readonly Seen[]): Promise<number> {
  return ctx.db.tx(async (tx) => {
    const ended = await end(tx, place, seen);
    const begun = await begin(tx, place, seen);
    if (ended.length + begun.length === 0) return 0;
    const receivers = await receiversOf(ctx, tx, place);
    await tellEnd(ctx, tx, receivers, ended);
    await tellBeginning(ctx, tx, { place, receivers, begun });
    return ended.length + begun.length;
  });
}

const nameOf = ({ subject, about }: { subject: string; about: string }): string =>
  `${subject} ${about}`;

const end = (tx: Tx, place: Place, seen: readonly Seen[]): Promise<Row[]> =>
  tx.rows<Row>(
    `update occasions
     set ended_at = now()
     where coalesce(partner_id, '') = $1 and ended_at is null
       and subject || ' ' || about <> all($2::text[])
     returning id, subject, about`,
    [keyOf(place), seen.map(nameOf)],
  );

/** `told_last`: when the one before of the same kind began. */
const begin = (tx: Tx, place: Place, seen: readonly Seen[]): Promise<Begun[]> =>
  tx.rows<Begun>(
    `insert into occasions (id, partner_id, subject, about, facts)
     select id, $1, subject, about, facts
     from jsonb_to_recordset($2::jsonb) as s(id text, subject text, about text, facts jsonb)
     on conflict (coalesce(partner_id, ''), subject, about) where ended_at is null do nothing
     returning id, subject, about, (select max(o.began_at)
       from occasions o
       where coalesce(o.partner_id, '') = coalesce($1, '') and o.subject = occasions.subject
         and o.about = occasions.about and o.id <> occasions.id) as told_last`,
    [place.partnerId, JSON.stringify(seen.map((one) => ({ id: newId('occ'), ...one })))],
  );

type Mail = { occasion_id: string; member_id: string; due_at: Date };

const writeMails = (tx: Tx, part: Part, mails: readonly Mail[]): Promise<unknown> =>
  tx.rows(
    `insert into notification_mails (occasion_id, part, member_id, due_at)
     select occasion_id, $1, member_id, due_at
     from jsonb_to_recordset($2::jsonb) as m(occasion_id text, member_id text, due_at timestamptz)
     on conflict do nothing`,
    [part, JSON.stringify(mails)],
  );

const dueFor = (ctx: Context, { zone, wayOf }: Receiver, subject: Subject, from: Date): Date =>
  wayOf(subject) === 'daily' ? nextMorning(zone, from) : from;

async function tellEnd(
  ctx: Context,
  tx: Tx,
  receivers: readonly Receiver[],
  ended: readonly Row[],
): Promise<void> {
  const told = ended.filter(({ subject }) => rulesOf(subject).tellsEnd);
  const ids = told.map(({ id }) => id);
  const heard = await tx.rows<{ occasion_id: string; member_id: string }>(
    `select occasion_id, member_id
     from notification_mails
     where occasion_id = any($1) and part = 'began' and mailed_at is not null`,
    [ids],
  );
  const subjects = new Map(told.map(({ id, subject }) => [id, subject]));
  const now = ctx.clock.now();
  const mails = heard.flatMap((one) => {
    const receiver = receivers.find(({ memberId }) => memberId === one.member_id);
    const subject = subjects.get(one.occasion_id)!;
    return receiver === undefined || receiver.wayOf(subject) === 'none'
      ? []
      : [{ ...one, due_at: dueFor(ctx, receiver, subject, now) }];
  });
  await writeMails(tx, 'over', mails);
  await tx.rows(
    `insert into notification_posts (occasion_id, part, address_id, next_attempt_at)
     select p.occasion_id, 'over', p.address_id, now()
     from notification_posts p
     join notification_addresses a on a.id = p.address_id and a.off_at is null
     where p.occasion_id = any($1) and p.part = 'began' and p.posted_at is not null
     on conflict do nothing`,
    [ids],
  );
}

type Beginning = { place: Place; receivers: readonly Receiver[]; begun: readonly Begun[] };

async function tellBeginning(
  ctx: Context,
  tx: Tx,
  { place, receivers, begun }: Beginning,
): Promise<void> {
  const now = ctx.clock.now().getTime();
  const due = begun.map(({ id, subject, told_last: last }) => ({
    id,
    subject,
    from: new Date(
      Math.max(now + rulesOf(subject).settles * 1_000, (last?.getTime() ?? 0) + QUIET_MS),
    ),
  }));
  const mails = due.flatMap(({ id, subject, from }) =>
    receivers
      .filter(({ wayOf }) => wayOf(subject) !== 'none')
      .map((receiver) => ({
        occasion_id: id,
        member_id: receiver.memberId,
        due_at: dueFor(ctx, receiver, subject, from),
      })),
  );
  await writeMails(tx, 'began', mails);
  await tx.rows(
    `insert into notification_posts (occasion_id, part, address_id, next_attempt_at)
     select d.id, 'began', a.id, d."from"
     from jsonb_to_recordset($2::jsonb) as d(id text, subject text, "from" timestamptz)
     join notification_addresses a on coalesce(a.partner_id, '') = $1 and a.off_at is null
       and (a.subjects is null or d.subject = any(a.subjects))
     on conflict do nothing`,
    [keyOf(place), JSON.stringify(due)],
  );
}
