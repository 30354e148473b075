/**
 * What changes at a partner while somebody watches: looked for once a second, however many watch,
 * and not at all where nobody does.
 */
import type { Db } from '../../../db/pool.ts';
import { newestRequest } from '../../requests/newest-request.ts';
import type { FeedCeiling } from '../../webhooks/feed/feed-ceiling.ts';
import { START, type Place } from '../../webhooks/feed/feed-cursor.ts';
import { endOfFeed, eventsBehind, type FedEvent } from '../../webhooks/feed/follow-feed.ts';
import { deliveriesDigest } from '../../webhooks/inspecting/deliveries-digest.ts';

const LOOK_MS = 1_000;
/** More that come in a second come with the next look. */
const AT_ONCE = 200;

export type Change = {
  /** in the order of the feed */
  events: readonly FedEvent[];
  /** something of the newest deliveries is another */
  hasDeliveries: boolean;
  /** the newest request of the log, where it is another than before */
  request: string | null;
};
export type Watched = {
  /** where the feed ended at the last look; what comes behind it is told */
  end(): Place;
  leave(): void;
};
export type Watches = {
  /** Tells of what comes from now on, until `leave`. Rejects where the first look fails. */
  watch(partnerId: string, tell: (change: Change) => void): Promise<Watched>;
  /** Resolves when nothing is looked for any more. */
  close(): Promise<void>;
};

type Log = { warn(fields: object, message: string): void };
type Parts = { db: Db; feedCeiling: FeedCeiling; log: Log };

export function makeWatches(parts: Parts): Watches {
  const watched = new Map<string, PartnerWatch>();
  return {
    async watch(partnerId, tell) {
      let one = watched.get(partnerId);
      if (one === undefined) {
        one = new PartnerWatch(parts, partnerId, () => watched.delete(partnerId));
        watched.set(partnerId, one);
      }
      return one.join(tell);
    },
    async close() {
      await Promise.all([...watched.values()].map((one) => one.close()));
    },
  };
}

type Tell = (change: Change) => void;

class PartnerWatch {
  readonly #parts: Parts;
  readonly #partnerId: string;
  readonly #onEmpty: () => void;
  readonly #listeners = new Set<Tell>();
  /** of the last look */
  #seen: { end: Place; deliveries: string; request: string | null } | null = null;
  #first: Promise<void> | null = null;
  #looking: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: Parts, partnerId: string, onEmpty: () => void) {
    this.#parts = parts;
    this.#partnerId = partnerId;
    this.#onEmpty = onEmpty;
  }

  async join(tell: Tell): Promise<Watched> {
    // A listener of its own for each, whoever it is.
    const own: Tell = (change) => tell(change);
    this.#listeners.add(own);
    const leave = (): void => {
      if (this.#listeners.delete(own) && this.#listeners.size === 0) this.#stop();
    };
    try {
      await (this.#first ??= this.#begin());
    } catch (error) {
      leave();
      throw error;
    }
    return { end: () => this.#seen!.end, leave };
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    this.#stop();
    await this.#first?.catch(() => {});
    await this.#looking;
  }

  async #begin(): Promise<void> {
    this.#seen = await this.#parts.db.partnerRead(this.#partnerId, async (tx) => ({
      end: await endOfFeed(tx, this.#partnerId),
      deliveries: await deliveriesDigest(tx, this.#partnerId),
      request: await newestRequest(tx, this.#partnerId),
    }));
    if (this.#seen.end !== START) await this.#parts.feedCeiling.raise(this.#seen.end.tx);
    this.#plan();
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#onEmpty();
  }

  #plan(): void {
    if (this.#listeners.size === 0) return;
    this.#timer = setTimeout(() => {
      this.#looking = this.#look().finally(() => this.#plan());
    }, LOOK_MS);
    this.#timer.unref();
  }

  /** What cannot be looked at is with the next look. */
  async #look(): Promise<void> {
    const { end, deliveries, request } = this.#seen!;
    try {
      const found = await this.#parts.db.partnerRead(this.#partnerId, async (tx) => ({
        events: await eventsBehind(tx, this.#partnerId, end, AT_ONCE),
        deliveries: await deliveriesDigest(tx, this.#partnerId),
        request: await newestRequest(tx, this.#partnerId),
      }));
      const last = found.events.at(-1)?.place;
      // Before a place is handed out.
      if (last !== undefined) await this.#parts.feedCeiling.raise(last.tx);
      this.#seen = { ...found, end: last ?? end };
      this.#tell({
        events: found.events,
        hasDeliveries: found.deliveries !== deliveries,
        request: found.request === request ? null : found.request,
      });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#parts.log.warn({ partner_id: this.#partnerId, message }, 'a watch was not kept');
    }
  }

  #tell(change: Change): void {
    if (change.events.length === 0 && !change.hasDeliveries && change.request === null) return;
    for (const tell of this.#listeners) tell(change);
  }
}
