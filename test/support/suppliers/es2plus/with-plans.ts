/** An account with data plans at a stand-in SM-DP+ and a BSS, and what tests of it do. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type Bss, startBss } from '../../../../packages/standins/src/es2plus/bss.ts';
import { type Es2plus, startEs2plus } from '../../../../packages/standins/src/es2plus/server.ts';
import type { Article } from '../../../../src/providers/article.ts';
import type { SupplierProvider } from '../../../../src/providers/kind.ts';
import {
  type OrderKind,
  ProviderNotReached,
  type ProviderOrder,
  ProviderRefused,
  ProviderUnclear,
  type TemplateOrder,
} from '../../../../src/providers/provider.ts';
import { TYPE, makeAccount, stockOf } from './account.ts';
import { type MemoryLedger, memoryLedger } from './memory-ledger.ts';

type Given = {
  smdp: Es2plus;
  bss: Bss;
  ledger: MemoryLedger;
  provider: SupplierProvider;
  close(): Promise<void>;
};
type Options = Parameters<typeof makeAccount>[2] & { tmf?: Record<string, unknown> };

export async function start({ tmf = {}, ...options }: Options = {}): Promise<Given> {
  const [smdp, bss, ledger] = [await startEs2plus(), await startBss(), memoryLedger()];
  const stock = stockOf(80);
  smdp.control.addStock(stock.map((iccid) => ({ iccid, profileType: TYPE })));
  ledger.addStock(
    stock.map((iccid, i) => ({
      iccid,
      subscriberImsi: `00101${String(i).padStart(10, '0')}`,
      imsi: null,
    })),
  );
  const provider = makeAccount(smdp, ledger, {
    ...options,
    credentials: { ...bss.credentials, ...options.credentials },
    settings: { ...options.settings, tmf },
  });
  return {
    smdp,
    bss,
    ledger,
    provider,
    async close() {
      await provider.close();
      await smdp.close();
      await bss.close();
    },
  };
}

const opened: Given[] = [];
export let given: Given;
export async function open(options?: Options): Promise<Given> {
  opened.push((given = await start(options)));
  return given;
}
/** After each test. */
export async function closeAll(): Promise<void> {
  await Promise.all(opened.splice(0).map((one) => one.close()));
}

export const TEMPLATE: TemplateOrder = {
  id: 'po-es-1gb-7d',
  bytes: 1_000_000_000,
  duration_days: 7,
  coverage: ['ESP'],
  imsi: null,
};
export const CUSTOMER = 'prt_1';
export const create = (
  reference: string = randomUUID(),
  { provider } = given,
): Promise<ProviderOrder> =>
  provider.createEsim({ template: TEMPLATE, reference, customer: CUSTOMER });
export const add = (iccid: string, reference: string = randomUUID()): Promise<ProviderOrder> =>
  given.provider.addPackage({
    iccid,
    esim_id: null,
    template: TEMPLATE,
    reference,
    customer: CUSTOMER,
  });
export const find = (
  reference: string,
  kind: OrderKind = 'create_esim',
  provider_order_id: string | null = null,
) =>
  given.provider.findByReference({
    reference,
    kind,
    customer: CUSTOMER,
    iccid: null,
    esim_id: null,
    template: TEMPLATE,
    provider_order_id,
    sent_at: new Date().toISOString(),
  });
/** Sent again and looked up until it is done. */
export async function settle(reference: string): Promise<ProviderOrder> {
  for (let i = 0; i < 12; i++) {
    const order = await find(reference).catch(isOfOurs);
    if (order?.status === 'confirmed') return order;
    if (order === null) await create(reference).catch(isOfOurs);
  }
  throw new Error('the order was never settled');
}
export function isOfOurs(error: unknown): null {
  assert.ok(
    [ProviderUnclear, ProviderNotReached, ProviderRefused].some((kind) => error instanceof kind),
    String(error),
  );
  return null;
}
export const made = async (): Promise<ProviderOrder & { iccid: string; package_id: string }> => {
  const order = await settle(randomUUID());
  return { ...order, iccid: order.iccid!, package_id: order.package_id! };
};
export const usageOf = async (order: ProviderOrder) => {
  const esim = await given.provider.getEsim({
    iccid: order.iccid!,
    esim_id: null,
    packages: [
      {
        package_id: order.package_id!,
        reference: order.reference,
        template_id: TEMPLATE.id,
        ordered_at: order.created_at,
      },
    ],
  });
  return esim!.packages;
};
export const plansOf = (reference: string) =>
  given.bss.ledger().orders.filter((one) => one.externalId === reference);
export const taken = () =>
  given.smdp.ledger().profiles.filter(({ state }) => state !== 'Available');

export async function readAll(provider: SupplierProvider): Promise<Article[]> {
  const all: Article[] = [];
  for await (const page of provider.catalog()) all.push(...page);
  return all;
}
