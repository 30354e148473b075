/** The programs that stand in for others in staging: a telco, and a payment provider. */
import type { Pool } from 'pg';
import type { Config } from '../config.ts';
import { PAY_DESK } from '../pay-desk/pages.ts';
import { startPayDesk, type SandboxPayDesk } from '../pay-desk/server.ts';
import { startTelco } from '../sandbox-telco/server.ts';
import type { Secrets } from '../secrets.ts';

export type Sandboxes = {
  telco: { url: string; secret: string };
  /** null where another one is used */
  payDesk: SandboxPayDesk | null;
  /** Where this process itself can be reached: what they report goes there. */
  listening(url: string): void;
  close(): Promise<void>;
};

/**
 * Null in production. `pool`: of the database that they keep their books in; `baseUrl`: where people
 * reach us.
 */
export async function openSandboxes(
  config: Config,
  pool: Pool,
  secrets: Secrets,
  baseUrl: () => string,
): Promise<Sandboxes | null> {
  if (config.env !== 'staging') return null;
  let own: string | null = null;
  const at = (path: string): string | null => (own === null ? null : `${own}${path}`);
  const secret = secrets.derive('sandbox-telco');
  const telco = await startTelco({
    pool,
    secret,
    callbackUrl: (account) => at(`/api/providers/${account}/callbacks`),
  });
  const payDesk =
    config.stripe !== null
      ? null
      : await startPayDesk({
          pool,
          secretKey: `sk_test_${secrets.derive('pay-desk-key')}`,
          webhookSecret: `whsec_${secrets.derive('pay-desk-webhooks')}`,
          webhookUrl: () => at('/api/payments/stripe/webhook'),
          pagesUrl: () => `${baseUrl()}${PAY_DESK}`,
        });
  return {
    telco: { url: telco.url, secret },
    payDesk,
    listening(url) {
      own = url;
      payDesk?.open();
    },
    async close() {
      await telco.close();
      await payDesk?.close();
    },
  };
}
