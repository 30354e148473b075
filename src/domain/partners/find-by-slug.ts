/** The partner whose pages these are. */
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/pool.ts';

/** Its id; null: there is none of this name. */
export async function findIdBySlug(ctx: Pick<Context, 'db'>, slug: string): Promise<string | null> {
  const row = await (ctx.db as Queryable).one<{ id: string }>(
    'select id from partners where slug = $1',
    [slug],
    'partner-by-slug',
  );
  return row?.id ?? null;
}
