/**
 * `hubby demo --supplier`: a traveler whose mobile data comes from a supplier's stand-in, from the
 * operator's account to the top-up. Whatever it adds it takes away again. Throws when something is
 * not as it should be.
 */
import type { ServerOptions } from './client.ts';
import { bookThere, installAndUse, redeemOne, topUpThere } from './demo/at-supplier.ts';
import { openShop, type DemoSupplier } from './demo/shop.ts';
import { makeStage } from './demo/stage.ts';
import { listEvents } from './demo/trip.ts';
import { compareWithSupplier } from './demo/compare-with-supplier.ts';
import { makeScreen } from './screen.ts';

export async function demoAtSupplier(
  options: ServerOptions,
  start: () => Promise<DemoSupplier>,
): Promise<void> {
  const screen = makeScreen(process.stdout, process.env);
  const shop = await openShop(options, screen, start);
  try {
    const stage = makeStage({ ...options, key: shop.key }, null, screen);
    await stage.beside.open();
    const queues = await bookThere(stage, shop);
    const iccid = await redeemOne(stage, queues[0]!);
    await installAndUse(stage, shop, iccid, queues[0]!);
    await redeemOne(stage, queues[1]!, iccid);
    await topUpThere(stage, iccid);
    await compareWithSupplier(stage, shop, iccid);
    await listEvents(stage);
  } finally {
    await shop.close();
  }
  screen.end();
}
