/** The callbacks of what happens: kept, or sent as they are wanted. */
import type { Manner } from '../desk.ts';
import { post, signed, type Signed } from './callbacks.ts';
import type { World } from './routes.ts';

export type Callbacks = {
  /** Callbacks are sent there as things happen; null = they are kept until `deliver`. */
  tellAt(url: string | null): void;
  /** How they are sent there. */
  setManner(manner: Manner): void;
  /** The callbacks that were not sent yet, oldest first. */
  outbox: Signed[];
  /** A callback that it could send; `forged` with another key. */
  callback(body: object | string, how?: 'genuine' | 'forged'): Signed;
  /** Sends what is in the outbox; returns the statuses. */
  deliver(url: string, how?: 'once' | 'twice' | 'reversed' | 'forged'): Promise<number[]>;
};

const HOW = {
  normal: 'once',
  duplicate: 'twice',
  forged: 'forged',
  reordered: 'reversed',
} as const;

/** `url` null: they are kept. */
export function makeOutbox(
  world: World,
  url: string | null,
): Callbacks & { tell(body: object | string): void } {
  const told: { url: string | null; manner: Manner } = { url, manner: 'normal' };
  const outbox: Callbacks['outbox'] = [];
  const callback: Callbacks['callback'] = (body, how = 'genuine') =>
    signed(body, how === 'genuine' ? world.apiKey : 'somebody-else');
  const deliver: Callbacks['deliver'] = async (to, how = 'once') => {
    const waiting = outbox.splice(0);
    if (how === 'reversed') waiting.reverse();
    if (how === 'forged')
      return post(
        to,
        waiting.map(({ body }) => callback(body, 'forged')),
      );
    return post(to, how === 'twice' ? waiting.flatMap((one) => [one, one]) : waiting);
  };
  return {
    outbox,
    callback,
    deliver,
    tellAt: (to) => void (told.url = to),
    setManner: (manner) => void (told.manner = manner),
    tell(body) {
      outbox.push(callback(body));
      // Of two that are reordered the first waits for the second.
      if (told.url === null || (told.manner === 'reordered' && outbox.length < 2)) return;
      // Whoever does not answer hears of it by asking.
      void deliver(told.url, HOW[told.manner]).catch(() => null);
    },
  };
}
