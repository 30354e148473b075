/** What every adapter promises, asked of Zendit's. */
import { conformance } from '../../src/providers/conformance.ts';
import type { Fault } from '../../src/providers/conformance/subject.ts';
import { startZendit } from '../../packages/standins/src/zendit/server.ts';
import { HEADER, providerAt, TEMPLATE } from './zendit-subject.ts';

const FAULTS = {
  timeout: 'hang_after',
  timeout_before: 'hang_before',
  error: 'error_before',
  out_of_stock: 'offer_gone',
} as const satisfies Record<Fault, string>;

conformance('zendit', async () => {
  const { control, credentials, ledger, url, close } = await startZendit();
  control.hold();
  const subject = providerAt(url, credentials.api_key, { pageSize: 5, timeoutMs: 2_500 });
  return {
    provider: subject,
    customer: 'c',
    template: TEMPLATE,
    breakNext: async (fault) => control.breakNext({ kind: FAULTS[fault] }),
    countProvisioned: async (reference) => ledger().provisioned(reference),
    finish: async () => void control.release(),
    callback: async (iccid) => ({
      headers: { [HEADER.name]: HEADER.value },
      body: control.callbackAbout(iccid),
    }),
    use: async (iccid, { bytes, packageId }) =>
      void control.phone.use(iccid, bytes, packageId ?? undefined),
    async close() {
      await subject.close();
      await close();
    },
  };
});
