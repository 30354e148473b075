/** Orders of new eSIMs: placing one, and what the telco says of one. */
import { id, type Fields } from '../fields.ts';
import {
  ProviderRefused,
  ProviderUnclear,
  type ProviderOrder,
  type TemplateOrder,
} from '../provider.ts';
import { toItem } from './articles.ts';
import type { AccessClient } from './client.ts';
import { filled, type AccessEsim } from './map.ts';

export type Placing = { reference: string; template: TemplateOrder | null };

/**
 * The telco takes a transaction id that it has had for the same request, so this is also how an
 * order is found again. What is answered is the order's number: the eSIM comes later.
 */
export async function placeOrder(
  client: AccessClient,
  { reference, template }: Placing,
): Promise<ProviderOrder> {
  if (template === null)
    throw new ProviderRefused('rejected', 'eSIM Access has no eSIM without a package.');
  // No price: one that has changed would be refused, and what it is to cost was decided before.
  const { code, days } = toItem(template.id);
  const item = { packageCode: code, count: 1, ...(days === null ? {} : { periodNum: days }) };
  const made = await client.act('/esim/order', {
    transactionId: reference,
    packageInfoList: [item],
  });
  demandReference(made, reference);
  return pendingOrder({ orderNo: id(made, 'orderNo'), reference, templateId: template.id });
}

/** Throws where an answer is about another request. */
export function demandReference(from: Fields, reference: string): void {
  const said = filled(id)(from, 'transactionId');
  if (said !== null && said !== reference)
    throw new ProviderUnclear('The telco answered with another order.');
}

export const pendingOrder = ({
  orderNo,
  reference,
  templateId,
}: {
  orderNo: string;
  reference: string;
  templateId: string | null;
}): ProviderOrder => ({
  id: orderNo,
  reference,
  kind: 'create_esim',
  status: 'pending',
  iccid: null,
  profile: null,
  package_id: null,
  template_id: templateId,
  cost: null,
  created_at: new Date().toISOString(),
});

/** What we know of an order beside what the telco lists. */
export type Ours = {
  reference: string;
  /** null where the order may be anybody's */
  article: string | null;
  /** where the telco does not say when */
  createdAt: string;
};

/**
 * The order by which an eSIM was made. Its first package is called by our reference, since the
 * telco has no ids of packages.
 */
export function toOrder(esim: AccessEsim, { reference, article, createdAt }: Ours): ProviderOrder {
  const { orderNo, iccid, profile } = esim;
  const first = esim.packages[0];
  const templateId = first === undefined ? article : articleOf(first, article);
  const status = statusOf(esim);
  if (status === 'pending') return pendingOrder({ orderNo, reference, templateId });
  return {
    id: orderNo,
    reference,
    kind: 'create_esim',
    status,
    iccid,
    profile,
    package_id: reference,
    template_id: templateId,
    cost: null,
    created_at: first?.createdAt ?? createdAt,
  };
}

const statusOf = ({ life }: AccessEsim): ProviderOrder['status'] => {
  if (life === 'cancelled') return 'cancelled';
  return life === 'allocating' || life === 'unknown' ? 'pending' : 'confirmed';
};

/** The telco lists a code and its alias; what we ordered by either is what we call it. */
function articleOf(
  { code, slug }: { code: string; slug: string | null },
  article: string | null,
): string {
  if (article === null) return code;
  const ordered = toItem(article).code;
  return ordered === code || ordered === slug ? article : code;
}
