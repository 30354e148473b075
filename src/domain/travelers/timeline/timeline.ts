/**
 * What happened to one traveler, from booking to bytes, newest first: the facts that are stored, and
 * with each the event that told the partner and how its delivery went. Events go after 30 days, facts
 * stay.
 */
import type { Context } from '../../../context.ts';
import { MOST_FACTS, readFacts } from '../traveler-facts.ts';
import { readEvents, type ToldEvent } from './events.ts';
import { momentsOf, type Moment } from './moments.ts';
import { readOthers } from './others.ts';

/** `event`: what told the partner of it; null: none is kept, or there is none of this. */
export type TimelineItem = Omit<Moment, 'at'> & { at: string; event: ToldEvent | null };

export const MOST_ITEMS = 500;

/** `is_cut`: there is more than is shown. 404 `user_not_found`. */
export async function timeline(
  ctx: Context,
  partnerId: string,
  travelerId: string,
): Promise<{ items: TimelineItem[]; is_cut: boolean }> {
  const { moments, events, isCut } = await ctx.db.partnerRead(partnerId, async (db) => {
    const facts = await readFacts(db, partnerId, travelerId);
    const others = await readOthers(db, partnerId, facts);
    return {
      moments: momentsOf(facts, others),
      events: await readEvents(db, partnerId, facts, others),
      isCut: [facts.queues, facts.esims, facts.packages, others.messages].some(
        (list) => list.length >= MOST_FACTS,
      ),
    };
  });
  const items = joined(moments, events);
  return { items: items.slice(0, MOST_ITEMS), is_cut: isCut || items.length > MOST_ITEMS };
}

/** Each event at the moment it tells of; those of none are moments themselves. */
function joined(moments: readonly Moment[], events: readonly ToldEvent[]): TimelineItem[] {
  const free = new Map(events.map((event) => [event.event_id, event]));
  const told = moments.map((moment): TimelineItem => {
    const event = events.find(
      ({ event_id, entity_id, event: type }) =>
        free.has(event_id) &&
        moment.told_by?.entity === entity_id &&
        moment.told_by.types.includes(type),
    );
    if (event !== undefined) free.delete(event.event_id);
    return { ...moment, at: moment.at.toISOString(), event: event ?? null };
  });
  const others = [...free.values()].map((event): TimelineItem => ({
    at: event.timestamp,
    kind: event.event.startsWith('package.usage.') ? 'threshold' : 'event',
    subject: event.entity_id,
    details: { event: event.event },
    event,
  }));
  return [...told, ...others]
    .map(({ told_by: _how, ...item }: TimelineItem & Pick<Moment, 'told_by'>) => item)
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}
