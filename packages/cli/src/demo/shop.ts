/**
 * What the demo needs of an operator to sell a supplier's data: the supplier, an account there, a
 * bundle with a source at it, and a partner. `close` takes all of it away.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PartnerKey } from '@hubby/sdk/signing';
import { baseUrl, operatorCall, partner, type ServerOptions } from '../client.ts';
import type { Screen } from '../screen.ts';
import { must } from './stage.ts';

type Sale = { kind: string; reference: string | null; article: string | null; isLive: boolean };
/** A stand-in that runs, as far as the demo knows it. */
export type DemoSupplier = {
  kind: string;
  url: string;
  credentials: Record<string, string>;
  settings: Record<string, unknown>;
  /** 1 GB for 7 days in Spain, and what adds the same to an eSIM that is there */
  article: string;
  topup: string | null;
  desk: {
    heal(): void;
    tellAt(url: string | null): Promise<void>;
    install(iccid: string): unknown;
    use(iccid: string, bytes: number): void;
    sold(): (Sale & { iccid: string | null })[];
  };
  close(): Promise<void>;
};

export type Shop = {
  supplier: DemoSupplier;
  /** of the account */
  name: string;
  bundle: string;
  key: PartnerKey;
  operator(method: string, path: string, body?: unknown): Promise<unknown>;
  close(): Promise<void>;
};

export async function openShop(
  options: ServerOptions,
  screen: Screen,
  start: () => Promise<DemoSupplier>,
): Promise<Shop> {
  const operator: Shop['operator'] = (method, path, body) =>
    operatorCall(options, method, path, body);
  await mustBeStaging(operator, baseUrl(options));
  const undo: (() => Promise<unknown>)[] = [];
  /** The last thing first; what fails does not keep the rest from being done. */
  const close = async (): Promise<void> => {
    for (const one of undo.splice(0).reverse())
      await again(one).catch((error: Error) => screen.note(`left behind: ${error.message}`));
  };
  try {
    screen.title('A supplier, and an account there');
    const supplier = await start();
    undo.push(() => supplier.close());
    supplier.desk.heal();
    const id = randomBytes(3).toString('hex');
    const bundle = `pkg_demo_${id}`;
    const name = `demo-${supplier.kind}-${id}`;
    await addAccount({ operator, undo, screen }, supplier, name, baseUrl(options));
    await addSource({ operator, undo, screen }, supplier, name, bundle);
    const key = await addPartner({ operator, undo, screen }, options, id);
    return { supplier, name, bundle, key, operator, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What is still under way at the end of the demo may be in the way for a moment. */
async function again(work: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries++)
    try {
      await work();
      return;
    } catch (error) {
      if (tries === 5) throw error;
      await sleep(1_000);
    }
}

type Work = Pick<Shop, 'operator'> & { undo: (() => Promise<unknown>)[]; screen: Screen };

async function mustBeStaging(operator: Shop['operator'], url: string): Promise<void> {
  const accounts = (await operator('GET', '/suppliers')) as { kind: string }[];
  if (!accounts.some(({ kind }) => kind === 'sandbox'))
    throw new Error(`${url} is not a staging server; the demo runs on staging only.`);
}

async function addAccount(
  { operator, undo, screen }: Work,
  { kind, url, credentials, settings, desk }: DemoSupplier,
  name: string,
  here: string,
): Promise<void> {
  const form = { name, kind, mode: 'test', base_url: url, credentials, settings };
  const { callback_path } = (await operator('POST', '/suppliers', form)) as {
    callback_path: string;
  };
  undo.push(async () => {
    await operator('PATCH', `/suppliers/${name}`, { status: 'draining' });
    await operator('DELETE', `/suppliers/${name}`);
  });
  await desk.tellAt(`${here}${callback_path}`);
  screen.done(`a stand-in for ${kind} at ${url}`);
  const { ok, steps } = (await operator('POST', `/suppliers/${name}/test`)) as {
    ok: boolean;
    steps: { message: string }[];
  };
  must(ok, steps.at(-1)?.message ?? 'the account was not tested');
  screen.done(`account ${name} is added and tested: it takes orders`);
}

/** The catalog with one bundle more; afterwards as it is then, without that bundle. */
async function addSource(
  { operator, undo, screen }: Work,
  { article, topup }: DemoSupplier,
  name: string,
  bundle: string,
): Promise<void> {
  const read = async () => ((await operator('GET', '/catalog/export')) as { csv: string }).csv;
  const write = (csv: string) => operator('POST', '/catalog/import', Buffer.from(csv));
  const csv = (await read()).trimEnd();
  const currency = currencyOf(csv);
  const cells: Record<string, string> = {
    bundle_id: bundle,
    destination: 'ES',
    type: 'data-limited',
    size: '1GB',
    duration_in_days: '7',
    label: '1 GB – 7 days',
    esim_types: 'universal',
    b2b_price: '4',
    b2c_price: '6',
    currency,
    priority: '1000',
    is_active: 'true',
    template_id: article,
    provider: name,
    coverage: 'ESP',
    cost: '3',
    activation_window_days: '365',
    topup_template_id: topup ?? '',
  };
  const columns = headerOf(csv);
  await write(`${csv}\n${columns.map((column) => cells[column] ?? '').join(',')}\n`);
  undo.push(async () => {
    const lines = (await read()).split('\n');
    const at = headerOf(lines[0]!).indexOf('bundle_id');
    await write(lines.filter((line) => line.split(',')[at] !== bundle).join('\n'));
  });
  screen.done(`bundle ${bundle}, 1 GB for 7 days in Spain, has its article ${article} as a source`);
}

const headerOf = (csv: string): string[] => csv.split('\n')[0]!.trim().split(',');
function currencyOf(csv: string): string {
  const [header, first] = csv.split('\n');
  const at = headerOf(header!).indexOf('currency');
  return first?.split(',')[at] ?? 'EUR';
}

async function addPartner(
  { operator, undo, screen }: Work,
  options: ServerOptions,
  id: string,
): Promise<PartnerKey> {
  const made = (await operator('POST', '/partners', { name: `Demo ${id}` })) as PartnerKey & {
    partner_id: string;
  };
  const key = { api_key: made.api_key, api_secret: made.api_secret };
  undo.push(async () => {
    // Its orders go with it, and the account can be removed.
    await partner({ ...options, key }).sandboxReset();
    await operator('POST', `/partners/${made.partner_id}/suspend`);
  });
  screen.done(`partner ${made.partner_id} sells it`);
  return key;
}
