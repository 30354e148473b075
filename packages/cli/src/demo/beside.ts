/** The event feed beside the steps of the demo. */
import type { ServerOptions } from '../client.ts';
import { feedFromNow, subjectOf, type Envelope, type Feed } from '../feed.ts';
import type { Forwarder } from '../forward.ts';
import type { Screen } from '../screen.ts';

const EVENT_WAIT_MS = 20_000;

export type Beside = {
  /** From now on. */
  open(): Promise<void>;
  /**
   * What an event of this trip may name beside the traveler: a booking, an eSIM. Other trips of the
   * partner stay out.
   */
  owns(id: string): void;
  /** Shows what comes until each of these types has come. Throws after a while. */
  expect(...types: string[]): Promise<void>;
  /** Shows what else came, and gives every event of this trip as the feed gave them. */
  all(): Promise<Envelope[]>;
};

export function makeBeside(
  server: ServerOptions,
  screen: Screen,
  forwarder: Forwarder | null,
  user: string,
): Beside {
  const own = new Set([user]);
  const held: Envelope[] = [];
  const shown: Envelope[] = [];
  let feed: Feed | null = null;

  const isOwn = ({ data }: Envelope): boolean =>
    [data['booking_id'], data['esim_iccid'], data['external_user_id']].some(
      (id) => typeof id === 'string' && own.has(id),
    );
  /**
   * An event can be there before the answer that names its booking: what is nobody's yet is held.
   */
  async function show(): Promise<Envelope[]> {
    held.push(...(await feed!.pull()));
    const mine = held.filter(isOwn);
    held.splice(0, held.length, ...held.filter((event) => !mine.includes(event)));
    for (const event of mine) {
      screen.event(
        `${event.timestamp.slice(0, 16).replace('T', ' ')}  ${event.event.padEnd(26)} ${subjectOf(event)}`,
      );
      forwarder?.send(event);
    }
    shown.push(...mine);
    return mine;
  }

  return {
    open: async () => {
      feed = await feedFromNow(server);
    },
    owns: (id) => {
      own.add(id);
    },
    async expect(...types) {
      const missing = [...types];
      const seen = await screen.wait(`waiting for ${types.join(', ')}`, EVENT_WAIT_MS, async () => {
        for (const { event } of await show()) {
          const i = missing.indexOf(event);
          if (i >= 0) missing.splice(i, 1);
        }
        return missing.length === 0 ? true : null;
      });
      if (seen === null)
        throw new Error(
          `No ${missing.join(', ')} in the feed after ${EVENT_WAIT_MS / 1000} s. Is a worker running (hubby work), and are cutoff_days and about_to_depart_hours of this partner the defaults?`,
        );
    },
    async all() {
      while ((await show()).length > 0);
      return shown;
    },
  };
}
