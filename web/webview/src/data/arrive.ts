/**
 * Who comes in by an address with a token is let in before anything is drawn: the answer is on its way
 * while the words are fetched.
 */
import type { Boot } from '../boot.ts';
import type { Dashboard } from '../types.ts';
import { arriving, beginArriving } from './arriving.ts';
import { exchange } from './exchange.ts';
import { takeFromAddress } from './session.ts';

export type Arrival = {
  /** which screen is opened; null: the one of the address */
  to: string | null;
  /** of the device, and the language that is asked for */
  hints: Record<string, string>;
  /** what is on its way, else another try; null: there is no token (any more) */
  open(): Promise<Dashboard> | null;
};

/** Once: it takes the token out of the page's address. */
export function arrive(boot: Boot): Arrival {
  const { redirectToken, to, hints: said } = takeFromAddress();
  const hints = { ...hintsOf(boot), ...said };
  const waiting = redirectToken === null ? arriving() : beginArriving({ redirectToken, to, hints });
  let first = exchangeWaiting();
  // Whoever shows it looks at what went wrong.
  first?.catch(() => {});
  const open = (): Promise<Dashboard> | null => {
    const opened = first ?? exchangeWaiting();
    first = null;
    return opened;
  };
  return { to: to ?? waiting?.to ?? null, hints: { ...hints, ...waiting?.hints, ...said }, open };
}

function exchangeWaiting(): Promise<Dashboard> | null {
  const waiting = arriving();
  return waiting === null ? null : exchange(waiting);
}

/** What the server saw of the device, where the app said nothing. */
const hintsOf = ({ device, locale }: Boot): Record<string, string> => ({
  ...(device.model === null ? {} : { device_name: device.model }),
  ...(device.platform === 'computer'
    ? { device_type: 'laptop' }
    : { phone_os: device.platform === 'apple' ? 'ios' : 'android' }),
  ...(device.version === null ? {} : { os_version: device.version }),
  locale,
});
