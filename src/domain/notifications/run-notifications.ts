/** One run: what needs somebody is looked at, and who is to hear of it is written to. */
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/pool.ts';
import { forget, forgetAll } from '../../db/forget.ts';
import { writeDueMails } from './mails/write-mails.ts';
import { sendPosts } from './posts/send-posts.ts';
import { watchNeeds } from './watch-needs.ts';

export async function runNotifications(ctx: Context): Promise<void> {
  await watchNeeds(ctx);
  await writeDueMails(ctx);
  await sendPosts(ctx);
}

/** Housekeeping: occasions that are long over, with what was told of them. */
export const forgetOldOccasions = (db: Queryable): Promise<number> =>
  forgetAll(db, forget('occasions', `ended_at < now() - interval '90 days'`, 'ended_at'));
