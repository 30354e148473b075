/** Which statements the application really sends, and for which partner. */
import pg from 'pg';
import { Connection } from '../../../src/db/connection.ts';

export type Sent = { text: string; values: unknown[]; partnerId: string | null };

const ACTS_AS = /set_config\('hubby\.partner_id', '([^']*)'/;
type Asked = string | { text: string; values?: unknown[] };

/** Everything that finds rows and was sent while `work` ran, by any connection of the application. */
export async function recordStatements(work: () => Promise<unknown>): Promise<Sent[]> {
  const sent: Sent[] = [];
  const partners = new WeakMap<object, string>();
  const prototype = pg.Client.prototype as unknown as { query(...args: unknown[]): unknown };
  const { query } = prototype;
  prototype.query = function (this: object, ...args: unknown[]) {
    const asked = args[0] as Asked;
    const text = typeof asked === 'string' ? asked : asked.text;
    const partner = ACTS_AS.exec(text)?.[1];
    if (partner !== undefined) partners.set(this, partner);
    if (
      this instanceof Connection &&
      typeof asked !== 'string' &&
      /^[\s(]*(select|with|update|delete)\b/i.test(text) &&
      // The pay desk of staging does its own work meanwhile.
      !text.includes('pay_desk.')
    )
      sent.push({ text, values: asked.values ?? [], partnerId: partners.get(this) ?? null });
    return query.apply(this, args);
  };
  try {
    await work();
  } finally {
    prototype.query = query;
  }
  return sent;
}
