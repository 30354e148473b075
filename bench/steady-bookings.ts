/** Bookings at an even, low rate beside something else, whether or not the ones before are answered. */
import { Pool } from 'undici';
import { bookOnce } from './book-once.ts';
import { percentile } from './figures.ts';
import type { Stage } from './stage.ts';

/** milliseconds as the client sees them */
export type Booked = { bookings: number; p50: number; p99: number; max: number };

export class SteadyBookings {
  readonly #stage: Stage;
  readonly #pool: Pool;
  readonly #perSecond: number;
  #count = 0;

  constructor(stage: Stage, origin: string, perSecond: number) {
    this.#stage = stage;
    this.#pool = new Pool(origin, { connections: 32, pipelining: 1 });
    this.#perSecond = perSecond;
  }

  /** Books until `end` is settled; throws what it throws, or where a booking is refused. */
  async beside<T>(end: Promise<T>): Promise<{ result: T; booked: Booked }> {
    const underWay: Promise<number>[] = [];
    const refused = Promise.withResolvers<never>();
    refused.promise.catch(() => {});
    const timer = setInterval(() => {
      const booking = this.#book();
      booking.catch(refused.reject);
      underWay.push(booking);
    }, 1_000 / this.#perSecond);
    try {
      const result = await Promise.race([end, refused.promise]);
      clearInterval(timer);
      const times = await Promise.all(underWay);
      return {
        result,
        booked: {
          bookings: times.length,
          p50: percentile(times, 0.5),
          p99: percentile(times, 0.99),
          max: percentile(times, 1),
        },
      };
    } finally {
      clearInterval(timer);
    }
  }

  async #book(): Promise<number> {
    const n = this.#count++;
    const { bookers } = this.#stage;
    const user = bookers[n % bookers.length]!;
    return (await bookOnce(this.#stage, this.#pool, `steady-${n}`, user)).ms;
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }
}
