import type { Queryable } from '../../db/pool.ts';
import { byPosition, type PublishingRule } from './rule.ts';

/** In the order in which they are asked. */
export async function readRules(db: Queryable): Promise<PublishingRule[]> {
  const rows = await db.rows<{ rule: PublishingRule }>('select rule from publishing_rules');
  return rows.map(({ rule }) => rule).sort(byPosition);
}
