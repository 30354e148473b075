/** One post to an address, by what posts webhooks: public addresses only, no redirect is followed. */
import type { Context } from '../../../context.ts';

export type Posted = {
  /** null = no answer */
  status: number | null;
  /** null = it was taken */
  error: string | null;
  retryAfter: string | null;
};

/** Never rejects; in no transaction. */
export async function postTo(
  ctx: Pick<Context, 'webhooks'>,
  { id, url }: { id: string; url: string },
  text: string,
): Promise<Posted> {
  const { status, error, retryAfter } = await ctx.webhooks.post({
    // Connections are kept by who is called: an address is nobody else's.
    partnerId: id,
    url,
    headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Hubby' },
    body: JSON.stringify({ text }),
  });
  return { status, error, retryAfter };
}
