/** eSIM Access: what the adapter promises is what it does. */
import { esimAccessProvider } from '../../src/providers/esim-access/adapter.ts';
import { conformance } from '../../src/providers/conformance.ts';
import { SPAIN } from '../support/suppliers/connect-esim-access.ts';
import { startEsimAccess } from '../../packages/standins/src/esim-access/server.ts';

const FAULTS = {
  timeout: ['hang', 'after'],
  timeout_before: ['hang', 'before'],
  error: ['error', 'before'],
  out_of_stock: ['no_stock', 'before'],
} as const;

conformance('esim-access', async () => {
  const standIn = await startEsimAccess({ allocationMs: null });
  const { control, ledger } = standIn;
  const provider = esimAccessProvider({
    name: 'esim-access',
    url: standIn.url,
    keys: {
      accessCode: standIn.credentials.access_code,
      secretKey: standIn.credentials.secret_key,
    },
    dayPassDays: [7],
    perSecond: null,
    timeoutMs: 3_000,
    settleMs: 0,
  });
  return {
    provider,
    customer: 'c',
    template: SPAIN,
    async breakNext(fault) {
      const [how, when] = FAULTS[fault];
      control.fail(how, { when });
    },
    countProvisioned: async (reference) => ledger().countOf(reference),
    finish: async () => control.release(),
    async callback(iccid) {
      control.setProfile(control.esimTranNoOf(iccid), 'RELEASED');
      return { headers: {}, body: JSON.stringify(control.webhooks.told.at(-1)) };
    },
    use: async (iccid, { bytes }) => control.use(control.esimTranNoOf(iccid), bytes),
    async close() {
      await provider.close();
      await standIn.close();
    },
  };
});
