/** An account's form, made into what its operations are given. */
import { httpClient, type Client } from '../http.ts';
import { UnfitForm, type SupplierAccount } from '../kind.ts';
import type { Account } from './account.ts';
import { es2Calls } from './calls.ts';
import type { Credentials, Settings } from './form.ts';
import { checkIdentity, type Tls } from './identity.ts';
import type { Ledger } from './ledger.ts';
import { isAddress } from './map.ts';
import { tmfPlans } from './tmf/plans.ts';

export type Timing = {
  /** of one call; an order makes several, and begins none when it has taken too long */
  callMs: number;
  /** so long a call that was not answered may still be on its way */
  settleMs: number;
};

/** Throws `UnfitForm` where the fields do not go together. Nothing is called. */
export function openAccount(
  given: SupplierAccount,
  settings: Settings,
  ledger: Ledger,
  timing: Timing,
): { account: Account; http: Client } {
  const credentials = given.credentials as Credentials;
  const tls = tlsOf(credentials, settings);
  checkIdentity(tls);
  if (settings.order_by === 'profile_type' && settings.profile_type === undefined)
    throw new UnfitForm('settings.profile_type', 'required where order_by is profile_type');
  const url = baseOf(given.baseUrl);
  const http = httpClient({ url, headers: {}, timeoutMs: timing.callMs, tls });
  const account: Account = {
    es2: es2Calls({
      http,
      requesterId: credentials.requester_id,
      version: settings.protocol_version,
    }),
    ledger,
    plans: tmfPlans({ credentials, settings: settings.tmf, ledger, tls, ...timing }),
    tls,
    address: addressOf(settings, url),
    orderBy: settings.order_by,
    profileType: settings.profile_type ?? null,
    iccidFormat: settings.iccid_format,
    planOrder: settings.plan_order,
  };
  return { account, http };
}

const tlsOf = (credentials: Credentials, { ca }: Settings): Tls => ({
  cert: credentials.certificate,
  key: credentials.private_key,
  ...(ca === undefined ? {} : { ca }),
});

/** Some are given the address with the path that all functions have. */
const baseOf = (url: string): string => url.replace(/\/gsma\/rsp2\/es2plus\/?$/, '');

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * An activation code has a name with a domain in it, no number. An SM-DP+ on this machine, as one
 * tries things with, has the name that is reserved for that (RFC 6761).
 */
function addressOf({ smdp_address: agreed }: Settings, url: string): string | null {
  if (agreed !== undefined && !isAddress(agreed))
    throw new UnfitForm('settings.smdp_address', 'expected a host name such as rsp.example.com');
  const { hostname } = new URL(url);
  const named = agreed ?? (LOOPBACK.test(hostname) ? 'smdp.localhost' : hostname);
  return isAddress(named) ? named : null;
}
