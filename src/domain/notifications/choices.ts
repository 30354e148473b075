/** What one member hears of at a place, and how: shown and chosen by themselves. */
import { invalid } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/pool.ts';
import type { Actor } from '../actor.ts';
import { recordAct } from '../audit/record-act.ts';
import type { Permission } from '../members/permissions.ts';
import { rulesOf, subjectsOf, usualWay, type Subject, type Way } from './subjects.ts';

export type Choosing = {
  /** null = the installation */
  partnerId: string | null;
  memberId: string;
  permissions: ReadonlySet<Permission>;
};
export type SubjectChoice = { subject: Subject; way: Way; usual_way: Way };

/** Of what their role may see, in the order of the list. */
export const showChoices = (ctx: Context, who: Choosing): Promise<SubjectChoice[]> =>
  readChoices(ctx.db, who);

async function readChoices(
  db: Queryable,
  { partnerId, memberId, permissions }: Choosing,
): Promise<SubjectChoice[]> {
  const rows = await db.rows<{ subject: Subject; way: Way }>(
    `select subject, way
     from notification_choices
     where member_id = $1 and coalesce(partner_id, '') = $2`,
    [memberId, partnerId ?? ''],
  );
  const chosen = new Map(rows.map(({ subject, way }) => [subject, way]));
  return subjectsOf(partnerId)
    .filter((subject) => permissions.has(rulesOf(subject).seenBy))
    .map((subject) => {
      const usual = usualWay(subject, permissions);
      return { subject, way: chosen.get(subject) ?? usual, usual_way: usual };
    });
}

/** What is not named stays. Throws `invalid_request` for what the role may not see. */
export async function setChoices(
  ctx: Context,
  actor: Actor,
  who: Choosing,
  ways: Readonly<Record<string, Way>>,
): Promise<SubjectChoice[]> {
  return ctx.db.tx(async (tx) => {
    const before = await readChoices(tx, who);
    const known = before.map(({ subject }) => subject);
    const strange = Object.keys(ways).find((name) => !known.some((one) => one === name));
    if (strange !== undefined)
      throw invalid([
        {
          field: 'ways',
          issue: `expected some of ${known.join(', ')}, got "${strange.slice(0, 60)}"`,
        },
      ]);
    await tx.rows(
      `insert into notification_choices (member_id, partner_id, subject, way)
       select $1, $2, key, value
       from jsonb_each_text($3::jsonb)
       on conflict (member_id, coalesce(partner_id, ''), subject) do update
         set way = excluded.way`,
      [who.memberId, who.partnerId, JSON.stringify(ways)],
    );
    const after = await readChoices(tx, who);
    await recordAct(tx, actor, {
      partnerId: who.partnerId,
      action: 'notifications.chosen',
      subject: who.memberId,
      before: waysOf(before),
      after: waysOf(after),
    });
    return after;
  });
}

const waysOf = (choices: readonly SubjectChoice[]): Record<string, Way> =>
  Object.fromEntries(choices.map(({ subject, way }) => [subject, way]));
