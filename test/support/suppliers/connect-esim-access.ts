/** What the tests of eSIM Access begin with: a stand-in, and an adapter that knows it. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { TestContext } from 'node:test';
import type { Article } from '../../../src/providers/article.ts';
import { esimAccessProvider } from '../../../src/providers/esim-access/adapter.ts';
import {
  ProviderRefused,
  type KnownEsim,
  type Provider,
  type ProviderOrder,
  type SentOrder,
  type TemplateOrder,
} from '../../../src/providers/provider.ts';
import {
  startEsimAccess,
  type StandInOptions,
} from '../../../packages/standins/src/esim-access/server.ts';

export const GB = 2 ** 30;
export const SPAIN: TemplateOrder = {
  id: 'PHES1',
  bytes: GB,
  duration_days: 7,
  coverage: ['ESP'],
  imsi: null,
};
export const ENOUGH_AGO = () => new Date(Date.now() - 120_000).toISOString();
export const JUST_NOW = () => new Date().toISOString();

export async function connect(
  t: TestContext,
  options: StandInOptions & { timeoutMs?: number } = {},
) {
  const standIn = await startEsimAccess(options);
  const { access_code: accessCode, secret_key: secretKey } = standIn.credentials;
  const provider = esimAccessProvider({
    name: 'access',
    url: standIn.url,
    keys: { accessCode, secretKey },
    dayPassDays: [1, 7],
    perSecond: null,
    timeoutMs: options.timeoutMs ?? 5_000,
  });
  t.after(async () => {
    await provider.close();
    await standIn.close();
  });
  const { control, ledger } = standIn;
  const create = (reference: string = randomUUID(), template = SPAIN) =>
    provider.createEsim({ template, reference, customer: 'c' });
  const find = (reference: string, more: Partial<SentOrder> = {}) =>
    provider.findByReference(sent(reference, more));
  /** One that is there. */
  const made = async (template = SPAIN) => {
    const { reference, id } = await create(randomUUID(), template);
    const order = (await find(reference, { provider_order_id: id, template }))!;
    assert.equal(order.status, 'confirmed');
    return { ...order, iccid: order.iccid!, esim_id: order.profile!.esim_id! };
  };
  type Made = Awaited<ReturnType<typeof made>>;
  const add = (to: Made, reference: string = randomUUID(), template = SPAIN) =>
    provider.addPackage({
      iccid: to.iccid,
      esim_id: to.esim_id,
      template,
      reference,
      customer: 'c',
    });
  return { standIn, control, ledger, provider, create, find, made, add };
}

export const sent = (reference: string, more: Partial<SentOrder> = {}): SentOrder => ({
  reference,
  kind: 'create_esim',
  customer: 'c',
  iccid: null,
  esim_id: null,
  template: SPAIN,
  provider_order_id: null,
  sent_at: JUST_NOW(),
  ...more,
});

export const known = (order: ProviderOrder, ...more: ProviderOrder[]): KnownEsim => ({
  iccid: order.iccid!,
  esim_id: order.profile!.esim_id,
  packages: [order, ...more].map((one) => ({
    package_id: one.package_id!,
    reference: one.reference,
    template_id: one.template_id!,
    ordered_at: one.created_at,
  })),
});

export const articlesOf = async ({ catalog }: Pick<Provider, 'catalog'>): Promise<Article[]> => {
  const all: Article[] = [];
  for await (const page of catalog()) all.push(...page);
  return all;
};

export const refused =
  (reason: string, concerns = 'order') =>
  (error: unknown) => {
    assert.ok(error instanceof ProviderRefused, String(error));
    assert.deepEqual([error.reason, error.concerns], [reason, concerns]);
    return true;
  };

/** A call by the access code alone, which is the other way in. */
export async function post(
  { url, credentials }: { url: string; credentials: { access_code: string } },
  path: string,
  body: object,
) {
  const answer = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'RT-AccessCode': credentials.access_code },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as {
    success: boolean | string;
    errorCode: string | null;
    obj: Record<string, unknown>;
  };
}
