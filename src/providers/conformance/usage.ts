/** What a provider says of usage. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { create, TEMPLATE, type Cases } from './subject.ts';

export const usage: Cases = {
  'usage has its shape, an unknown ICCID none': async (s) => {
    const order = await create(s);
    const esim = await s.provider.getEsim(order.profile.iccid);
    assert.deepEqual(esim?.profile, order.profile);
    assert.equal(new Date(esim!.state_changed_at).toISOString(), esim!.state_changed_at);
    assert.deepEqual(esim!.packages, [
      {
        package_id: order.package_id,
        reference: order.reference,
        used_bytes: 0,
        total_bytes: TEMPLATE.bytes,
        activated_at: null,
        expires_at: null,
        status: 'ACTIVE',
      },
    ]);
    const unlimited = await create(s, randomUUID(), { ...TEMPLATE, bytes: null });
    assert.equal(
      (await s.provider.getEsim(unlimited.profile.iccid))?.packages[0]?.total_bytes,
      null,
    );
    assert.equal(await s.provider.getEsim('8999999000000000008'), null);
  },

  'usage is cumulative, per package and per country': async (s) => {
    const order = await create(s);
    const { iccid } = order.profile;
    const read = async () => (await s.provider.getEsim(iccid))!;
    assert.deepEqual((await read()).usage, []);
    await s.use(iccid, { bytes: 100, packageId: order.package_id, iso3: 'ESP' });
    await s.use(iccid, { bytes: 50, packageId: order.package_id, iso3: 'ESP' });
    const [used] = (await read()).packages;
    assert.deepEqual([used?.used_bytes, used?.status], [150, 'ACTIVE']);
    assert.equal(new Date(used!.activated_at!).toISOString(), used!.activated_at);
    assert.equal(
      Date.parse(used!.expires_at!) - Date.parse(used!.activated_at!),
      TEMPLATE.duration_days * 86_400_000,
    );
    await s.use(iccid, { bytes: TEMPLATE.bytes!, packageId: order.package_id, iso3: 'ESP' });
    assert.deepEqual(
      (await read()).packages.map((p) => [p.used_bytes, p.status]),
      [[TEMPLATE.bytes, 'DEPLETED']],
    );
    await s.use(iccid, { bytes: 7, packageId: null, iso3: 'USA' });
    await s.use(iccid, { bytes: 8, packageId: null, iso3: 'USA' });
    const [report] = s.provider.parseCallback(await s.callback(iccid));
    assert.deepEqual(report?.esim.usage, [{ iso3: 'USA', used_bytes: 15 }]);
    assert.equal(report?.esim.profile.state, 'ENABLED');
  },
};
