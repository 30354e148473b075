/**
 * A redirect token on its way to a session. It opens one, once, and the answer may never come: the
 * network goes, or the page is loaded again. So it waits in the tab until it was answered, with a key
 * by which the API knows that it is the same page that asks again.
 */
export type Arriving = {
  redirectToken: string;
  retryKey: string;
  /** which screen is opened; null: the one of the address */
  to: string | null;
  /** of the device, and the language that is asked for */
  hints: Record<string, string>;
};

const KEY = 'hubby.arriving';
const KEY_BYTES = 16;

let current: Arriving | null = null;

export function beginArriving({
  redirectToken,
  to = null,
  hints,
}: Pick<Arriving, 'redirectToken' | 'hints'> & Partial<Arriving>): Arriving {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  const retryKey = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  current = { redirectToken, retryKey, to, hints };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // A browser may forbid storage: then it waits for as long as the page lives.
  }
  return current;
}

/** What waits, also since before the page was loaded again. */
export function arriving(): Arriving | null {
  try {
    current ??= JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Arriving | null;
  } catch {
    // See above.
  }
  return current;
}

/** It was answered. */
export function endArriving(): void {
  current = null;
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // See above.
  }
}
