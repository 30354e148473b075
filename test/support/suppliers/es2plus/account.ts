/** An account at the stand-in, with a stock of profiles and a ledger in memory. */
import { es2plusProvider } from '../../../../src/providers/es2plus/adapter.ts';
import type { Ledger } from '../../../../src/providers/es2plus/ledger.ts';
import type { SupplierProvider } from '../../../../src/providers/kind.ts';
import { startEs2plus, type Es2plus } from '../../../../packages/standins/src/es2plus/server.ts';
import { memoryLedger, type MemoryLedger } from './memory-ledger.ts';

export const TYPE = 'ES-DATA-1';

/** 19 digits, one per number. */
export const iccid = (number: number): string => `894412340000${String(number).padStart(7, '0')}`;
export const stockOf = (count: number, from = 1): string[] =>
  Array.from({ length: count }, (_, i) => iccid(from + i));

export type Given = {
  smdp: Es2plus;
  ledger: MemoryLedger;
  provider: SupplierProvider;
  close(): Promise<void>;
};

export const makeAccount = (
  smdp: Es2plus,
  ledger: Ledger,
  {
    settings = {},
    credentials = {},
    baseUrl = smdp.url,
    settleMs = 0,
  }: {
    settings?: Record<string, unknown>;
    credentials?: Record<string, string>;
    baseUrl?: string;
    /** so long nobody says "none" of a plan */
    settleMs?: number;
  } = {},
): SupplierProvider =>
  es2plusProvider(
    {
      name: 'own-smdp',
      baseUrl,
      credentials: { ...smdp.credentials, ...credentials },
      settings: { ...smdp.settings, smdp_address: 'configured.example.com', ...settings },
      limits: {},
    },
    ledger,
    { callMs: 8_000, settleMs },
  );

export async function start({
  stock = 3,
  settings,
}: { stock?: number; settings?: Record<string, unknown> } = {}): Promise<Given> {
  const smdp = await startEs2plus();
  const ledger = memoryLedger();
  const iccids = stockOf(stock);
  smdp.control.addStock(iccids.map((one) => ({ iccid: one, profileType: TYPE })));
  if (settings?.['order_by'] !== 'profile_type')
    ledger.addStock(
      iccids.map((one, i) => ({
        iccid: one,
        subscriberImsi: `00101${String(i).padStart(10, '0')}`,
        imsi: 'plan-a',
      })),
    );
  const provider = makeAccount(smdp, ledger, settings === undefined ? {} : { settings });
  return {
    smdp,
    ledger,
    provider,
    async close() {
      await provider.close();
      await smdp.close();
    },
  };
}
