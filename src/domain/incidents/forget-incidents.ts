/** Incidents that are over, with their mails. */
import type { Queryable } from '../../db/pool.ts';
import { forget, forgetAll } from '../../db/forget.ts';

const OLD = `ended_at < now() - interval '90 days'`;

export const forgetOldIncidents = (db: Queryable): Promise<number> =>
  forgetAll(db, forget('incidents', OLD, 'ended_at'));
