import assert, { AssertionError } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { cases, conformance } from '../src/providers/conformance.ts';
import { TEMPLATE, type Subject } from '../src/providers/conformance/subject.ts';
import {
  ForgedCallback,
  ProviderRefused,
  type Capabilities,
  type Provider,
} from '../src/providers/provider.ts';
import type { SandboxAccount } from '../src/providers/sandbox/adapter.ts';
import { signCallback } from '../src/sandbox-telco/callback.ts';
import { until } from './faults/checks.ts';
import { SECRET, telco } from './support/telco-db.ts';

let t: Awaited<ReturnType<typeof telco>>;
before(async () => {
  t = await telco();
  await t.pool.query(
    'update telco.accounts set allocation_ms = 40 where allocation_ms is not null',
  );
});
after(() => t.close());

async function subject(name: SandboxAccount): Promise<Subject> {
  const customer = `prt_${randomUUID()}`;
  const path = `/v1/${name}/profiles`;
  const switchOn = async (iccid: string): Promise<void> => {
    for (const action of ['install', 'enable'])
      await t.http('POST', `${path}/${iccid}/state`, { action });
  };
  return {
    provider: t.provider(name, { pageSize: 5 }),
    customer,
    template: TEMPLATE,
    finish: () =>
      until('nothing is pending', async () => {
        const pending = 'orders where customer = $1 and allocate_at is not null';
        return (await t.count(pending, customer)) === 0;
      }).then(() => {}),
    breakNext: async (next) => {
      await t.http('PUT', `/v1/customers/${customer}/faults`, { next, count: 1 });
    },
    countProvisioned: (reference) =>
      t.count('orders where account = $1 and reference = $2', name, reference),
    callback: async (iccid, at = new Date()) => {
      const esim = (await t.http('GET', `${path}/${iccid}`)).body;
      const body = JSON.stringify({
        reports: [{ report_id: randomUUID(), iccid, reported_at: at.toISOString(), esim }],
      });
      return { headers: signCallback(SECRET, body, at), body };
    },
    switchOn,
    use: async (iccid, { bytes, packageId, iso3 }) => {
      await switchOn(iccid);
      const { status } = await t.http('POST', `${path}/${iccid}/consume`, {
        bytes,
        iso3,
        ...(packageId === null ? {} : { package_id: packageId }),
      });
      assert.equal(status, 200);
    },
    close: async () => {},
  };
}

for (const name of ['sandbox-one', 'sandbox-two', 'sandbox-three'] as const)
  conformance(name, () => subject(name));

type Lie = {
  of: SandboxAccount;
  claims: Partial<Capabilities>;
  /** what it does all the same, where the real one could do it */
  does?: (real: Provider) => Partial<Provider>;
  /** the case that is not passed */
  fails: string;
};

const PROFILE = 'a profile without a package is made, or refused by who makes none';
const CANCEL = 'an unused package is cancelled as promised';
const STATES = 'so much of its life on a device is told as is promised';
const CALLBACKS = 'its own callbacks are accepted, forged ones are not';

const LIES: Lie[] = [
  { of: 'sandbox-three', claims: { emptyProfile: true }, fails: PROFILE },
  { of: 'sandbox-one', claims: { emptyProfile: false }, fails: PROFILE },
  { of: 'sandbox-one', claims: { cancel: 'impossible' }, fails: CANCEL },
  { of: 'sandbox-one', claims: { cancel: 'requested' }, fails: CANCEL },
  {
    of: 'sandbox-one',
    claims: { list: true },
    does: () => ({ list: async () => ({ orders: [], next_cursor: null }) }),
    fails: 'the list pages through everything once and in order, while new orders arrive',
  },
  { of: 'sandbox-three', claims: { states: 'all' }, fails: STATES },
  { of: 'sandbox-one', claims: { states: 'installed' }, fails: STATES },
  { of: 'sandbox-one', claims: { states: 'none' }, fails: STATES },
  { of: 'sandbox-three', claims: { usage: 'package' }, fails: 'usage is cumulative' },
  {
    of: 'sandbox-one',
    claims: { events: true },
    does: () => ({
      parseCallback() {
        throw new ForgedCallback('It knows no callbacks.');
      },
    }),
    fails: CALLBACKS,
  },
  {
    of: 'sandbox-one',
    claims: { tellsUsage: true },
    does: (real) => ({
      parseCallback(raw) {
        const { reports, ...rest } = real.parseCallback(raw);
        const hints = reports.map(({ iccid }) => ({ kind: 'esim' as const, iccid, esim_id: null }));
        return { ...rest, reports: [], hints };
      },
    }),
    fails: CALLBACKS,
  },
];

for (const { of, claims, does, fails } of LIES)
  test(`${of} would not pass with ${JSON.stringify(claims)}`, async () => {
    const honest = await subject(of);
    const real = honest.provider;
    const provider = { ...real, ...does?.(real), can: { ...real.can, ...claims } };
    await assert.rejects(
      cases[fails]!({ ...honest, provider }),
      (error) =>
        error instanceof AssertionError ||
        error instanceof ProviderRefused ||
        error instanceof ForgedCallback,
    );
  });

test('there is a lie about each capability', async () => {
  const { provider } = await subject('sandbox-one');
  const claimed = new Set(LIES.flatMap(({ claims }) => Object.keys(claims)));
  assert.deepEqual([...claimed].sort(), Object.keys(provider.can).sort());
});
