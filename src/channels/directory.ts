/**
 * Partners' own directories (OpenID Connect): where a browser is sent to sign in, and who came back.
 * The issuer is the partner's choice, and names all other addresses itself, so every call is guarded
 * as webhooks are: public addresses, no redirects, bounded.
 */
import * as oidc from 'openid-client';
import { Agent, request } from 'undici';
import { isLoopback } from './loopback.ts';
import { makeConnector, type Guard } from './webhook/connector.ts';

export type Connection = { issuer: string; clientId: string; clientSecret: string };
/** What a sign-in was begun with. */
export type Begun = { redirectUri: string; state: string; nonce: string; codeVerifier: string };
/** Who somebody is to their directory. */
export type Identity = { issuer: string; subject: string };

export type Directory = {
  /** What is wrong with an issuer, in a sentence for whoever sets it; null for nothing. */
  check(issuer: string): Promise<string | null>;
  /** Where the browser has to go. Rejects with a `DirectoryError`. */
  begin(connection: Connection, begun: Begun): Promise<string>;
  /** `cameBack`: the address that the browser came back to. Rejects with a `DirectoryError`. */
  finish(connection: Connection, begun: Begun, cameBack: URL): Promise<Identity>;
  close(): Promise<void>;
};

/** The directory could not be asked, or what it said does not hold. Its message is for the log. */
export class DirectoryError extends Error {}

const TOTAL_MS = 8_000;
const MAX_BYTES = 512 * 1024;
const SCOPE = 'openid';

/** `allowPrivate`: then also a program on this machine, and that by plain http. */
export function makeDirectory(options: Guard & { totalMs?: number }): Directory {
  const agent = new Agent({ connections: 4, pipelining: 1, connect: makeConnector(options) });
  const isOwn = (url: URL): boolean => options.allowPrivate && isLoopback(url);
  const issueOf = addressIssue(isOwn);
  const fetch: oidc.CustomFetch = async (text, asked) => {
    const url = new URL(text);
    const issue = issueOf(text);
    if (issue !== null) throw new DirectoryError(`${url.origin}: ${issue}`);
    return bounded(agent, url, asked, options.totalMs ?? TOTAL_MS);
  };
  const discover = (connection: Connection) => discovered(connection, fetch, isOwn);
  return {
    async check(issuer) {
      const issue = issueOf(issuer);
      if (issue !== null) return issue;
      try {
        const { authorization_endpoint, token_endpoint, jwks_uri } = (
          await discover({ issuer, clientId: 'x', clientSecret: 'x' })
        ).serverMetadata();
        const named = [authorization_endpoint, token_endpoint, jwks_uri];
        return named.every((url) => url !== undefined && issueOf(url) === null)
          ? null
          : 'its configuration names no usable authorization_endpoint, token_endpoint and jwks_uri';
      } catch {
        return 'its configuration (/.well-known/openid-configuration) cannot be read, or is of another issuer';
      }
    },
    begin: (connection, { redirectUri, state, nonce, codeVerifier }) =>
      asDirectoryError(async () => {
        const url = oidc.buildAuthorizationUrl(await discover(connection), {
          redirect_uri: redirectUri,
          scope: SCOPE,
          response_type: 'code',
          state,
          nonce,
          code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
          code_challenge_method: 'S256',
        });
        const issue = issueOf(url.href);
        if (issue !== null) throw new DirectoryError(`authorization_endpoint: ${issue}`);
        return url.href;
      }),
    finish: (connection, { state, nonce, codeVerifier }, cameBack) =>
      asDirectoryError(async () => {
        const tokens = await oidc.authorizationCodeGrant(await discover(connection), cameBack, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: codeVerifier,
          idTokenExpected: true,
        });
        const { iss, sub } = tokens.claims()!;
        return { issuer: iss, subject: sub };
      }),
    close: () => agent.destroy(),
  };
}

/** What is wrong with an address that is called, or that a browser is sent to. */
const addressIssue =
  (isOwn: (url: URL) => boolean) =>
  (text: string): string | null => {
    const url = URL.canParse(text) ? new URL(text) : null;
    if (url === null || text.length > 2_048) return 'expected a URL';
    if (url.username !== '' || url.password !== '' || url.hash !== '')
      return 'expected a URL without user name, password and fragment';
    return url.protocol === 'https:' || isOwn(url) ? null : 'expected an https URL';
  };

/** Asked anew each time: sign-ins are rare, and nothing of an issuer is believed for longer. */
function discovered(
  { issuer, clientId, clientSecret }: Connection,
  fetch: oidc.CustomFetch,
  isOwn: (url: URL) => boolean,
): Promise<oidc.Configuration> {
  return oidc.discovery(new URL(issuer), clientId, clientSecret, authentication(clientSecret), {
    [oidc.customFetch]: fetch,
    // Without this the ID token's signature is not looked at: TLS alone would vouch for it.
    execute: [
      oidc.enableNonRepudiationChecks,
      ...(isOwn(new URL(issuer)) ? [oidc.allowInsecureRequests] : []),
    ],
  });
}

/** As the issuer takes it; by Basic where it does not say. */
const authentication = (secret: string): oidc.ClientAuth => {
  const [post, basic] = [oidc.ClientSecretPost(secret), oidc.ClientSecretBasic(secret)];
  return (as, ...rest) =>
    (as.token_endpoint_auth_methods_supported?.includes('client_secret_basic') === false &&
      as.token_endpoint_auth_methods_supported.includes('client_secret_post')
      ? post
      : basic)(as, ...rest);
};

async function asDirectoryError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    // Codes of the library say what does not hold; its messages quote tokens.
    const { code, name } = cause as { code?: unknown; name?: unknown };
    throw cause instanceof DirectoryError
      ? cause
      : new DirectoryError(String(code ?? name ?? 'failed'), { cause });
  }
}

async function bounded(
  dispatcher: Agent,
  url: URL,
  { method, headers, body }: oidc.CustomFetchOptions,
  totalMs: number,
): Promise<Response> {
  const got = await request(url, {
    dispatcher,
    method: method as 'GET' | 'POST',
    headers,
    body: typeof body === 'string' ? body : (body?.toString() ?? null),
    signal: AbortSignal.timeout(totalMs),
  });
  // Cut off, nobody has to read it to its end; its error then is not news.
  got.body.on('error', () => {});
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of got.body as AsyncIterable<Buffer>) {
    if ((size += part.length) > MAX_BYTES) throw new DirectoryError('its answer is too large');
    parts.push(part);
  }
  return new Response([204, 205, 304].includes(got.statusCode) ? null : Buffer.concat(parts), {
    status: got.statusCode,
    headers: { 'content-type': String(got.headers['content-type'] ?? '') },
  });
}
