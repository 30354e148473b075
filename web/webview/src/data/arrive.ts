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
  /** null: neither the address nor the tab had a token */
  opened: Promise<Dashboard> | null;
};

/** Once: it takes the token out of the page's address. */
export function arrive(boot: Boot): Arrival {
  const { redirectToken, to, hints: said } = takeFromAddress();
  const hints = { ...hintsOf(boot), ...said };
  const waiting = redirectToken === null ? arriving() : beginArriving({ redirectToken, to, hints });
  if (waiting === null) return { to, hints, opened: null };
  const opened = exchange(waiting);
  // Whoever shows it looks at what went wrong.
  opened.catch(() => {});
  return { to: to ?? waiting.to, hints: { ...waiting.hints, ...said }, opened };
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
