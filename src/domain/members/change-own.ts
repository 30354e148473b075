/** PATCH /web-api/me: what a member says of themselves. */
import { invalid, type Problem } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Actor } from '../actor.ts';
import { recordAct } from '../audit/record-act.ts';
import { isTimeZone } from '../time.ts';
import type { Member } from './member.ts';

/** Null goes back to none, or to the browser's. */
export type OwnChange = {
  name?: string | null | undefined;
  locale?: string | null | undefined;
  time_zone?: string | null | undefined;
};

const isLocale = (tag: string): boolean => {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
};

export async function changeOwn(
  ctx: Context,
  actor: Actor,
  member: Member,
  { name, locale, time_zone }: OwnChange,
): Promise<void> {
  const problems: Problem[] = [
    ...(locale == null || isLocale(locale)
      ? []
      : [{ field: 'locale', issue: 'expected a language tag such as de or en-GB' }]),
    ...(time_zone == null || isTimeZone(time_zone)
      ? []
      : [{ field: 'time_zone', issue: 'expected an IANA time zone such as Europe/Berlin' }]),
  ];
  if (problems.length > 0) throw invalid(problems);
  const before = { name: member.name, locale: member.locale, time_zone: member.timeZone };
  const after = {
    name: name === undefined ? before.name : name,
    locale: locale === undefined ? before.locale : locale,
    time_zone: time_zone === undefined ? before.time_zone : time_zone,
  };
  await ctx.db.tx(async (tx) => {
    await tx.rows(
      `update members
       set name = $2, locale = $3, time_zone = $4
       where id = $1`,
      [member.id, after.name, after.locale, after.time_zone],
    );
    await recordAct(tx, actor, {
      partnerId: null,
      action: 'member.changed',
      subject: member.id,
      before: personal(before),
      after: personal(after),
    });
  });
}

const personal = ({ name, ...rest }: { name: string | null; locale: string | null }): object => ({
  ...rest,
  member_name: name,
});
