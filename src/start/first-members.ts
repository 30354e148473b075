/**
 * Who can open the dashboard before anybody was invited: the first operator, and on staging the
 * owner of the demo partner. They come in by a link that is printed where Hubby starts.
 */
import { AppError } from '../errors.ts';
import type { Context } from '../context.ts';
import type { Queryable } from '../db/pool.ts';
import { bySystem } from '../domain/actor.ts';
import { printLink } from '../domain/members/sign-in/print-link.ts';
import { newId } from '../ids.ts';

/** Good once, and for 15 minutes; null where nobody is let in that way. */
export type FirstLinks = { operator: string | null; demo: string | null };

const OPERATOR = 'operator@localhost';
const DEMO = 'demo@localhost';

/**
 * Makes who is missing. Several processes that start at once make one: what they write is there, or
 * is not written. `demoPartnerId`: of staging, where the demo is.
 */
export async function makeFirstMembers(db: Queryable, email: string): Promise<void> {
  await db.rows(
    `insert into members (id, email, operator_role)
     select $1, $2, 'operator'
     where not exists (select 1 from members where operator_role = 'operator')
     on conflict (lower(email)) do update set operator_role = 'operator'`,
    [newId('mem'), email],
  );
  await db.rows(
    `with demo as (insert into members (id, email, name)
       select $1, $2, 'Demo owner'
       where exists (select 1 from partners where is_demo)
       on conflict do nothing
       returning id)
     insert into memberships (partner_id, member_id, role)
     select p.id, demo.id, 'owner'
     from demo, partners p
     where p.is_demo`,
    [newId('mem'), DEMO],
  );
}

/** In production the operator is let in that way until one of them has had a whole session. */
export async function firstLinks(ctx: Context): Promise<FirstLinks> {
  const isStaging = ctx.config.env === 'staging';
  await makeFirstMembers(ctx.db, ctx.config.operatorEmails[0] ?? OPERATOR);
  const first = await ctx.db.one<{ email: string; was_in: boolean }>(
    `select m.email,
       exists (select 1
         from member_sessions s
         join members o on o.id = s.member_id
         where o.operator_role = 'operator' and s.stage = 'full') as was_in
     from members m
     where m.operator_role = 'operator'
     order by m.created_at, m.id
     limit 1`,
  );
  const isLetIn = first !== undefined && (isStaging || !first.was_in);
  return {
    operator: isLetIn ? await linkOf(ctx, first.email) : null,
    demo: isStaging ? await linkOf(ctx, DEMO) : null,
  };
}

/** Null for who is gone: that is somebody's decision. */
async function linkOf(ctx: Context, email: string): Promise<string | null> {
  try {
    return (await printLink(ctx, bySystem('start'), email)).url;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
