/** Asks again while there is only no room for a call: what is read page by page is not begun anew for that. */
import { ProviderBusy } from './provider.ts';

/** Also where no pause at all is asked for. */
const LEAST_MS = 250;

/** Throws `ProviderBusy` where that lasts longer than `patienceMs`, anything else at once. */
export async function patiently<T>(patienceMs: number, ask: () => Promise<T>): Promise<T> {
  for (const begun = performance.now(); ;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ProviderBusy)) throw error;
      const left = patienceMs - (performance.now() - begun);
      const waitMs = Math.max(LEAST_MS, error.retryAfterMs);
      if (waitMs > left) throw error;
      await sleep(waitMs);
    }
  }
}

const sleep = (ms: number): Promise<void> => new Promise((go) => setTimeout(go, ms));
