import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before } from 'node:test';
import { conformance } from '../src/providers/conformance.ts';
import { TEMPLATE } from '../src/providers/conformance/subject.ts';
import { signCallback } from '../src/sandbox-telco/callback.ts';
import { SECRET, telco } from './support/telco-db.ts';

let t: Awaited<ReturnType<typeof telco>>;
before(async () => {
  t = await telco();
});
after(() => t.close());

for (const name of ['sandbox-one', 'sandbox-two'] as const) {
  conformance(name, async () => {
    const customer = `prt_${randomUUID()}`;
    return {
      provider: t.provider(name, { pageSize: 5 }),
      customer,
      template: TEMPLATE,
      finish: async () => {},
      breakNext: async (next) => {
        await t.http('PUT', `/v1/customers/${customer}/faults`, { next, count: 1 });
      },
      countProvisioned: (reference) =>
        t.count('orders where account = $1 and reference = $2', name, reference),
      callback: async (iccid, at = new Date()) => {
        const esim = (await t.http('GET', `/v1/${name}/profiles/${iccid}`)).body;
        const body = JSON.stringify({
          reports: [{ report_id: randomUUID(), iccid, reported_at: at.toISOString(), esim }],
        });
        return { headers: signCallback(SECRET, body, at), body };
      },
      use: async (iccid, { bytes, packageId, iso3 }) => {
        const path = `/v1/${name}/profiles/${iccid}`;
        for (const action of ['install', 'enable'])
          await t.http('POST', `${path}/state`, { action });
        const { status } = await t.http('POST', `${path}/consume`, {
          bytes,
          iso3,
          ...(packageId === null ? {} : { package_id: packageId }),
        });
        assert.equal(status, 200);
      },
      close: async () => {},
    };
  });
}
