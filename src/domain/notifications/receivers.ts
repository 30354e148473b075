/** Who hears of what by mail: by what their role may see, and what each of them has chosen. */
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/pool.ts';
import {
  operatorPermissionsOf,
  permissionsOf,
  type OperatorRole,
  type PartnerRole,
  type Permission,
} from '../members/permissions.ts';
import { dateIn, daysBefore, instantOf } from '../time.ts';
import { keyOf, type Place } from './place.ts';
import { rulesOf, usualWay, type Subject, type Way } from './subjects.ts';

export type Receiver = {
  memberId: string;
  email: string;
  /** null = none is chosen */
  locale: string | null;
  zone: string;
  wayOf(subject: Subject): Way;
};

type Member = {
  id: string;
  email: string;
  locale: string | null;
  time_zone: string | null;
  role: string;
};
type Choice = { member_id: string; subject: string; way: Way };

/** Of the whole place, or the one member: none where they are nobody there any more. */
export async function receiversOf(
  ctx: Pick<Context, 'config'>,
  db: Queryable,
  place: Place,
  memberId: string | null = null,
): Promise<Receiver[]> {
  const members = await membersOf(db, place, memberId);
  const choices = await db.rows<Choice>(
    `select member_id, subject, way
     from notification_choices
     where coalesce(partner_id, '') = $1 and ($2::text is null or member_id = $2)`,
    [keyOf(place), memberId],
  );
  const chosen = new Map(choices.map((one) => [`${one.member_id} ${one.subject}`, one.way]));
  return members.map(({ id, email, locale, time_zone: zone, role }) => {
    const may = permissionsIn(place, role, ctx.config.env === 'staging');
    return {
      memberId: id,
      email,
      locale,
      zone: zone ?? place.zone,
      wayOf: (subject) =>
        may.has(rulesOf(subject).seenBy)
          ? (chosen.get(`${id} ${subject}`) ?? usualWay(subject, may))
          : 'none',
    };
  });
}

const permissionsIn = (place: Place, role: string, isStaging: boolean): ReadonlySet<Permission> =>
  place.partnerId === null
    ? operatorPermissionsOf(role as OperatorRole)
    : permissionsOf(role as PartnerRole, isStaging);

const membersOf = (
  db: Queryable,
  { partnerId }: Place,
  memberId: string | null,
): Promise<Member[]> =>
  partnerId === null
    ? db.rows<Member>(
        `select id, email, locale, time_zone, operator_role as role
         from members
         where operator_role is not null and ($1::text is null or id = $1)
         order by id`,
        [memberId],
      )
    : db.rows<Member>(
        `select m.id, m.email, m.locale, m.time_zone, s.role
         from memberships s
         join members m on m.id = s.member_id
         where s.partner_id = $1 and ($2::text is null or s.member_id = $2)
         order by m.id`,
        [partnerId, memberId],
      );

const MORNING = '08:00';

/** When the next mail of the day goes to somebody in this zone. */
export function nextMorning(zone: string, now: Date): Date {
  const today = dateIn(zone, now);
  const at = instantOf(`${today}T${MORNING}`, zone);
  return at > now ? at : instantOf(`${daysBefore(today, -1)}T${MORNING}`, zone);
}
