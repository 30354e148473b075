/**
 * Hubby as the tests see it: the real application over HTTP on a database of its own, a worker that
 * runs when `drain` is called, and every answer checked against the documented schema.
 */
export { IN_A_YEAR } from './support/in-a-year.ts';
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { signedHeaders } from '@hubby/sdk/signing';
import { Agent, request } from 'undici';
import pg from 'pg';
import { buildApp, routes, type App } from '../src/app.ts';
import { webApi } from '../src/web-api/index.ts';
import { routeSchema } from '../src/api/reference/openapi.ts';
import { compile } from '../src/api/route/validation.ts';
import { loadConfig } from '../src/config.ts';
import type { Context } from '../src/context.ts';
import { createOperatorToken } from '../src/domain/partners/keys/operator-tokens.ts';
import { createPartner, type CreatedPartner } from '../src/domain/partners/managing/partners.ts';
import { DUE } from '../src/jobs/index.ts';
import type { SupplierKind } from '../src/providers/kind.ts';
import { openRuntime } from '../src/runtime.ts';
import { makeSecrets } from '../src/secrets.ts';
import { startWorker, type Worker } from '../src/worker.ts';
import { until } from './faults/checks.ts';
import { recordWakes, type RecordWakes } from './support/record-wakes.ts';
import { cloneTemplate } from './support/template.ts';
import { bySystem } from '../src/domain/actor.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests read what came, field by field
export type Json = any;
export type Answer = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Json;
  text: string;
};
export type CallOptions = {
  key?: { api_key: string; api_secret: string };
  headers?: Record<string, string>;
  raw?: string;
};

export type Hubby = {
  ctx: Context;
  app: App;
  url: string;
  partner: CreatedPartner;
  secretKey: string;
  /** as the application */
  databaseConfig: pg.ClientConfig;
  /** as the superuser */
  adminConfig: pg.ClientConfig;
  /** A signed call as the file's partner, or with another key. */
  call(method: string, path: string, body?: unknown, options?: CallOptions): Promise<Answer>;
  /** A call as it is, unsigned. */
  bare(
    method: string,
    path: string,
    options?: { headers?: Record<string, string>; body?: string },
  ): Promise<Answer>;
  operator(method: string, path: string, body?: unknown): Promise<Answer>;
  newPartner(name?: string, settings?: Record<string, unknown>): Promise<CreatedPartner>;
  /** As superuser: sees every partner's rows. */
  sql<T = Json>(text: string, params?: unknown[]): Promise<T[]>;
  /** The telco's own books about a partner. */
  ledger(partnerId?: string): Promise<{ orders: Json[]; calls: Json[] }>;
  /**
   * Which work was woken while `work` ran: `await hubby.woken(() => hubby.call(…))` →
   * `['deliveries']`.
   */
  woken: RecordWakes;
  /** Runs all due work until there is none; `hurry` makes everything planned due first. */
  drain(hurry?: 'hurry'): Promise<void>;
  /** A worker, which `close` stops where a failed test has left it running. */
  work(): Promise<Worker>;
  close(): Promise<void>;
};

let counter = 0;
/** A user id that no other test uses. */
export const user = (): string => `user_${process.pid}_${++counter}`;

