/** What is to be told of incidents becomes mails to the operator's addresses, each once. */
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import type { Facts } from '../../incidents/incident.ts';
import { isKnown, textOf, type Told } from './texts.ts';

type Due = {
  id: string;
  kind: string;
  subject: string;
  facts: Facts[Told];
  is_over: boolean;
  tellings: number;
};

const AT_ONCE = 100;

/**
 * Answers how many incidents were looked at. Without an address nothing is written, and later ones are
 * not told of what was then.
 */
export const writeOperatorMails = (ctx: Context): Promise<number> =>
  ctx.db.tx(async (tx) => {
    const due = await tx.rows<Due>(
      `select id::text, kind, subject, facts, ended_at is not null as is_over, tellings
       from incidents
       where tell_at <= now()
       order by tell_at
       limit ${AT_ONCE}
       for update skip locked`,
    );
    for (const one of due) {
      if (isKnown(one.kind)) await write(tx, one, one.kind, ctx.config.operatorEmails);
      await tx.rows(
        `update incidents
         set tell_at = null, told_at = now(), tellings = tellings + $2
         where id = $1`,
        [one.id, one.is_over ? 0 : 1],
      );
    }
    return due.length;
  });

/** That it is over hears only who has heard that it began. */
async function write(tx: Tx, due: Due, kind: Told, addresses: readonly string[]): Promise<void> {
  const { subject, paragraphs } = textOf(due.is_over ? 'over' : 'began', { ...due, kind });
  const part = due.is_over ? 'over' : due.tellings === 0 ? 'began' : String(due.tellings);
  await tx.rows(
    `insert into operator_mails (incident_id, part, recipient, subject, text)
     select $1, $2, recipient, $4, $5
     from unnest($3::text[]) as a(recipient)
     where $2 <> 'over' or exists (
       select 1 from operator_mails m where m.incident_id = $1 and m.recipient = a.recipient)
     on conflict do nothing`,
    [due.id, part, addresses, `Hubby: ${subject}`, paragraphs.join('\n\n')],
  );
}
