/** Callbacks: whose they are, and whose they are not. */
import assert from 'node:assert/strict';
import { ForgedCallback } from '../provider.ts';
import type { RawCallback } from '../provider.ts';
import { create, type Cases } from './subject.ts';

export const callbacks: Cases = {
  'its own callbacks are accepted, forged ones are not': async (s) => {
    const { profile } = await create(s);
    const raw = await s.callback(profile.iccid);
    const [report] = s.provider.parseCallback(raw);
    assert.equal(report?.iccid, profile.iccid);
    assert.deepEqual(report?.esim, await s.provider.getEsim(profile.iccid));
    const forged = (change: Partial<RawCallback>): void =>
      assert.throws(() => s.provider.parseCallback({ ...raw, ...change }), ForgedCallback);
    const each = (change: (value: string) => string | undefined): void => {
      for (const [key, value] of Object.entries(raw.headers))
        forged({ headers: { ...raw.headers, [key]: change(value ?? '') } });
    };
    forged({ body: `${raw.body} ` });
    forged({ headers: {} });
    each(() => undefined);
    each(() => '');
    each((value) => value.slice(0, -1));
    each((value) => `${value}0`);
    each((value) => value.replace(/.$/, (last) => (last === '0' ? '1' : '0')));
    each((value) => `${value}, ${value}`);
    for (const minutes of [-5.1, 5.1]) {
      const stale = await s.callback(profile.iccid, new Date(Date.now() + minutes * 60_000));
      assert.throws(() => s.provider.parseCallback(stale), ForgedCallback);
    }
  },
};
