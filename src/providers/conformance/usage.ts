/** What a provider says of usage. */
import assert from 'node:assert/strict';
import type { Capabilities, ProfileState } from '../provider.ts';
import { create, known, type Cases } from './subject.ts';

const DAY_MS = 86_400_000;
const TOLD_OF_ONE_SWITCHED_ON: Record<Capabilities['states'], ProfileState[]> = {
  all: ['ENABLED'],
  installed: ['INSTALLED'],
  none: ['RELEASED', 'unknown'],
};

export const usage: Cases = {
  'an eSIM has its shape, an unknown one none': async (s) => {
    const made = await create(s);
    const esim = await s.provider.getEsim(known(made, made));
    assert.equal(esim?.iccid, made.iccid);
    assert.equal(new Date(esim!.state_changed_at).toISOString(), esim!.state_changed_at);
    const [fresh] = esim!.packages;
    assert.deepEqual(
      [fresh?.package_id, fresh?.used_bytes, fresh?.activated_at, fresh?.status],
      [made.package_id, 0, null, 'ACTIVE'],
    );
    if (s.provider.can.usage === 'package')
      assert.ok(fresh!.total_bytes! >= s.template.bytes! * 0.93);
    assert.equal(
      await s.provider.getEsim({ iccid: '8999999000000000008', esim_id: 'nobody', packages: [] }),
      null,
    );
  },

  'so much of its life on a device is told as is promised': async (s) => {
    if (s.switchOn === undefined) return;
    const made = await create(s);
    const state = async () => (await s.provider.getEsim(known(made, made)))!.state;
    assert.ok(['RELEASED', 'unknown'].includes(await state()));
    await s.switchOn(made.iccid);
    assert.ok(TOLD_OF_ONE_SWITCHED_ON[s.provider.can.states].includes(await state()));
  },

  'usage is cumulative': async (s) => {
    const made = await create(s);
    const read = async () => (await s.provider.getEsim(known(made, made)))!;
    const isByPackage = s.provider.can.usage === 'package';
    const packageId = isByPackage ? made.package_id : null;
    const used = async (): Promise<number> => {
      const { packages, usage: figures } = await read();
      return isByPackage
        ? packages[0]!.used_bytes
        : figures.reduce((sum, one) => sum + one.used_bytes, 0);
    };
    assert.equal(await used(), 0);
    const step = Math.floor(s.template.bytes! / 4);
    await s.use(made.iccid, { bytes: step, packageId, iso3: 'ESP' });
    await s.use(made.iccid, { bytes: step, packageId, iso3: 'ESP' });
    // Telcos count in units of their own.
    assert.ok(Math.abs((await used()) - 2 * step) <= step / 10);
    const [running] = (await read()).packages;
    assert.equal(running?.status, 'ACTIVE');
    if (!isByPackage) return;
    assert.equal(new Date(running.activated_at!).toISOString(), running.activated_at);
    assert.equal(
      Math.round((Date.parse(running.expires_at!) - Date.parse(running.activated_at!)) / DAY_MS),
      s.template.duration_days,
    );
    await s.use(made.iccid, { bytes: 2 * step + 3, packageId, iso3: 'ESP' });
    assert.equal((await read()).packages[0]?.status, 'DEPLETED');
  },
};
