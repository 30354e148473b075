import type { Address } from '../db/address.ts';
import { listen } from '../db/listen.ts';
import { CLOCK_CHANNEL, type ClockStore } from '../domain/partners/clocks.ts';

/** Where nothing can be heard: of sandbox partners' clocks. */
const CLOCK_POLL_MS = 250;

/** A session behind a pooler hears nothing, so there the clocks are looked at. */
export async function hearClocks(
  database: Address,
  clocks: ClockStore,
  onError: (error: Error) => void,
): Promise<{ close(): Promise<void> }> {
  if (!database.isPooled) return listen(database, CLOCK_CHANNEL, clocks.refresh, clocks.hear);
  await clocks.refresh();
  const look = setInterval(() => {
    clocks.refresh().catch(onError);
  }, CLOCK_POLL_MS);
  look.unref();
  return { close: async () => clearInterval(look) };
}
