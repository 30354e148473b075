/** A stand-in of Zendit and an account there, as every test of the adapter finds them. */
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach } from 'node:test';
import type { SupplierProvider } from '../../src/providers/kind.ts';
import type {
  KnownEsim,
  ProviderOrder,
  SentOrder,
  TemplateOrder,
} from '../../src/providers/provider.ts';
import { until } from '../faults/checks.ts';
import { startZendit, type ZenditStandIn } from '../../packages/standins/src/zendit/server.ts';
import { providerAt, sent, TEMPLATE } from './zendit-subject.ts';

export const DAY_MS = 86_400_000;

export type ZenditBench = {
  standIn: ZenditStandIn;
  provider: SupplierProvider;
  /** for calls that nobody answers; what is answered is so even on a busy machine */
  impatient: SupplierProvider;
  /** milliseconds that the stand-in's clock is ahead */
  clock: number;
};

/** To be called once in a file: it is opened before its tests, and as new before each. */
export function zenditBench(): ZenditBench {
  const b = { clock: 0 } as ZenditBench;
  before(async () => {
    b.standIn = await startZendit({ stepMs: 1, now: () => new Date(Date.now() + b.clock) });
    b.provider = providerAt(b.standIn.url, b.standIn.credentials.api_key);
    b.impatient = providerAt(b.standIn.url, b.standIn.credentials.api_key, { timeoutMs: 2_000 });
  });
  after(async () => {
    await b.provider.close();
    await b.impatient.close();
    await b.standIn.close();
  });
  beforeEach(() => {
    b.clock = 0;
    const { control } = b.standIn;
    control.heal();
    control.flow();
    control.release();
    control.setBalance(1_000_000);
    Object.assign(control.rules, { duplicates: 'refuse', hiddenMs: 0, failures: [] });
  });
  return b;
}

/** What tests do at it. */
export function stepsAt(b: ZenditBench) {
  const create = (
    reference: string = randomUUID(),
    template: TemplateOrder | null = TEMPLATE,
    by = b.provider,
  ) => by.createEsim({ template, reference, customer: 'c' });
  const add = (iccid: string, reference: string = randomUUID(), template = TEMPLATE) =>
    b.provider.addPackage({ iccid, esim_id: null, template, reference, customer: 'c' });
  const find = (reference: string, more: Partial<SentOrder> = {}) =>
    b.provider.findByReference(sent(reference, more));
  const finished = (reference: string, more: Partial<SentOrder> = {}): Promise<ProviderOrder> =>
    until('the purchase is worked off', async () => {
      const found = await find(reference, more);
      return found?.status !== 'pending' && found;
    });
  /** An eSIM with its first package. */
  const bought = async (template = TEMPLATE): Promise<ProviderOrder> => {
    const { reference } = await create(randomUUID(), template);
    return finished(reference, { template });
  };
  const reloaded = async (iccid: string, template = TEMPLATE): Promise<ProviderOrder> => {
    const { reference } = await add(iccid, randomUUID(), template);
    return finished(reference, { kind: 'add_package', iccid, template });
  };
  const cancel = (order: ProviderOrder) =>
    b.provider.cancelPackage({
      package_id: order.package_id!,
      reference: order.reference,
      template_id: order.template_id!,
      iccid: order.iccid!,
      esim_id: null,
      customer: 'c',
    });
  /** Ordered long enough ago that a plan of it would be listed. */
  const known = (...orders: ProviderOrder[]): KnownEsim => ({
    iccid: orders[0]!.iccid!,
    esim_id: null,
    packages: orders.map((order, i) => ({
      package_id: order.package_id!,
      reference: order.reference,
      template_id: order.template_id!,
      ordered_at: new Date(Date.now() - DAY_MS + i).toISOString(),
    })),
  });
  const statuses = async (esim: KnownEsim) => {
    const read = await b.provider.getEsim(esim);
    const byId = new Map(read!.packages.map((one) => [one.package_id, one]));
    return esim.packages.map((one) => byId.get(one.package_id)?.status);
  };
  const purchases = (reference: string): number =>
    b.standIn
      .ledger()
      .calls.filter(
        (call) =>
          call.method === 'POST' &&
          (call.body as { transactionId?: string })?.transactionId === reference,
      ).length;
  return { create, add, find, finished, bought, reloaded, cancel, known, statuses, purchases };
}
