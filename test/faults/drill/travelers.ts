/** Partners' calls: they book, and redeem until they are told how it ended. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { bundleOf } from './suppliers.ts';
import type { Chance } from './trouble.ts';
import type { World } from './world.ts';
import { IN_A_YEAR } from '../../support/in-a-year.ts';

export type Queue = { id: string; uuid: string; user: string; kind: string };

/** What may be answered while suppliers fail; nothing of it is lost. */
const EXPECTED: readonly string[] = [
  '409 already_redeemed',
  '409 redeem_in_progress',
  '503 provider_unavailable',
  // A machine that has much else to do.
  '503 overloaded',
];

export type Travelers = {
  queues: readonly Queue[];
  redeemed: ReadonlySet<string>;
  /** answers that should not have come */
  wrong: readonly string[];
  answers: ReadonlyMap<string, number>;
  /** Books for somebody new; answers when the booking is acknowledged. */
  book(kind: string, count: number): Promise<Queue[]>;
  /** True once it is redeemed. */
  redeem(queue: Queue): Promise<boolean>;
};

export function makeTravelers({ ask }: World, { random }: Chance): Travelers {
  const queues: Queue[] = [];
  const redeemed = new Set<string>();
  const wrong: string[] = [];
  const answers = new Map<string, number>();

  async function book(kind: string, count: number): Promise<Queue[]> {
    const user = `u-${randomUUID()}`;
    const one = { external_user_id: user, package_id: bundleOf(kind) };
    const body = {
      departure_date: IN_A_YEAR,
      booking_id: `trip-${user}`,
      package_specifications: Array.from({ length: count }, () => one),
    };
    for (;;) {
      const reply = await ask('POST', '/api/bookings', body);
      if (reply !== null && reply.status < 300) {
        const made = (reply.body.data.package_queues as { id: string; uuid: string }[]).map(
          ({ id, uuid }) => ({ id, uuid, user, kind }),
        );
        queues.push(...made);
        return made;
      }
      // Nobody sells it at the moment.
      await sleep(200);
    }
  }

  async function redeem(queue: Queue): Promise<boolean> {
    const body = { external_user_id: queue.user, package_queue_id: queue.id };
    const reply = await ask('POST', '/api/native/redeem-package', body);
    if (reply === null) return false;
    const type = reply.body?.error?.type as string | undefined;
    const said = type === undefined ? String(reply.status) : `${reply.status} ${type}`;
    answers.set(said, (answers.get(said) ?? 0) + 1);
    if (reply.status === 200 || type === 'already_redeemed') redeemed.add(queue.id);
    else if (!EXPECTED.includes(said)) wrong.push(`${said} ${JSON.stringify(reply.body)}`);
    return redeemed.has(queue.id);
  }

  return {
    queues,
    redeemed,
    wrong,
    answers,
    book,
    // Some are impatient.
    redeem: async (queue) =>
      random() < 0.3
        ? (await Promise.all([redeem(queue), redeem(queue)])).some(Boolean)
        : redeem(queue),
  };
}
