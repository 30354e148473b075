/** What publishing would do now. Stores nothing. */
import type { Context } from '../../context.ts';
import { digestOf } from './digest.ts';
import { loadWorld } from './load-world.ts';
import { plan, type Plan } from './plan.ts';

export type Preview = { digest: string; plan: Plan };

/** Throws `conflict` where a rule's amounts are in another currency than the catalog. */
export async function previewPublishing(ctx: Context): Promise<Preview> {
  await ctx.catalog.refresh();
  const planned = plan(await loadWorld(ctx, ctx.db));
  return { digest: digestOf(planned), plan: planned };
}
