/** Packages onto an eSIM that is there: which ones fit, and ordering one. */
import { bytes } from '../fields.ts';
import {
  ProviderNotReached,
  ProviderRefused,
  ProviderUnclear,
  type ProviderOrder,
  type SentOrder,
  type TemplateOrder,
} from '../provider.ts';
import { toTopUps, type TopUp } from './articles.ts';
import { unexpected, type AccessClient } from './client.ts';
import { refusalOf } from './errors.ts';
import { iccidOf } from './map.ts';
import { demandReference } from './orders.ts';
import { queryEsims } from './query.ts';

export type ToppingUp = {
  iccid: string;
  esim_id: string | null;
  template: TemplateOrder;
  reference: string;
};

/** Done when it is answered. */
export async function topUp(client: AccessClient, input: ToppingUp): Promise<ProviderOrder> {
  const { iccid, esim_id: esimTranNo, template, reference } = input;
  // Its number may be another eSIM's by now.
  if (esimTranNo === null)
    throw new ProviderRefused('rejected', 'This eSIM has no id of eSIM Access.');
  const packageCode = template.topup_id ?? (await codeOf(client, iccid, template));
  const made = await client.act('/esim/topup', {
    esimTranNo,
    packageCode,
    transactionId: reference,
  });
  demandReference(made, reference);
  // What it now holds in all is kept by nobody: it is read to see that this is an answer.
  bytes(made, 'totalVolume');
  if (iccidOf(made) !== iccid) throw new ProviderUnclear('The telco answered with another eSIM.');
  return {
    id: reference,
    reference,
    kind: 'add_package',
    status: 'confirmed',
    iccid,
    profile: null,
    package_id: reference,
    template_id: template.id,
    cost: null,
    created_at: new Date().toISOString(),
  };
}

/** Of the article's top-up. The catalog does not hold it: the telco tells which fit, per eSIM. */
async function codeOf(
  client: AccessClient,
  iccid: string,
  template: TemplateOrder,
): Promise<string> {
  const fitting = await fittingTopUp(client, iccid, template).catch((error: unknown) => {
    // Only a question has left so far.
    throw error instanceof ProviderUnclear
      ? new ProviderNotReached('The telco does not tell which packages fit.', { cause: error })
      : error;
  });
  if (fitting === null)
    throw new ProviderRefused('out_of_stock', 'The telco has no such package for this eSIM.');
  return fitting.code;
}

/**
 * Null where there is none: that of the article by its code or alias; another one of the same size
 * is another article, with a price of its own.
 */
export async function fittingTopUp(
  client: AccessClient,
  iccid: string,
  template: TemplateOrder,
): Promise<TopUp | null> {
  const said = await client.ask('/package/list', {
    locationCode: '',
    type: 'TOPUP',
    slug: '',
    packageCode: '',
    iccid,
  });
  if (!said.succeeded) throw refusalOf(said.code) ?? unexpected(said.code);
  return toTopUps(said.obj).find((one) => isOf(one, template)) ?? null;
}

function isOf({ code, slug }: TopUp, { id, topup_id }: TemplateOrder): boolean {
  const names = topup_id ? [topup_id] : [`TOPUP_${id}`, id];
  return names.includes(code) || (slug !== null && names.includes(slug));
}

/** Whether the eSIM got a package of this article at or after an instant, as far as is known. */
export async function hasTopUpSince(
  client: AccessClient,
  { esim_id: esimTranNo, template }: SentOrder,
  since: Date,
): Promise<boolean> {
  if (esimTranNo === null || template === null) return false;
  const esims = await queryEsims(client, { esimTranNo });
  const packages = esims.find((esim) => esim.esimTranNo === esimTranNo)?.packages ?? [];
  // The first is what the eSIM came with.
  return packages
    .slice(1)
    .some(
      (one) =>
        isOf(one, template) && (one.createdAt === null || one.createdAt >= since.toISOString()),
    );
}
