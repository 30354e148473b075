/**
 * When a call may leave: so many per second of the account, so seldom about one eSIM, and none
 * while the supplier has asked for a pause.
 */
import { Turnstile } from '../../turns.ts';
import type { Pace, SlotRequest } from '../pace.ts';
import { ProviderBusy, ProviderNotReached, type Limits } from '../provider.ts';
import { LINES, POLLS } from './lines.ts';

export type Pacing = {
  /** Waits until a call of this partner may leave. `asked`: when it came. Throws `ProviderBusy`. */
  turn(key: string, asked: number): Promise<void>;
  /** The same for a question about one eSIM. */
  ofEsim(iccid: string, asked: number): Promise<void>;
  pause(ms: number): void;
};

export function makePacing(name: string, limits: Limits, pace: Pace): Pacing {
  const { perSecond, esimIntervalMs } = limits;
  let pausedUntil = -Infinity;
  const busy = (waitMs: number, concerns?: ProviderBusy['concerns']): ProviderBusy =>
    new ProviderBusy(`${name} may not be called so often`, Math.ceil(waitMs), concerns);
  // One at a time waits for the next slot, so that it goes to the partner whose turn it is then.
  const turns = new Turnstile({
    ...LINES,
    atOnce: 1,
    last: POLLS,
    full: () => busy(LINES.patienceMs),
  });

  async function slot(
    of: Omit<SlotRequest, 'patienceMs'>,
    asked: number,
    concerns?: ProviderBusy['concerns'],
  ): Promise<void> {
    const patienceMs = patienceOf(asked);
    const { waitMs, isReserved } = await reserve(pace, { ...of, patienceMs });
    if (!isReserved) throw busy(waitMs, concerns);
    if (waitMs > 0) await sleep(waitMs);
  }
  async function awaitPause(asked: number): Promise<void> {
    const waitMs = pausedUntil - performance.now();
    if (waitMs > patienceOf(asked)) throw busy(waitMs);
    if (waitMs > 0) await sleep(waitMs);
  }
  return {
    async turn(key, asked) {
      await awaitPause(asked);
      if (perSecond === null) return;
      const burst = Math.max(1, Math.floor(perSecond));
      await turns.run(key, () => slot({ key: name, intervalMs: 1_000 / perSecond, burst }, asked));
    },
    async ofEsim(iccid, asked) {
      if (esimIntervalMs === 0) return;
      const of = { key: `${name} ${iccid}`, intervalMs: esimIntervalMs, burst: 1 };
      await slot(of, asked, 'esim');
    },
    pause(ms) {
      pausedUntil = Math.max(pausedUntil, performance.now() + ms);
      // Other processes hear of it where they share a pace; who does not is told by the supplier.
      if (perSecond !== null) pace.pause(name, ms).catch(() => {});
    },
  };
}

const sleep = (ms: number): Promise<void> => new Promise((go) => setTimeout(go, ms));

const patienceOf = (asked: number): number =>
  Math.max(0, LINES.patienceMs - (performance.now() - asked));

const reserve = (pace: Pace, request: SlotRequest) =>
  pace.reserve(request).catch((error: unknown) => {
    throw new ProviderNotReached('It is not known when a call may leave.', { cause: error });
  });
