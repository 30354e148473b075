/**
 * A partner's directory: an OpenID Connect issuer over real HTTP, which checks PKCE, client and
 * address of return as the standard says. `flaws` makes its next answers wrong, one thing at a time.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export type IssuerFlaws = {
  nonce?: string;
  audience?: string;
  /** in the ID token */
  issuer?: string;
  /** in the configuration */
  namedIssuer?: string;
  isExpired?: boolean;
  /** signed with a key that it does not publish */
  isForged?: boolean;
  /** `alg: none` */
  isUnsigned?: boolean;
  hasNoIdToken?: boolean;
  /** where the configuration sends others */
  tokenEndpoint?: string;
  jwksUri?: string;
  /** what it answers in place of its configuration */
  redirectsTo?: string;
  isEndless?: boolean;
};

type Grant = { nonce: string; challenge: string; redirectUri: string; subject: string };

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

async function bodyOf(req: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const part of req) text += String(part);
  return new URLSearchParams(text);
}

export async function startOidcIssuer({ clientId = 'hubby', clientSecret = 'sesame' } = {}) {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const other = await generateKeyPair('RS256');
  const grants = new Map<string, Grant>();
  const seen: string[] = [];
  const state = { flaws: {} as IssuerFlaws, url: '', atItsPage: null as string | null };

  const answer = (res: ServerResponse, status: number, body: object): void => {
    res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const configuration = () => ({
    issuer: state.flaws.namedIssuer ?? state.url,
    authorization_endpoint: `${state.url}/authorize`,
    token_endpoint: state.flaws.tokenEndpoint ?? `${state.url}/token`,
    jwks_uri: state.flaws.jwksUri ?? `${state.url}/keys`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic'],
    authorization_response_iss_parameter_supported: true,
  });

  async function idToken({ nonce, subject }: Grant): Promise<string> {
    const { flaws } = state;
    const now = Math.floor(Date.now() / 1_000) - (flaws.isExpired === true ? 7_200 : 0);
    const claims = {
      iss: flaws.issuer ?? state.url,
      sub: subject,
      aud: flaws.audience ?? clientId,
      nonce: flaws.nonce ?? nonce,
      // An address that others have here as well: it must count for nothing.
      email: 'owner@example.com',
      email_verified: true,
      iat: now,
      exp: now + 300,
    };
    if (flaws.isUnsigned === true) return `${encode({ alg: 'none' })}.${encode(claims)}.`;
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .sign(flaws.isForged === true ? other.privateKey : privateKey);
  }

  async function token(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const form = await bodyOf(req);
    const [, basic = ''] = /^Basic (.+)$/.exec(req.headers.authorization ?? '') ?? [];
    const [id, secret] = Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent);
    if (id !== clientId || secret !== clientSecret)
      return answer(res, 401, { error: 'invalid_client' });
    const grant = grants.get(form.get('code') ?? '');
    grants.delete(form.get('code') ?? '');
    const proof = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (
      grant === undefined ||
      form.get('grant_type') !== 'authorization_code' ||
      proof !== grant.challenge ||
      form.get('redirect_uri') !== grant.redirectUri
    )
      return answer(res, 400, { error: 'invalid_grant' });
    answer(res, 200, {
      access_token: randomBytes(16).toString('hex'),
      token_type: 'Bearer',
      expires_in: 300,
      ...(state.flaws.hasNoIdToken === true ? {} : { id_token: await idToken(grant) }),
    });
  }

  /**
   * Somebody signs in there: where their browser is sent back to. Throws where the address that it
   * was sent to is not as it has to be.
   */
  function authorize(address: string, subject: string): URL {
    const { origin, pathname, searchParams: asked } = new URL(address);
    const want = { response_type: 'code', client_id: clientId, code_challenge_method: 'S256' };
    if (origin !== state.url || pathname !== '/authorize') throw new Error(address);
    for (const [name, value] of Object.entries(want))
      if (asked.get(name) !== value) throw new Error(`${name} is ${asked.get(name)}`);
    const code = randomBytes(16).toString('hex');
    const redirectUri = asked.get('redirect_uri')!;
    grants.set(code, {
      nonce: asked.get('nonce')!,
      challenge: asked.get('code_challenge')!,
      redirectUri,
      subject,
    });
    const back = new URL(redirectUri);
    back.searchParams.set('code', code);
    back.searchParams.set('state', asked.get('state')!);
    back.searchParams.set('iss', state.url);
    return back;
  }

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { pathname } = new URL(req.url!, state.url);
    seen.push(pathname);
    const { flaws } = state;
    if (pathname === '/.well-known/openid-configuration') {
      if (flaws.redirectsTo !== undefined) {
        res.writeHead(302, { location: flaws.redirectsTo }).end();
        return;
      }
      if (flaws.isEndless !== true) return answer(res, 200, configuration());
      res.writeHead(200, { 'content-type': 'application/json' });
      while (!res.destroyed) {
        res.write('x'.repeat(65_536));
        await new Promise((resolve) => setImmediate(resolve));
      }
      return;
    }
    if (pathname === '/keys')
      return answer(res, 200, {
        keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }],
      });
    if (pathname === '/token') return token(req, res);
    if (pathname === '/authorize' && state.atItsPage !== null) {
      const back = authorize(state.url + req.url, state.atItsPage);
      res.writeHead(302, { location: back.href }).end();
      return;
    }
    answer(res, 404, {});
  }

  const server = createServer((req, res) => {
    serve(req, res).catch(() => res.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  state.url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  return {
    get url() {
      return state.url;
    },
    clientId,
    clientSecret,
    /** paths that were asked for */
    seen,
    flaw(flaws: IssuerFlaws): void {
      state.flaws = flaws;
    },
    authorize,
    /** whoever opens its page in a browser is this one, and sent back at once */
    signInAtItsPage(subject: string): void {
      state.atItsPage = subject;
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type OidcIssuer = Awaited<ReturnType<typeof startOidcIssuer>>;
