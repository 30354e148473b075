/** GET /web-api/session: who is signed in, and what they are and may do here. */
import type { Context } from '../../../context.ts';
import { freshUntil, type Held } from '../member.ts';
import { operatorPermissionsOf, permissionsOf } from '../permissions.ts';
import { VIEW_PERMISSIONS } from '../viewing/view.ts';

type Row = {
  passkeys: number;
  has_totp: boolean;
  recovery_codes_left: number;
  partners: Record<string, { name: string; slug: string }>;
  reset: { id: string; due_at: string; asked_by: string } | null;
};

export async function showSession(ctx: Context, held: Held) {
  const { member, session, memberships, operatorRole, view } = held;
  const isStaging = ctx.config.env === 'staging';
  const row = await read(
    ctx,
    member.id,
    [...memberships, ...(view === null ? [] : [view])].map(({ partnerId }) => partnerId),
  );
  const { passkeys, has_totp, recovery_codes_left, partners, reset } = row;
  return {
    member: {
      id: member.id,
      email: member.email,
      name: member.name,
      locale: member.locale,
      time_zone: member.timeZone,
      passkeys,
      has_totp,
      recovery_codes_left,
    },
    stage: session.stage,
    signed_in_by: session.signedInBy,
    fresh_until: freshUntil(session, ctx.clock.now())?.toISOString() ?? null,
    memberships: memberships.map(({ partnerId, role }) => ({
      partner_id: partnerId,
      name: partners[partnerId]!.name,
      slug: partners[partnerId]!.slug,
      role,
      permissions: [...permissionsOf(role, isStaging)],
    })),
    operator:
      operatorRole === null
        ? null
        : { role: operatorRole, permissions: [...operatorPermissionsOf(operatorRole)] },
    viewing:
      view === null
        ? null
        : {
            partner_id: view.partnerId,
            name: partners[view.partnerId]!.name,
            slug: partners[view.partnerId]!.slug,
            reason: view.reason,
            ends_at: view.endsAt.toISOString(),
            permissions: [...VIEW_PERMISSIONS],
          },
    environment: ctx.config.env,
    reset:
      reset === null
        ? null
        : {
            id: reset.id,
            due_at: new Date(reset.due_at).toISOString(),
            asked_by: reset.asked_by,
          },
  };
}

const read = async (ctx: Context, memberId: string, partnerIds: string[]): Promise<Row> =>
  (await ctx.db.one<Row>(
    `select (select count(*) from passkeys p where p.member_id = m.id) as passkeys,
       m.totp_since is not null as has_totp,
       (select count(*)
         from recovery_codes c
         where c.member_id = m.id and c.used_at is null) as recovery_codes_left,
       (select coalesce(json_object_agg(p.id, json_build_object('name', p.name, 'slug', p.slug)), '{}')
         from partners p
         where p.id = any($2)) as partners,
       (select json_build_object('id', r.id, 'due_at', r.due_at, 'asked_by', r.asked_by)
         from factor_resets r
         where r.member_id = m.id and r.done_at is null and r.cancelled_at is null) as reset
     from members m
     where m.id = $1`,
    [memberId, partnerIds],
  ))!;
