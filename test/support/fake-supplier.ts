/** A kind of supplier whose accounts do what the test says. */
import { Type } from 'typebox';
import type { Article, Money } from '../../src/providers/article.ts';
import type { SupplierAccount, SupplierKind } from '../../src/providers/kind.ts';
import {
  ForgedCallback,
  ProviderRefused,
  type ProviderOrder,
} from '../../src/providers/provider.ts';

export type FakeSupplier = {
  kind: SupplierKind;
  /** accounts that were made, the newest last */
  made: SupplierAccount[];
  closed: string[];
  /** calls that reached it: `name credential` */
  calls: string[];
  /** thrown by everything but `parseCallback`, null = all is well */
  failure: Error | null;
  balance: Money | null;
  /** what its catalog lists, and how much of it made no sense */
  pages: Article[][];
  leftOut: number;
  /** stands in the way of every call, null = nothing does */
  hold: (() => Promise<void>) | null;
  /** what callbacks came with */
  callbacks: string[];
};

export const wrongKey = (): ProviderRefused =>
  new ProviderRefused('rejected', 'The telco does not know the key.', 'account');

/** In place of Airalo. */
export function fakeSupplier(): FakeSupplier {
  const fake: FakeSupplier = {
    made: [],
    closed: [],
    calls: [],
    failure: null,
    balance: { minor: 50_000, currency: 'USD' },
    pages: [[]],
    leftOut: 0,
    hold: null,
    callbacks: [],
    kind: {
      kind: 'airalo',
      title: 'Fake supplier',
      baseUrl: 'https://api.example.com/v2',
      credentials: Type.Object({
        client_id: Type.String({ pattern: '^[a-z0-9-]{2,60}$', description: 'the id' }),
        client_secret: Type.String({ pattern: '^[a-z0-9-]{2,60}$', description: 'the secret' }),
      }),
      settings: Type.Object({
        currency: Type.String({ pattern: '^[A-Z]{3}$', default: 'USD', description: 'its own' }),
      }),
      make: (account) => make(fake, account),
    },
  };
  return fake;
}

function make(fake: FakeSupplier, account: SupplierAccount): ReturnType<SupplierKind['make']> {
  const { name } = account;
  fake.made.push(account);
  const call = async <T>(what: string, answer: () => T): Promise<T> => {
    fake.calls.push(`${what} ${account.credentials['client_secret']}`);
    await fake.hold?.();
    if (fake.failure !== null) throw fake.failure;
    return answer();
  };
  const order = (): ProviderOrder => {
    throw new ProviderRefused('rejected', 'There is no such article.');
  };
  return {
    name,
    tiers: { create_esim: 'T1', add_package: 'T1' },
    can: {
      emptyProfile: false,
      cancel: 'done',
      list: false,
      states: 'none',
      usage: 'package',
      events: true,
    },
    limits: { perSecond: null, atOnce: 8, esimIntervalMs: 0 },
    timeoutMs: 1_000,
    settleMs: 1_000,
    pendingMs: 60_000,
    breakerScope: 'provider',
    createEsim: () => call('createEsim', order),
    addPackage: () => call('addPackage', order),
    canAdd: () => call('canAdd', () => true),
    getEsim: () => call('getEsim', () => null),
    cancelPackage: () => call('cancelPackage', () => 'done' as const),
    findByReference: () => call('findByReference', () => null),
    list: () => call('list', () => ({ orders: [], next_cursor: null })),
    async *catalog() {
      for (const page of fake.pages) yield await call('catalog', () => page);
      return fake.leftOut;
    },
    balance: () => call('balance', () => fake.balance),
    parseCallback(raw) {
      const key = /^signed with (\S+)/.exec(raw.body)?.[1];
      if (key !== undefined && key !== account.credentials['client_secret'])
        throw new ForgedCallback('The signature does not fit.');
      fake.callbacks.push(raw.body);
      return { trust: 'unsigned', id: raw.body, reports: [], hints: [] };
    },
    signIn: () => call('signIn', () => undefined),
    async close() {
      fake.closed.push(String(account.credentials['client_secret']));
    },
  };
}
