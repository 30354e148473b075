/** The event feed, as the commands follow it. */
import { partner, type ServerOptions } from './client.ts';

export type Envelope = {
  event: string;
  event_id: string;
  timestamp: string;
  data: Record<string, unknown>;
};

/**
 * A place in the feed that moves on as it is read; null = before the first event of the last 30
 * days.
 */
export type Feed = {
  cursor(): string | null;
  /**
   * One page of what came since, oldest first; empty and the cursor where it was = nothing newer yet.
   * Throws when the server cannot be asked.
   */
  pull(): Promise<Envelope[]>;
};

const PAGE = 1000;

export function makeFeed(options: ServerOptions, from: string | null): Feed {
  const hubby = partner(options);
  let cursor = from;
  return {
    cursor: () => cursor,
    async pull() {
      const page = await hubby.listEvents({
        limit: PAGE,
        ...(cursor === null ? {} : { cursor }),
      });
      cursor = page.next_cursor ?? cursor;
      return page.events;
    },
  };
}

/** A feed whose first event is the next one to come. */
export async function feedFromNow(options: ServerOptions): Promise<Feed> {
  const feed = makeFeed(options, null);
  // An empty page may be one of many that hold nothing of what is still kept: only the cursor says.
  for (let from: string | null | undefined; from !== feed.cursor();) {
    from = feed.cursor();
    await feed.pull();
  }
  return feed;
}

const SUBJECTS = [
  'external_booking_id',
  'booking_id',
  'package_id',
  'esim_iccid',
  'promo_code',
  'queue_id',
  'purchase_id',
];

/** What an event is about, in a few words. */
export function subjectOf({ data }: Envelope): string {
  const text = (name: string): string => (typeof data[name] === 'string' ? data[name] : '');
  const place = text('package_id') === '' ? '' : `${text('iso3')} `;
  return `${place}${SUBJECTS.map(text).find(Boolean) ?? ''}`;
}

/** Who travels, and whether it is only a test. */
export const detailsOf = ({ data }: Envelope): string =>
  `${typeof data['external_user_id'] === 'string' ? ` of ${data['external_user_id']}` : ''}${data['is_test'] === true ? ' (test)' : ''}`;
