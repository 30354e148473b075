/**
 * Timers of schedules that went off. Each is a hint: what is sent is decided by the subject and the
 * partner's present settings, for the moments between the timer's instant and the partner's time. A
 * message that went out already, or whose moment a changed departure moved away, does not come
 * again; what is too late is left out.
 */
import type { Tx } from '../../../db/pool.ts';
import { enqueueMessages, type NewMessage } from '../enqueue.ts';
import { lookAtBookings } from './look-at-bookings.ts';
import { lookAtPackages } from './look-at-packages.ts';
import { presentSettings, setMessageTimers, type MessageTimer } from './message-timers.ts';
import type { Look, Looked } from './look.ts';
import { lookAtPage, pageOf } from './rearm.ts';

export type Sent = {
  /** how many of the looks, from the first: the others come after a timer that these have set */
  done: number;
  /** the first timer that was set */
  next: Date | null;
  /** how many messages are to be sent */
  messages: number;
};

/**
 * In the order given, inside the transaction that took the timers, which holds the locks of their
 * bookings.
 */
export async function sendScheduled(
  tx: Tx,
  partnerId: string,
  looks: readonly Look[],
): Promise<Sent> {
  if (looks.length === 0) return { done: 0, next: null, messages: 0 };
  const settings = await presentSettings(tx, partnerId);
  const looked = new Map<Look, Looked | null>();
  const bookings = looks.filter((look) => look.id.startsWith('bkg_'));
  const packages = looks.filter((look) => look.id.startsWith('epk_'));
  (await lookAtBookings(tx, partnerId, bookings, settings)).forEach((one, i) =>
    looked.set(bookings[i]!, one),
  );
  (await lookAtPackages(tx, partnerId, packages, settings)).forEach((one, i) =>
    looked.set(packages[i]!, one),
  );

  const sent: Sent = { done: 0, next: null, messages: 0 };
  const timers: MessageTimer[] = [];
  const set = (timer: MessageTimer): void => {
    timers.push(timer);
    if (sent.next === null || timer.dueAt < sent.next) sent.next = timer.dueAt;
  };
  const told: { at: number; messages: NewMessage[] }[] = [];
  for (const look of looks) {
    if (sent.next !== null && look.at > sent.next) break;
    sent.done++;
    const page = pageOf(look.id);
    if (page !== null)
      for (const timer of await lookAtPage(tx, partnerId, page, settings, look.at)) set(timer);
    const one = looked.get(look);
    if (one == null) continue;
    told.push({ at: look.at.getTime(), messages: one.messages });
    if (one.next !== null) set({ id: look.id, dueAt: one.next });
  }
  for (const [at, group] of Map.groupBy(told, (t) => t.at))
    sent.messages += await enqueueMessages(
      tx,
      partnerId,
      group.flatMap((t) => t.messages),
      new Date(at),
    );
  await setMessageTimers(tx, partnerId, timers);
  return sent;
}
