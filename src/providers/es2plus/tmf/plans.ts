/** Data plans by TM Forum's APIs of a BSS. */
import { randomUUID } from 'node:crypto';
import { httpClient, type Client } from '../../http.ts';
import { UnfitForm } from '../../kind.ts';
import { ProviderRefused } from '../../provider.ts';
import type { Tls } from '../identity.ts';
import type { Ledger } from '../ledger.ts';
import type { Plans } from '../plans.ts';
import { readEvent } from './callback.ts';
import { readCatalog } from './catalog.ts';
import type { TmfCredentials, TmfSettings } from './form.ts';
import { endPlan, orderPlan, takePlanBack, type Bss } from './ordering.ts';
import { findOrders } from './product-orders.ts';
import { makeSession } from './session.ts';
import { keepTokens } from './tokens.ts';
import { readUsage } from './usage.ts';

export type TmfOptions = {
  credentials: TmfCredentials;
  settings: TmfSettings;
  ledger: Ledger;
  callMs: number;
  /** so long a call that was not answered may still be on its way */
  settleMs: number;
  /** how the account trusts and shows itself, where the BSS wants that too */
  tls: Tls;
};

/** Null: the account has no BSS. */
export function tmfPlans(options: TmfOptions): Plans | null {
  const { credentials, settings, ledger } = options;
  if (credentials.tmf_url === undefined) return null;
  checkCredentials(credentials);
  const http = clientOf(options, credentials.tmf_url, keyHeader(options));
  const tokenHttp =
    credentials.tmf_token_url === undefined
      ? null
      : clientOf(options, credentials.tmf_token_url, {});
  const session = makeSession(http, settings, tokenHttp && tokensOf(tokenHttp, options));
  const bss: Bss = { session, ledger, settleMs: options.settleMs };
  return {
    advance: (order) => orderPlan(bss, order),
    takeBack: (order) => takePlanBack(bss, order),
    async cancel({ package_id }) {
      const ended = await endPlan(session, package_id);
      if (ended.state === 'refused' || ended.state === 'cancelled')
        throw new ProviderRefused('rejected', 'The BSS did not end the plan.');
      return ended.state === 'completed' ? 'done' : 'requested';
    },
    usage: (esim) => readUsage(session, ledger, esim),
    catalog: () => readCatalog(session),
    /** A name that nothing has: whoever finds it, or gives no end, cannot be asked for ours. */
    async signIn() {
      await findOrders(session, randomUUID());
    },
    readCallback: readEvent,
    async close() {
      await Promise.all([http.close(), tokenHttp?.close()]);
    },
  };
}

const keyHeader = ({ credentials, settings }: TmfOptions): Record<string, string> =>
  credentials.tmf_api_key === undefined
    ? {}
    : { [settings.api_key_header.toLowerCase()]: credentials.tmf_api_key };

const clientOf = (
  { settings, tls, callMs }: TmfOptions,
  url: string,
  headers: Record<string, string>,
): Client =>
  httpClient({
    url,
    headers,
    timeoutMs: callMs,
    ...(settings.client_certificate ? { tls } : {}),
  });

const CLIENT = ['tmf_client_id', 'tmf_client_secret'] as const;

/** Throws `UnfitForm`. */
function checkCredentials(credentials: TmfCredentials): void {
  for (const name of ['tmf_url', 'tmf_token_url'] as const) checkUrl(name, credentials[name]);
  if (credentials.tmf_token_url === undefined) return;
  for (const name of CLIENT)
    if (credentials[name] === undefined)
      throw new UnfitForm(`credentials.${name}`, 'required beside tmf_token_url');
}

/** Secrets go there: not in the clear, unless it is this very machine. */
function checkUrl(name: string, url: string | undefined): void {
  if (url === undefined) return;
  const { protocol, hostname } = URL.parse(url) ?? {};
  const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname ?? '');
  if (protocol !== 'https:' && !(protocol === 'http:' && isHere))
    throw new UnfitForm(`credentials.${name}`, 'expected an address that begins with https');
}

const tokensOf = (http: Client, { credentials, settings }: TmfOptions) =>
  keepTokens(http, {
    clientId: credentials.tmf_client_id ?? '',
    clientSecret: credentials.tmf_client_secret ?? '',
    scope: settings.scope ?? null,
  });
