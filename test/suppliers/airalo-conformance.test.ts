import { conformance } from '../../src/providers/conformance.ts';
import type { Fault as Wanted } from '../../src/providers/conformance/subject.ts';
import { openBench, SPAIN } from '../support/suppliers/airalo/bench.ts';
import type { Fault } from '../../packages/standins/src/airalo/faults.ts';
import { lowData } from '../../packages/standins/src/airalo/notifications.ts';

const FAULTS: Record<Exclude<Wanted, 'out_of_stock'>, Fault> = {
  timeout: { kind: 'cut_after' },
  timeout_before: { kind: 'cut_before' },
  error: { kind: 'error_before' },
};
const NO_STOCK: Fault = { kind: 'says', status: 422, body: { code: 33, reason: 'no stock' } };

conformance('airalo', async () => {
  const b = await openBench({ now: Date.now });
  const simOf = (iccid: string) => b.standIn.ledger().sims.find((sim) => sim.iccid === iccid)!;
  return {
    provider: b.provider,
    customer: 'prt_1',
    template: SPAIN,
    finish: async () => {},
    breakNext: async (next) =>
      b.control.break('orders', next === 'out_of_stock' ? NO_STOCK : FAULTS[next]),
    countProvisioned: async (reference) => b.count(reference),
    callback: async (iccid) => b.control.write(lowData(simOf(iccid), '75%')),
    use: async (iccid, { bytes, packageId }) =>
      b.control.use(iccid, bytes, packageId === null ? undefined : Number(packageId)),
    close: b.close,
  };
});
