/**
 * What happened to one traveler, from booking to bytes, newest first: the facts that are stored, with
 * each the event that told the partner, how its delivery went, and the request of a key that it came
 * of. Events go after 30 days, facts stay.
 */
import type { Context } from '../../../context.ts';
import { MOST_FACTS, readFacts } from '../traveler-facts.ts';
import { readEvents, type CausedEvent, type ToldEvent } from './events.ts';
import { momentsOf, type Moment } from './moments.ts';
import { readOthers } from './others.ts';

/**
 * `event`: what told the partner of it; null: none is kept, or there is none of this. `request_id`: by
 * its id in the log of requests, which may not have it any more; none: it came of none of a key.
 */
export type TimelineItem = Pick<Moment, 'kind' | 'subject' | 'details'> & {
  at: string;
  event: ToldEvent | null;
  request_id?: string;
};

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
function joined(moments: readonly Moment[], events: readonly CausedEvent[]): TimelineItem[] {
  const free = new Map(events.map((event) => [event.event_id, event]));
  const told = moments.map((moment): TimelineItem => {
    const event = events.find(
      ({ event_id, entity_id, event: type }) =>
        free.has(event_id) &&
        moment.told_by?.entity === entity_id &&
        moment.told_by.types.includes(type),
    );
    if (event !== undefined) free.delete(event.event_id);
    return itemOf(moment, moment.at.toISOString(), event ?? null);
  });
  const others = [...free.values()].map((event): TimelineItem => {
    const kind = event.event.startsWith('package.usage.') ? 'threshold' : 'event';
    const what = { kind, subject: event.entity_id, details: { event: event.event } } as const;
    return itemOf(what, event.timestamp, event);
  });
  return [...told, ...others].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}

function itemOf(
  { kind, subject, details, caused_by: stored = null }: Omit<Moment, 'at'>,
  at: string,
  caused: CausedEvent | null,
): TimelineItem {
  const { caused_by: told = null, ...event } = caused ?? {};
  const requestId = stored ?? told;
  return {
    at,
    kind,
    subject,
    details,
    event: caused === null ? null : (event as ToldEvent),
    ...(requestId === null ? {} : { request_id: requestId }),
  };
}
