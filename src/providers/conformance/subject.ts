/** What the suite asks of a provider: one of its own for each test, and ways to look behind it. */
import { randomUUID } from 'node:crypto';
import type { RawCallback } from '../callback.ts';
import type {
  KnownEsim,
  OrderKind,
  Provider,
  ProviderOrder,
  SentOrder,
  TemplateOrder,
} from '../provider.ts';

export type Fault = 'timeout' | 'timeout_before' | 'error' | 'out_of_stock';

export type Subject = {
  provider: Provider;
  customer: string;
  /** an article that the telco sells for new eSIMs and for those that are there, of limited bytes */
  template: TemplateOrder;
  /** Makes the customer's next provisioning call fail in this way. */
  breakNext(fault: Fault): Promise<void>;
  /** Orders in the telco's own ledger under this reference. */
  countProvisioned(reference: string): Promise<number>;
  /** Lets the telco finish what it has in hand; nothing where it never has. */
  finish(): Promise<void>;
  /**
   * A callback about this eSIM as the telco would send it at `at` (default now); only the headers
   * that sign it. Asked for only where it calls back.
   */
  callback(iccid: string, at?: Date): Promise<RawCallback>;
  /** Makes an eSIM use data: of a package, or (null) of the eSIM as a whole. */
  use(
    iccid: string,
    traffic: { bytes: number; packageId: string | null; iso3: string },
  ): Promise<void>;
  /** Puts an eSIM onto a device and switches it on; absent where devices cannot be played. */
  switchOn?(iccid: string): Promise<void>;
  close(): Promise<void>;
};

/** A test by its title. */
export type Cases = Record<string, (s: Subject) => Promise<void>>;

export const TEMPLATE: TemplateOrder = {
  id: 'tpl-es-1gb',
  bytes: 1_073_741_824,
  duration_days: 30,
  coverage: ['ESP'],
  imsi: 'plan-a',
};

type Onto = { iccid: string; esim_id: string | null } | null;

/** What we know of an order that has left, as for a look-up. */
export const sent = (
  s: Subject,
  reference: string,
  kind: OrderKind = 'create_esim',
  onto: Onto = null,
): SentOrder => ({
  reference,
  kind,
  customer: s.customer,
  iccid: onto?.iccid ?? null,
  esim_id: onto?.esim_id ?? null,
  template: s.template,
  provider_order_id: null,
  sent_at: new Date(Date.now() - 1_000).toISOString(),
});

/** As ordered, which may be pending. */
export const order = (
  s: Subject,
  reference: string,
  template: TemplateOrder | null = s.template,
): Promise<ProviderOrder> => s.provider.createEsim({ template, reference, customer: s.customer });
export const orderMore = (s: Subject, onto: NonNullable<Onto>, reference: string) =>
  s.provider.addPackage({ ...onto, template: s.template, reference, customer: s.customer });

/** An eSIM that is there. */
export async function create(
  s: Subject,
  reference: string = randomUUID(),
  template: TemplateOrder | null = s.template,
): Promise<Made> {
  return made(await done(s, await order(s, reference, template), sent(s, reference)));
}

/** A package that is there. */
export async function add(
  s: Subject,
  onto: NonNullable<Onto>,
  reference: string = randomUUID(),
): Promise<ProviderOrder> {
  return done(s, await orderMore(s, onto, reference), sent(s, reference, 'add_package', onto));
}

async function done(s: Subject, answer: ProviderOrder, about: SentOrder): Promise<ProviderOrder> {
  if (answer.status !== 'pending') return answer;
  await s.finish();
  const found = await s.provider.findByReference({ ...about, provider_order_id: answer.id });
  if (found === null) throw new Error('an order that was accepted is not found');
  return found;
}

export type Made = ProviderOrder & { iccid: string; onto: NonNullable<Onto> };
function made(one: ProviderOrder): Made {
  if (one.iccid === null || one.profile === null) throw new Error('the order made no eSIM');
  return { ...one, iccid: one.iccid, onto: { iccid: one.iccid, esim_id: one.profile.esim_id } };
}

/** The eSIM as we would ask for it. */
export const known = ({ onto }: Made, ...orders: ProviderOrder[]): KnownEsim => ({
  ...onto,
  packages: orders.map((one) => ({
    package_id: one.package_id!,
    reference: one.reference,
    template_id: one.template_id!,
    ordered_at: one.created_at,
  })),
});
