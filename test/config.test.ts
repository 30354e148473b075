/**
 * The environment as a whole: every problem in one message, near names, no secret in any message,
 * and a guide that lists what is declared.
 */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { CLIENT_VARIABLES } from '@hubby/sdk/environment';
import { CONFIG_PARTS, loadConfig } from '../src/config.ts';
import { ConfigError } from '../src/config/read-parts.ts';
import { readGuide, withVariables } from '../scripts/variables-doc.ts';

const problemsOf = (env: Record<string, string>): string[] => {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems;
  }
};
const KEY = Buffer.alloc(32, 7).toString('base64');
const variables = CONFIG_PARTS.flatMap((part) => Object.entries(part.variables));
const names = variables.map(([name]) => name);

describe('the environment', () => {
  it('may be empty, and an empty variable is none', () => {
    const config = loadConfig({ PORT: '', HUBBY_SMTP_URL: '', HUBBY_ENV: '' });
    assert.deepEqual(config, loadConfig({}));
    assert.deepEqual(
      [config.env, config.port, config.host, config.trustedProxies, config.smtp, config.prepared],
      ['staging', 3_000, '127.0.0.1', [], null, true],
    );
  });

  it('is read into one object', () => {
    const config = loadConfig({
      PORT: '4000',
      HUBBY_TRUSTED_PROXIES: ' 10.0.0.0/8, ::1 ,',
      HUBBY_SMTP_URL: 'smtp://user:password@mail.example:587',
      HUBBY_BREVO_API_KEY: 'xkeysib-1',
      HUBBY_INTERCOM_URL: 'https://api.eu.intercom.io/',
      HUBBY_PREPARED: '0',
      HUBBY_SECRET_KEY: KEY,
      DATABASE_URL: 'postgres://me@/db?host=/run/postgresql',
    });
    assert.equal(config.port, 4_000);
    assert.deepEqual(config.trustedProxies, ['10.0.0.0/8', '::1']);
    assert.deepEqual(config.smtp, { url: 'smtp://user:password@mail.example:587' });
    assert.deepEqual(config.brevo, { url: 'https://api.brevo.com/v3', apiKey: 'xkeysib-1' });
    assert.deepEqual(config.intercom, { url: 'https://api.eu.intercom.io' });
    assert.equal(config.prepared, false);
    assert.deepEqual(config.secretKey, Buffer.alloc(32, 7));
    assert.equal(config.databaseUrl, 'postgres://me@/db?host=/run/postgresql');
  });

  it('is refused with every problem at once, by name, what was expected and what came', () => {
    assert.deepEqual(
      problemsOf({
        PORT: '70000',
        HUBBY_ENV: 'test',
        HUBBY_PREPARED: 'no',
        HUBBY_TRUSTED_PROXIES: '10.0.0.1,proxy',
        HUBBY_PUBLIC_URL: 'hubby.example',
        LOG_LEVEL: 'loud',
      }),
      [
        'PORT: expected a port number, got "70000"',
        'HUBBY_ENV: expected one of staging, production, got "test"',
        'HUBBY_PUBLIC_URL: expected an http(s) URL, got "hubby.example"',
        'HUBBY_TRUSTED_PROXIES: expected addresses or ranges, such as 10.0.0.0/8, got "proxy"',
        'LOG_LEVEL: expected one of trace, debug, info, warn, error, fatal, silent, got "loud"',
        'HUBBY_PREPARED: expected one of 0, 1, got "no"',
      ],
    );
  });

  it('takes keys of the pay desk that fit the environment, both or none, and no other desk for real money', () => {
    const HUBBY_STRIPE_WEBHOOK_SECRET = 'whsec_1';
    const test = { HUBBY_STRIPE_SECRET_KEY: 'sk_test_1', HUBBY_STRIPE_WEBHOOK_SECRET };
    const live = { HUBBY_STRIPE_SECRET_KEY: 'sk_live_1', HUBBY_STRIPE_WEBHOOK_SECRET };
    const production = (env: Record<string, string>) =>
      problemsOf({ HUBBY_ENV: 'production', ...env }).filter((one) => one.includes('STRIPE'));
    assert.deepEqual(loadConfig(test).stripe?.url, 'https://api.stripe.com');
    assert.equal(loadConfig({}).stripe, null);
    assert.deepEqual(production(live), []);
    assert.deepEqual(production(test), [
      'HUBBY_STRIPE_SECRET_KEY: a test key is not allowed in production',
    ]);
    assert.deepEqual(production({ ...live, HUBBY_STRIPE_URL: 'https://stripe.example' }), [
      'HUBBY_STRIPE_URL: not allowed in production',
    ]);
    assert.deepEqual(problemsOf(live), ['HUBBY_STRIPE_SECRET_KEY: staging takes test keys only']);
    assert.deepEqual(problemsOf({ HUBBY_STRIPE_SECRET_KEY: 'sk_test_1' }), [
      'HUBBY_STRIPE_SECRET_KEY: needs HUBBY_STRIPE_WEBHOOK_SECRET',
    ]);
    assert.deepEqual(problemsOf({ HUBBY_STRIPE_WEBHOOK_SECRET }), [
      'HUBBY_STRIPE_WEBHOOK_SECRET: needs HUBBY_STRIPE_SECRET_KEY',
    ]);
  });

  it('has no unknown HUBBY_* name; a near one is told, with or without the prefix', () => {
    for (const [given, meant] of [
      ['HUBBY_PORT', 'PORT'],
      ['HUBBY_DATABASE_URL', 'DATABASE_URL'],
      ['HUBBY_SMPT_URL', 'HUBBY_SMTP_URL'],
      ['HUBBY_SMTP', 'HUBBY_SMTP_URL'],
      ['HUBBY_PUBLICURL', 'HUBBY_PUBLIC_URL'],
      ['HUBBY_API_SECRTE', 'HUBBY_API_SECRET'],
    ])
      assert.deepEqual(problemsOf({ [given!]: 'secret' }), [
        `${given}: unknown variable; did you mean ${meant}?`,
      ]);
    assert.deepEqual(problemsOf({ HUBBY_WEATHER: 'secret' }), ['HUBBY_WEATHER: unknown variable']);
    const foreign = Object.fromEntries(CLIENT_VARIABLES.map((name) => [name, 'x']));
    assert.deepEqual(problemsOf({ ...foreign, SOMEBODY_ELSES: 'x' }), []);
  });

  it('is checked for what production forbids and requires', () => {
    assert.deepEqual(
      problemsOf({
        HUBBY_ENV: 'production',
        HUBBY_ALLOW_PRIVATE_WEBHOOKS: '1',
        HUBBY_SANDBOX_DATABASE_URL: 'postgres://x@y/z',
      }),
      [
        'HUBBY_SANDBOX_DATABASE_URL: not allowed in production',
        'HUBBY_SECRET_KEY: required in production (make one with: openssl rand -base64 32)',
        'HUBBY_ALLOW_PRIVATE_WEBHOOKS: not allowed in production',
      ],
    );
    assert.deepEqual(
      problemsOf({
        HUBBY_ENV: 'production',
        HUBBY_SECRET_KEY: KEY,
        HUBBY_ALLOW_PRIVATE_WEBHOOKS: '0',
      }),
      [],
    );
  });

  it('is checked for what means nothing alone', () => {
    assert.deepEqual(problemsOf({ HUBBY_SECRET_KEY_PREVIOUS: KEY, HUBBY_LLM_BUDGET: '1000' }), [
      'HUBBY_SECRET_KEY_PREVIOUS: needs HUBBY_SECRET_KEY, the key that replaces it',
      'HUBBY_LLM_BUDGET: needs HUBBY_LLM_URL',
    ]);
    assert.deepEqual(problemsOf({ HUBBY_FIREBASE_EMULATOR: '0', HUBBY_APP_CHECK: 'off' }), []);
  });

  it('is never shown where a secret may be in it', () => {
    const secret = 's3cr3t';
    for (const [name, { isSecret, read }] of variables) {
      const wrong = [
        `${secret} ~`,
        `ftp://user:${secret}@host`,
        `https://host/?key=${secret}`,
        `{"type":"service_account","private_key":"${secret}"}`,
      ].filter((text) => (isSecret || /[@?]/.test(text)) && !('value' in read(text)));
      for (const text of wrong) {
        const [problem = ''] = problemsOf({ [name]: text });
        assert.ok(problem.startsWith(`${name}: `), `${name} takes ${text}`);
        assert.doesNotMatch(problem, new RegExp(secret), name);
      }
    }
  });
});

