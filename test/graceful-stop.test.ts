/**
 * A rolling restart under 40 busy keep-alive clients cuts nobody off; and a start that waits for
 * its database.
 */
import assert from 'node:assert/strict';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import { buildApp, type App } from '../src/app.ts';
import { awaitDatabase } from '../src/start/await-database.ts';
import { stopServing } from '../src/graceful-stop.ts';
import { startHubby, type Hubby } from './harness.ts';

type Node = { app: App; port: number; isReady: boolean };
const CLIENTS = 40;

function get(port: number, path: string, agent: http.Agent): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    http
      .get({ host: '127.0.0.1', port, path, agent }, (response) => {
        response.resume();
        response.on('end', () => resolve(response));
        response.on('error', reject);
      })
      .on('error', reject);
  });
}

/** Until none of these keeps a connection to that port: they have read that it was ended. */
async function haveLeft(agents: readonly http.Agent[], port: number): Promise<void> {
  const isKept = (agent: http.Agent): boolean =>
    Object.keys(agent.freeSockets).some((name) => name.includes(`:${port}:`));
  while (agents.some(isKept)) await sleep(5);
}

describe('a rolling restart', () => {
  let hubby: Hubby;
  const nodes: Node[] = [];
  before(async () => {
    hubby = await startHubby();
    for (let n = 0; n < 2; n++) nodes.push(await launch(0));
  });
  after(async () => {
    for (const { app } of nodes) await app.close();
    await hubby.close();
  });
  async function launch(port: number): Promise<Node> {
    const app = await buildApp(hubby.ctx);
    await app.listen({ host: '127.0.0.1', port });
    return { app, port: (app.server.address() as { port: number }).port, isReady: true };
  }

  it('cuts off none of 40 busy keep-alive clients', async () => {
    let isOver = false;
    const lost: string[] = [];
    let answered = 0;
    /** As a balancer does: asks /readyz, each time on a new connection. */
    const watch = async (): Promise<void> => {
      const agent = new http.Agent();
      while (!isOver) {
        for (const node of nodes)
          node.isReady = await get(node.port, '/readyz', agent).then(
            ({ statusCode }) => statusCode === 200,
            () => false,
          );
        await sleep(50);
      }
    };
    const agents = Array.from(
      { length: CLIENTS },
      () => new http.Agent({ keepAlive: true, maxSockets: 1 }),
    );
    const client = async (agent: http.Agent, n: number): Promise<void> => {
      for (let i = n; !isOver; i++) {
        const ready = nodes.filter((one) => one.isReady);
        const node = ready[i % ready.length] ?? nodes[i % 2]!;
        try {
          await get(node.port, '/livez', agent);
          answered++;
        } catch (error) {
          const { code } = error as { code?: string };
          // Nothing was sent there: whoever meets a closed door goes to the next one.
          if (code !== 'ECONNREFUSED') lost.push(String(code));
          else node.isReady = false;
        }
        await sleep(n % 3);
      }
      agent.destroy();
    };
    const running = [watch(), ...agents.map(client)];
    for (const at of [0, 1]) {
      await sleep(300);
      const { app, port } = nodes[at]!;
      await stopServing(app);
      // Building the next one holds this loop, which is the clients' too: a process of their own
      // would have read the end of its connections long before.
      await haveLeft(agents, port);
      nodes[at] = await launch(port);
    }
    await sleep(300);
    isOver = true;
    await Promise.all(running);
    assert.deepEqual(lost, []);
    assert.ok(answered > CLIENTS);
  });

  it('says first that it is not ready, answers on, and ends each connection with its answer', async () => {
    const { app, port } = await launch(0);
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    assert.equal((await get(port, '/livez', agent)).headers.connection, 'keep-alive');
    const stopped = stopServing(app);
    const ready = await get(port, '/readyz', agent);
    assert.deepEqual([ready.statusCode, ready.headers.connection], [503, 'close']);
    const answer = await get(port, '/livez', agent);
    assert.deepEqual([answer.statusCode, answer.headers.connection], [200, 'close']);
    await stopped;
    await assert.rejects(get(port, '/livez', agent), { code: 'ECONNREFUSED' });
  });

  it('lets silent clients go', async () => {
    const { app, port } = await launch(0);
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    await get(port, '/livez', agent);
    await stopServing(app);
    assert.equal(app.server.listening, false);
  });
});

describe('headers of every answer', () => {
  for (const env of ['staging', 'production'] as const)
    it(`nosniff, and in production HSTS: ${env}`, async () => {
      const hubby = await startHubby();
      const app = await buildApp({ ...hubby.ctx, config: { ...hubby.ctx.config, env } });
      await app.listen({ host: '127.0.0.1', port: 0 });
      const { port } = app.server.address() as { port: number };
      for (const path of [
        '/livez',
        '/docs/',
        '/docs/errors',
        '/openapi.json',
        '/api/x',
        '/%',
        '/',
      ]) {
        const { headers } = await get(port, path, new http.Agent());
        assert.equal(headers['x-content-type-options'], 'nosniff', path);
        assert.equal(
          headers['strict-transport-security'] !== undefined,
          env === 'production',
          path,
        );
      }
      await app.close();
      await hubby.close();
    });
});

describe('a start', () => {
  const log = { info() {}, warn() {}, error() {} };
  it('waits for a database that is away, also behind another message', async () => {
    const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const problems = [away, new Error('not there', { cause: away })];
    const opened = await awaitDatabase(log, async () => {
      const problem = problems.shift();
      if (problem !== undefined) throw problem;
      return 'open';
    });
    assert.equal(opened, 'open');
  });

  it('does not wait for what time does not mend', async () => {
    let tries = 0;
    const open = async (): Promise<void> => {
      tries++;
      throw new Error('run npx hubby migrate first');
    };
    await assert.rejects(awaitDatabase(log, open), /migrate first/);
    assert.equal(tries, 1);
  });
});
