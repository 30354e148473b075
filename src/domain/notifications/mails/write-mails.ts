/**
 * What members are to hear and is due becomes mails: of one place to one member all that is due
 * together, whether it is told at once or once a day.
 */
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { writeMemberMail } from '../../members/mails/write-member-mail.ts';
import { findPlace } from '../find-place.ts';
import { addressOf, keyOf, screenAddress, type Place } from '../place.ts';
import { receiversOf, type Receiver } from '../receivers.ts';
import { sentenceOf, speakerFor } from '../say.ts';
import { together, type Told } from '../told.ts';

type Due = { member_id: string; partner_id: string | null };
type Row = Told & { id: string; is_over: boolean };

const AT_ONCE = 500;
/** One mail stays one that is read. */
const MOST_SENTENCES = 20;

/** Answers to how many members it wrote. */
export async function writeDueMails(ctx: Context): Promise<number> {
  const due = await ctx.db.rows<Due>(
    `select distinct n.member_id, o.partner_id
     from (select occasion_id, member_id
       from notification_mails
       where due_at <= now()
       order by due_at
       limit ${AT_ONCE}) n
     join occasions o on o.id = n.occasion_id`,
  );
  let count = 0;
  for (const { member_id: memberId, partner_id: partnerId } of due) {
    const place = await findPlace(ctx, partnerId);
    if (await ctx.db.tx((tx) => writeOne(ctx, tx, place, memberId))) count++;
  }
  if (count > 0) ctx.wake('member_mails');
  return count;
}

/** False: nothing of it is wanted any more. */
async function writeOne(ctx: Context, tx: Tx, place: Place, memberId: string): Promise<boolean> {
  const rows = await takeRows(tx, place, memberId);
  // Asked again: whoever lost their role, or has chosen otherwise meanwhile, hears nothing.
  const [receiver] = await receiversOf(ctx, tx, place, memberId);
  if (receiver === undefined) return false;
  const wanted = rows.filter(
    ({ subject, part, is_over: isOver }) =>
      receiver.wayOf(subject) !== 'none' && (part === 'over' || !isOver),
  );
  if (wanted.length === 0) return false;
  await tx.rows(
    `update notification_mails n
     set mailed_at = now()
     from jsonb_to_recordset($2::jsonb) as w(id text, part text)
     where n.member_id = $1 and n.occasion_id = w.id and n.part = w.part`,
    [memberId, JSON.stringify(wanted.map(({ id, part }) => ({ id, part })))],
  );
  await writeMail(ctx, tx, { place, receiver, wanted });
  return true;
}

/** Of two workers that come at once the second finds none. */
const takeRows = (tx: Tx, place: Place, memberId: string): Promise<Row[]> =>
  tx.rows<Row>(
    `update notification_mails n
     set due_at = null
     from occasions o
     where n.member_id = $1 and n.due_at <= now()
       and o.id = n.occasion_id and coalesce(o.partner_id, '') = $2
     returning o.id, o.subject, o.about, o.facts, n.part, o.ended_at is not null as is_over`,
    [memberId, keyOf(place)],
  );

type Mail = { place: Place; receiver: Receiver; wanted: readonly Told[] };

function writeMail(ctx: Context, tx: Tx, { place, receiver, wanted }: Mail): Promise<void> {
  const speaker = speakerFor(receiver.locale, receiver.zone);
  const { say } = speaker;
  const name = place.name ?? say('installation');
  const groups = together(wanted);
  const told = groups.slice(0, MOST_SENTENCES);
  const more = groups.length - told.length;
  const sentences = told.map((group) => sentenceOf(speaker, group));
  const subject =
    groups.length === 1
      ? say('subjectOne', { place: name, what: sentences[0]! })
      : say('subjectMany', { place: name, count: groups.length });
  return writeMemberMail(ctx, tx, {
    to: receiver.email,
    subject: () => subject,
    paragraphs: () => [
      name,
      ...told.map((group, i) => `${sentences[i]}.\n${addressOf(ctx, place, group[0]!)}`),
      ...(more > 0 ? [say('more', { count: more })] : []),
      say('why', { address: screenAddress(ctx, place, 'notifications') }),
    ],
  });
}
