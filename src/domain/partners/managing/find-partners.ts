/** Partners by name, page by page: of whom there may be many, without their settings. */
import type { Context } from '../../../context.ts';
import { pageOf, placeOf, type PageSize, type Paging } from '../../../input/paging.ts';

export const PARTNERS_PAGE: PageSize = { most: 200, usual: 50 };

type Row = {
  id: string;
  name: string;
  slug: string;
  is_demo: boolean;
  created_at: Date;
  suspended_at: Date | null;
};

/** Newest first. `q`: within a name or a slug, or an id. */
export async function findPartners(
  ctx: Context,
  query: Paging & { q?: string | undefined; state?: 'active' | 'suspended' | undefined },
) {
  const { q = null, state = null, limit = PARTNERS_PAGE.usual } = query;
  const after = placeOf(query.cursor, (text) => (/^prt_\w{1,60}$/.test(text) ? text : null));
  const rows = await ctx.db.operatorRead((db) =>
    db.rows<Row>(
      `select p.id, p.name, p.slug, p.is_demo, p.created_at, p.suspended_at
       from partners p
       where ($1::text is null or p.id < $1)
         and ($2::text is null
           or p.id = $2
           or strpos(lower(p.name), lower($2)) > 0
           or strpos(p.slug, lower($2)) > 0)
         and ($3::text is null or (p.suspended_at is not null) = ($3 = 'suspended'))
       order by p.id desc
       limit $4`,
      [after, q, state, limit + 1],
    ),
  );
  const { page, next_cursor } = pageOf(rows, limit, ({ id }) => id);
  return {
    partners: page.map(({ created_at, suspended_at, ...row }) => ({
      ...row,
      created_at: created_at.toISOString(),
      suspended_at: suspended_at?.toISOString() ?? null,
    })),
    next_cursor,
  };
}