describe('what is declared', () => {
  it('is declared once, and makes every field once', () => {
    assert.equal(new Set(names).size, names.length);
    const made = CONFIG_PARTS.flatMap(({ variables: own, make }) => {
      const values = Object.entries(own).map(([name, { fallback }]) => [name, fallback] as const);
      return Object.keys(
        make(Object.fromEntries(values), { env: 'staging', refuse: assert.fail }) as object,
      );
    });
    assert.deepEqual(Object.keys(loadConfig({})), made);
    assert.equal(new Set(made).size, made.length);
  });

  it('is all that the sources read of the environment', () => {
    const texts = globSync('src/**/config.ts').concat(globSync('src/config/*.ts'));
    const written = new Set(
      texts.flatMap((file) =>
        [...readFileSync(file, 'utf8').matchAll(/^ {4}(HUBBY_[A-Z\d_]+|[A-Z]+_?[A-Z]+)[:,]/gm)].map(
          (m) => m[1]!,
        ),
      ),
    );
    assert.deepEqual([...written].sort(), [...names].sort(), 'a part is not in CONFIG_PARTS');
    const elsewhere = globSync('src/**/*.ts').filter(
      (file) =>
        /\benv(?:\.|\[')HUBBY_/.test(readFileSync(file, 'utf8')) &&
        file !== 'src/config/read-parts.ts',
    );
    assert.deepEqual(elsewhere, [], 'reads the environment past the declarations');
  });

  it('is the table of docs/operating.md: node scripts/variables-doc.ts', () => {
    assert.equal(readGuide(), withVariables(readGuide()));
    for (const [name, { meaning }] of variables) assert.ok(meaning.length > 5, name);
    assert.ok(
      readGuide().includes(
        `ignored by the server: ${CLIENT_VARIABLES.map((name) => `\`${name}\``).join(', ')}.`,
      ),
    );
  });
});
