/** Callbacks: whose they are, and whose they are not. */
import assert from 'node:assert/strict';
import type { Callback, RawCallback } from '../callback.ts';
import { ForgedCallback } from '../provider.ts';
import { create, known, type Cases } from './subject.ts';

export const callbacks: Cases = {
  'its own callbacks are accepted, forged ones are not': async (s) => {
    if (!s.provider.can.events) return;
    const made = await create(s);
    const raw = await s.callback(made.iccid);
    const parse = (change: Partial<RawCallback> = {}): Callback =>
      s.provider.parseCallback({ ...raw, ...change });
    const callback = parse();
    assert.deepEqual(parse(), callback);
    const [report] = callback.reports;
    if (s.provider.can.tellsUsage === true) assert.ok(report, 'a callback that carries no usage');
    if (report !== undefined) {
      assert.equal(callback.trust, 'signed');
      assert.equal(report.iccid, made.iccid);
      assert.deepEqual(report.esim, await s.provider.getEsim(known(made, made)));
    } else
      assert.ok(
        callback.hints.some(
          (hint) =>
            (hint.kind === 'esim' &&
              (hint.iccid === made.iccid || hint.esim_id === made.onto.esim_id)) ||
            (hint.kind === 'order' &&
              (hint.reference === made.reference || hint.provider_order_id === made.id)),
        ),
      );
    const forged = (change: Partial<RawCallback>): void => {
      assert.throws(() => parse(change), ForgedCallback);
    };
    const each = (change: (value: string) => string | undefined): void => {
      for (const [key, value] of Object.entries(raw.headers))
        forged({ headers: { ...raw.headers, [key]: change(value ?? '') } });
    };
    if (Object.keys(raw.headers).length === 0) return assert.equal(callback.trust, 'unsigned');
    forged({ headers: {} });
    each(() => undefined);
    each(() => '');
    each((value) => value.slice(0, -1));
    each((value) => `${value}0`);
    each((value) => value.replace(/^./, (first) => (first === '0' ? '1' : '0')));
    each((value) => `${value}, ${value}`);
    if (callback.trust === 'signed') forged({ body: raw.body.replace(/}\s*$/, ',"x":1}') });
  },
};
