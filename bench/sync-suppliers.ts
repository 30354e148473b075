/**
 * Four suppliers, a process of its own: stand-ins with as many articles each as they are told, which
 * keep to the limits that their references give. They are started anew at their ports for what is
 * sold the next day.
 */
import { startAiralo } from '../packages/standins/src/airalo/server.ts';
import { startEsimAccess } from '../packages/standins/src/esim-access/server.ts';
import { startEsimGo } from '../packages/standins/src/esim-go/server.ts';
import { startZendit } from '../packages/standins/src/zendit/server.ts';
import {
  airaloDestinations,
  esimAccessPackages,
  esimGoBundles,
  zenditOffers,
  type Reading,
} from './sync-catalogs.ts';

export type SellOrder = { sell: Reading; count: number };
export type Supplier = { kind: string; url: string; credentials: Record<string, string> };
export type Sold = { suppliers: Supplier[] } | { error: string };

type Running = Omit<Supplier, 'kind'> & { close(): Promise<void> };
type Start = (count: number, reading: Reading, port: number) => Promise<Running>;

/** eSIM Access counts calls by the second, and its catalog is one. */
const ESIM_ACCESS_PER_SECOND = 8;

/** eSIM Go's has its ten calls a second by itself; Zendit publishes none. */
const STARTS: Record<string, Start> = {
  zendit: (count, reading, port) => startZendit({ port, offers: zenditOffers(count, reading) }),
  'esim-access': async (count, reading, port) => {
    const standIn = await startEsimAccess({ port, packages: esimAccessPackages(count, reading) });
    standIn.control.settings.perSecond = ESIM_ACCESS_PER_SECOND;
    return standIn;
  },
  airalo: (count, reading, port) =>
    startAiralo({ port, destinations: airaloDestinations(count, reading), limits: true }),
  'esim-go': (count, reading, port) =>
    startEsimGo({ port, bundles: esimGoBundles(count, reading) }),
};

const running = new Map<string, Running>();

async function sell({ sell: reading, count }: SellOrder): Promise<Sold> {
  const suppliers: Supplier[] = [];
  for (const [kind, start] of Object.entries(STARTS)) {
    const before = running.get(kind);
    await before?.close();
    const port = before === undefined ? 0 : Number(new URL(before.url).port);
    const standIn = await start(count, reading, port);
    running.set(kind, standIn);
    suppliers.push({ kind, url: standIn.url, credentials: standIn.credentials });
  }
  return { suppliers };
}

if (import.meta.main) {
  process.on('message', (order: SellOrder) => {
    sell(order)
      .catch((error: unknown): Sold => ({
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }))
      .then((reply) => process.send!(reply));
  });
  process.on('disconnect', () => process.exit());
}
