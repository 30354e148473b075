/** A partner's directory, asked over real HTTP: what is believed of it, and where it is called. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { createServer } from 'node:http';
import {
  DirectoryError,
  makeDirectory,
  type Begun,
  type Directory,
} from '../src/channels/directory.ts';
import { startOidcIssuer, type IssuerFlaws, type OidcIssuer } from './support/oidc-issuer.ts';

const begun: Begun = {
  redirectUri: 'https://hubby.example/web-api/sign-in/sso/callback',
  state: 'the-state-of-this-sign-in',
  nonce: 'the-nonce-of-this-sign-in',
  codeVerifier: 'the-verifier-of-this-sign-in-0123456789-abcdef',
};

describe('a partner’s directory', () => {
  let issuer: OidcIssuer;
  let directory: Directory;
  before(async () => {
    issuer = await startOidcIssuer();
    directory = makeDirectory({ allowPrivate: true });
  });
  after(async () => {
    await directory.close();
    await issuer.close();
  });
  afterEach(() => issuer.flaw({}));

  const connection = () => ({
    issuer: issuer.url,
    clientId: issuer.clientId,
    clientSecret: issuer.clientSecret,
  });
  const signIn = async (flaws: IssuerFlaws = {}, change: (back: URL) => void = () => {}) => {
    const back = issuer.authorize(await directory.begin(connection(), begun), 'sub-1');
    change(back);
    issuer.flaw(flaws);
    return directory.finish(connection(), begun, back);
  };

  it('says who came back', async () => {
    assert.equal(await directory.check(issuer.url), null);
    assert.deepEqual(await signIn(), { issuer: issuer.url, subject: 'sub-1' });
  });

  const WRONG: Record<string, IssuerFlaws> = {
    'of another sign-in': { nonce: 'another' },
    'for another application': { audience: 'another' },
    'of another issuer': { issuer: 'https://another.example' },
    'that has expired': { isExpired: true },
    'that somebody else signed': { isForged: true },
    'that nobody signed': { isUnsigned: true },
    'that is missing': { hasNoIdToken: true },
  };
  for (const [name, flaws] of Object.entries(WRONG))
    it(`does not believe an ID token ${name}`, async () => {
      await assert.rejects(signIn(flaws), DirectoryError);
    });

  const CHANGED: Record<string, (back: URL) => void> = {
    'another state': (back) => back.searchParams.set('state', 'another'),
    'no state': (back) => back.searchParams.delete('state'),
    'another issuer': (back) => back.searchParams.set('iss', 'https://another.example'),
    'another code': (back) => back.searchParams.set('code', 'another'),
    'an error': (back) => back.searchParams.set('error', 'access_denied'),
  };
  for (const [name, change] of Object.entries(CHANGED))
    it(`takes no return with ${name}`, async () => {
      await assert.rejects(signIn({}, change));
    });

  it('takes a code with the verifier of its own sign-in alone', async () => {
    const back = issuer.authorize(await directory.begin(connection(), begun), 'sub-1');
    const other = { ...begun, codeVerifier: 'a-verifier-of-another-sign-in-0123456789-abc' };
    await assert.rejects(directory.finish(connection(), other, back));
  });

  it('says of an issuer what is wrong with it', async () => {
    issuer.flaw({ namedIssuer: 'https://another.example' });
    assert.match((await directory.check(issuer.url))!, /of another issuer/);
    issuer.flaw({ tokenEndpoint: 'http://telco.example/token' });
    assert.match((await directory.check(issuer.url))!, /token_endpoint/);
    assert.match((await directory.check('http://login.example'))!, /https/);
    assert.match((await directory.check('https://a:b@login.example'))!, /user name/);
    assert.match((await directory.check('nothing'))!, /URL/);
  });

  it('reads no more of an answer than it can be', async () => {
    const patient = makeDirectory({ allowPrivate: true, totalMs: 3_600_000 });
    issuer.flaw({ isEndless: true });
    assert.match((await patient.check(issuer.url))!, /cannot be read/);
    await patient.close();
  });
});

describe('where a directory leads', () => {
  let issuer: OidcIssuer;
  const inside: string[] = [];
  const server = createServer((_req, res) => {
    res.end('{}');
  });
  // What speaks TLS to it is there as well.
  server.on('connection', () => inside.push('connection'));
  before(async () => {
    issuer = await startOidcIssuer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await issuer.close();
  });
  const own = () => `http://127.0.0.1:${(server.address() as { port: number }).port}`;

  it('follows no redirect', async () => {
    const directory = makeDirectory({ allowPrivate: true });
    issuer.flaw({ redirectsTo: `${own()}/.well-known/openid-configuration` });
    assert.match((await directory.check(issuer.url))!, /cannot be read/);
    assert.deepEqual(inside, []);
    await directory.close();
  });

  it('calls nothing inside networks, by whatever name', async () => {
    const directory = makeDirectory({
      allowPrivate: false,
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    });
    const { port } = server.address() as { port: number };
    for (const url of [
      `http://127.0.0.1:${port}`,
      `https://127.0.0.1:${port}`,
      `https://[::1]:${port}`,
      `https://localhost:${port}`,
      `https://directory.example:${port}`,
      'https://169.254.169.254',
      'https://10.0.0.1',
    ])
      assert.notEqual(await directory.check(url), null, url);
    assert.deepEqual(inside, []);
    await directory.close();
  });
});
