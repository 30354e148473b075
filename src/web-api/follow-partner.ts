/**
 * One stream of a partner's screens: goes on where its reader was, then tells what its partner's
 * watch tells, as long as the session that opened it may see it.
 */
import type { Readable } from 'node:stream';
import type { Context } from '../context.ts';
import { mayStill } from '../domain/members/watching/may-still.ts';
import type { Change } from '../domain/members/watching/watches.ts';
import { readPlace, START, writePlace, type Place } from '../domain/webhooks/feed/feed-cursor.ts';
import {
  eventsBehind,
  isAhead,
  isBehind,
  type FedEvent,
} from '../domain/webhooks/feed/follow-feed.ts';
import { makeEventStream, type EventStream } from '../http/event-stream.ts';
import { readCursor, writeCursor } from '../input/paging.ts';
import { readCookie } from './cookies.ts';

/** A lost session or role ends a stream within two of these. */
const CHECK_MS = 2_000;
const COMMENT_MS = 15_000;
const RETRY_MS = 2_000;
/** What was missed is read page by page. */
const PAGE = 200;

type Following = {
  memberId: string;
  partnerId: string;
  cookie: string | undefined;
  /** the id of the last event that was read */
  after: string | undefined;
};

/** Throws `too_many_requests`. */
export async function followPartner(ctx: Context, following: Following): Promise<Readable> {
  const { memberId, partnerId, cookie } = following;
  const stream = makeEventStream(RETRY_MS);
  const leave = ctx.openStreams.enter(memberId, () => stream.end());
  stream.readable.once('close', leave);
  try {
    const place = await placeBehind(ctx, partnerId, following.after);
    await tellChanges(ctx, partnerId, stream, place);
  } catch (error) {
    stream.readable.destroy();
    throw error;
  }
  const token = readCookie(ctx, 'session', cookie);
  every(stream, COMMENT_MS, () => stream.comment());
  every(
    stream,
    CHECK_MS,
    () => void checkOn(stream, () => mayStill(ctx, token, partnerId, 'logs.read')),
  );
  return stream.readable;
}

/** Null: what is none, or of a time before a restore. */
async function placeBehind(
  ctx: Context,
  partnerId: string,
  after: string | undefined,
): Promise<Place | null> {
  const place = after === undefined ? null : readPlace(readCursor(after));
  if (place === null) return null;
  return (await ctx.db.partnerRead(partnerId, (tx) => isAhead(tx, place))) ? null : place;
}

/** Begins to; what comes while the reader catches up is read with what was missed. */
async function tellChanges(
  ctx: Context,
  partnerId: string,
  stream: EventStream,
  place: Place | null,
): Promise<void> {
  let isCatchingUp = true;
  let hasMore = false;
  let at = place ?? START;
  const tellEvents = (events: readonly FedEvent[]): void => {
    for (const one of events) {
      if (!isBehind(one.place, at)) continue;
      at = one.place;
      stream.send({ id: idOf(at), event: 'event', data: one.event });
    }
  };
  const watched = await ctx.watches.watch(partnerId, (change: Change) => {
    if (isCatchingUp) hasMore = true;
    else tellEvents(change.events);
    if (change.hasDeliveries) stream.send({ event: 'deliveries', data: {} });
    if (change.request !== null)
      stream.send({ event: 'requests', data: { newest: change.request } });
  });
  stream.readable.once('close', watched.leave);
  if (place === null) at = watched.end();
  stream.send({
    ...(at === START ? {} : { id: idOf(at) }),
    event: 'hello',
    data: { is_resumed: place !== null },
  });
  const catchUp = async (): Promise<void> => {
    for (let isFull = place !== null; (isFull || hasMore) && !stream.isEnded();) {
      hasMore = false;
      const page = await ctx.db.partnerRead(partnerId, (tx) =>
        eventsBehind(tx, partnerId, at, PAGE),
      );
      const last = page.at(-1);
      if (last !== undefined) await ctx.feedCeiling.raise(last.place.tx);
      tellEvents(page);
      isFull = page.length === PAGE;
      await stream.hasRoom();
    }
    isCatchingUp = false;
  };
  // Its reader comes back to where it was.
  catchUp().catch(() => stream.readable.destroy());
}

const idOf = (place: Place): string => writeCursor(writePlace(place));

function every(stream: EventStream, ms: number, work: () => void): void {
  const timer = setInterval(work, ms);
  timer.unref();
  stream.readable.once('close', () => clearInterval(timer));
}

/** What cannot be told in time counts as a no that may be another the next time. */
async function checkOn(stream: EventStream, may: () => Promise<boolean>): Promise<void> {
  const late = Promise.withResolvers<null>();
  const timer = setTimeout(() => late.resolve(null), CHECK_MS);
  const answer = await Promise.race([may().catch(() => null), late.promise]);
  clearTimeout(timer);
  if (answer === true) return;
  if (answer === false) stream.send({ event: 'gone', data: {} });
  stream.end();
}
