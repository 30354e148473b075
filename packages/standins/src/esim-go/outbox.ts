/** The callbacks of what happens: kept, or sent as they are wanted. */
import type { Manner } from '../desk.ts';
import { post, signed } from './callbacks.ts';
import type { Control } from './control.ts';
import type { World } from './routes.ts';

type Outbox = Pick<Control, 'outbox' | 'callback' | 'deliver' | 'tellAt' | 'setManner'> & {
  tell(body: object | string): void;
};

const HOW = {
  normal: 'once',
  duplicate: 'twice',
  forged: 'forged',
  reordered: 'reversed',
} as const;

/** `url` null: they are kept. */
export function makeOutbox(world: World, url: string | null): Outbox {
  const told: { url: string | null; manner: Manner } = { url, manner: 'normal' };
  const outbox: Control['outbox'] = [];
  const callback: Control['callback'] = (body, how = 'genuine') =>
    signed(body, how === 'genuine' ? world.apiKey : 'somebody-else');
  const deliver: Control['deliver'] = async (to, how = 'once') => {
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