export async function startHubby(
  options: {
    env?: Record<string, string>;
    clock?: { now(): Date };
    context?: Partial<Context>;
    /** where the sandbox telco sends its callbacks instead of here */ callbacksTo?: string;
    /** of suppliers, in place of those of the same name */ kinds?: readonly SupplierKind[];
    /** the sandbox telco's database: another one than Hubby's, as the application */ sandbox?: pg.ClientConfig;
  } = {},
): Promise<Hubby> {
  const database = await cloneTemplate();
  const secretKey = randomBytes(32).toString('base64');
  const config = loadConfig({
    PORT: '0',
    HUBBY_DATA_DIR: '/nonexistent',
    HUBBY_SECRET_KEY: secretKey,
    // Rows that come a second later are in the way of who compares tables: its own tests switch it on.
    HUBBY_REQUEST_LOG_DAYS: '0',
    ...options.env,
  });
  /** what the log says of failed requests: an answer of 500 tells nothing itself */
  const failures: object[] = [];
  const log = {
    info() {},
    warn() {},
    error(fields: object, message: string) {
      if (message === 'request failed') failures.push(fields);
    },
  };
  const runtime = await openRuntime(config, database.app, makeSecrets(config.secretKey!), log, {
    poolSize: 12,
    sandbox: options.sandbox,
    kinds: options.kinds ?? [],
  });
  const { ctx } = runtime;
  Object.assign(
    ctx,
    options.context ?? {},
    options.clock === undefined ? {} : { clock: options.clock },
  );
  const woken = recordWakes(ctx);
  const app = await buildApp(ctx);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as { port: number };
  const url = (ctx.baseUrl = `http://127.0.0.1:${port}`);
  runtime.listening(options.callbacksTo ?? url);
  const partner = await createPartner(ctx, bySystem('test'), { name: 'Test Travel' });
  const operatorToken = await createOperatorToken(ctx.db);
  const admin = new pg.Pool({ ...database.config, max: 4, options: '-c timezone=UTC' });
  admin.on('error', () => {});
  const agent = new Agent({ connections: 200, pipelining: 1 });
  const check = answerChecker(ctx);

  async function send(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: string,
  ): Promise<Answer> {
    const response = await request(url + path, {
      method: method as 'GET',
      headers,
      ...(body === undefined ? {} : { body }),
      dispatcher: agent,
    });
    const text = await response.body.text();
    const isJson = String(response.headers['content-type'] ?? '').startsWith('application/json');
    const answer: Answer = {
      status: response.statusCode,
      headers: response.headers as Answer['headers'],
      body: isJson && text !== '' ? JSON.parse(text) : null,
      text,
    };
    assert.notEqual(
      answer.status,
      500,
      `${method} ${path} answered 500: ${text} ${JSON.stringify(failures.at(-1))}`,
    );
    check(method, path, answer);
    return answer;
  }
  const workers = new Set<Worker>();
  const hubby: Hubby = {
    ctx,
    app,
    url,
    partner,
    secretKey,
    woken,
    databaseConfig: database.app,
    adminConfig: database.config,
    call(method, path, body, { key = partner, headers = {}, raw } = {}) {
      const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
      return send(
        method,
        path,
        {
          ...signedHeaders(key, method, path),
          ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        payload,
      );
    },
    bare: (method, path, { headers = {}, body } = {}) => send(method, path, headers, body),
    operator(method, path, body) {
      const type =
        body === undefined
          ? {}
          : { 'content-type': typeof body === 'string' ? 'text/csv' : 'application/json' };
      return send(
        method,
        `/api/operator${path}`,
        { authorization: `Bearer ${operatorToken}`, ...type } as Record<string, string>,
        body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
      );
    },
    newPartner: (name = `Partner ${++counter}`, settings) =>
      createPartner(ctx, bySystem('test'), { name, settings }),
    sql: async <T>(text: string, params: unknown[] = []) =>
      (await admin.query(text, params)).rows as T[],
    ledger: async (partnerId = partner.partner_id) =>
      (await ctx.sandbox!.ledger(partnerId)) as { orders: Json[]; calls: Json[] },
    async drain(hurry) {
      for (let rounds = 0; rounds < 30; rounds++) {
        if (hurry)
          await admin.query(
            `update provider_orders set next_attempt_at = now(), sent_at = sent_at - interval '1 minute' where next_attempt_at is not null and (lease_until is null or lease_until < now())`,
          );
        if (hurry)
          await admin.query(
            'update replacement_work set next_attempt_at = now() where lease_until is null or lease_until < now()',
          );
        let count = 0;
        for (const run of Object.values(DUE)) count += Number(await run(ctx, () => false));
        if (count === 0) return;
      }
    },
    async work() {
      const worker = await startWorker(ctx);
      workers.add(worker);
      return {
        async stop() {
          if (workers.delete(worker)) await worker.stop();
        },
      };
    },
    async close() {
      // One that goes on holds a connection, for which closing would wait for ever.
      for (const worker of workers) await worker.stop();
      await app.close();
      await runtime.close();
      await admin.end();
      await agent.close();
      await database.drop();
    },
  };
  return hubby;
}

/**
 * The first event of a partner's feed, which other files' transactions on the same server may hold
 * back for a moment.
 */
export const firstOfFeed = (hubby: Hubby, key: CallOptions['key'] = hubby.partner): Promise<Json> =>
  until('an event in the feed', async () => {
    const { data } = (await hubby.call('GET', '/api/events?limit=1', undefined, { key })).body;
    return data.events.length > 0 ? data : null;
  });

/**
 * Fails a test whose answer is not what openapi.json says. Of the hundreds of schemas a file meets a
 * few: each is compiled when its first answer comes.
 */
function answerChecker(ctx: Context): (method: string, path: string, answer: Answer) => void {
  const table = [...routes(ctx), ...webApi]
    .map((route) => ({
      method: route.method,
      pattern: new RegExp(`^${route.url.replace(/:[a-z_]+/g, '[^/?]+')}(\\?|$)`),
      statics: !route.url.includes(':'),
      url: route.url,
      schemas: (routeSchema(route) as { response: Record<string, object> }).response,
      validators: new Map<number, ReturnType<typeof compile>>(),
    }))
    .sort((a, b) => Number(b.statics) - Number(a.statics));
  const validatorOf = (route: (typeof table)[number] | undefined, status: number) => {
    const schema = route?.schemas[status];
    if (route === undefined || schema === undefined) return undefined;
    let validate = route.validators.get(status);
    if (validate === undefined)
      route.validators.set(status, (validate = compile({ schema, httpPart: 'body' })));
    return validate;
  };
  return (method, path, { status, body, text }) => {
    const route = table.find((r) => r.method === method && r.pattern.test(path));
    // Failures of transport and routing (400 of a malformed target, 404, 413 …) may come anywhere;
    // their shape is checked.
    const validate = validatorOf(route, status);
    if (validate !== undefined && status !== 304)
      assert.ok(
        validate(body),
        `${method} ${path} ${status} does not fit its schema: ${JSON.stringify(validate.errors?.slice(0, 3))}\n${text.slice(0, 500)}`,
      );
    else if (status >= 400 && /^\/(web-)?api\//.test(path))
      assert.deepEqual(
        [
          body?.success,
          body?.error?.code,
          typeof body?.error?.type,
          typeof body?.error?.request_id,
        ],
        [false, status, 'string', 'string'],
        text,
      );
    if (route !== undefined && status < 300)
      assert.ok(validate, `${method} ${route.url} answered ${status}, which is not documented`);
  };
}
