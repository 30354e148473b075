/** Who passkeys are made for: the host under which the dashboard is opened. */
import type { Context } from '../../../context.ts';
import { dashboardAddress } from '../dashboard-address.ts';

export type RelyingParty = {
  /** the host: a passkey is good there and nowhere else */
  id: string;
  name: string;
  origin: string;
};

export function relyingParty(ctx: Pick<Context, 'config' | 'baseUrl'>): RelyingParty {
  const { hostname, origin } = new URL(dashboardAddress(ctx));
  return { id: hostname, name: 'Hubby', origin };
}

/** How authenticators know a member: names no person. */
export const handleOf = (memberId: string): Buffer<ArrayBuffer> => Buffer.from(memberId);
