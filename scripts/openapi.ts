/**
 * docs/reference/openapi.json from the route declarations, and what packages/sdk has of it; and
 * web/web-api.json from the dashboard's own. `npm run docs:openapi` writes them, `node
 * scripts/openapi.ts` compares (exit 1).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Fastify from 'fastify';
import swagger from '@fastify/swagger';
import { openapi, routeSchema } from '../src/api/reference/openapi.ts';
import { buildApp } from '../src/app.ts';
import { loadConfig } from '../src/config.ts';
import type { Context } from '../src/context.ts';
import { makeOpenStreams } from '../src/domain/members/watching/open-streams.ts';
import { webApi } from '../src/web-api/index.ts';
import { drifted, sdkFiles, write } from './sdk.ts';

const FILE = fileURLToPath(new URL('../docs/reference/openapi.json', import.meta.url));
const WEB_API = fileURLToPath(new URL('../web/web-api.json', import.meta.url));

/**
 * Building the application asks nothing of the database or of providers; only the declarations
 * matter here.
 */
export async function generate(): Promise<string> {
  const app = await buildApp(context());
  const document = app.swagger();
  await app.close();
  return `${JSON.stringify(document, null, 2)}\n`;
}

function context(): Context {
  const config = loadConfig({ HUBBY_PUBLIC_URL: 'http://127.0.0.1:3000' });
  return {
    config,
    baseUrl: config.publicUrl,
    providers: new Map(),
    openStreams: makeOpenStreams(),
    operations: new Map(),
    log: { info() {}, warn() {}, error() {} },
  } as unknown as Context;
}

/** Of the dashboard's routes alone, for the types of its client. */
export async function generateWebApi(): Promise<string> {
  const app = Fastify();
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => JSON.stringify);
  await app.register(swagger as never, openapi(context(), webApi) as never);
  app.after(() => {
    for (const route of webApi)
      app.route({
        method: route.method,
        url: route.url,
        schema: routeSchema(route),
        handler: async () => null,
      });
  });
  await app.ready();
  const { openapi: version, paths, components } = app.swagger() as Record<string, unknown>;
  await app.close();
  const info = { title: 'Private API of the dashboard', version: '1.0.0' };
  return `${JSON.stringify({ openapi: version, info, paths, components }, null, 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = await generate();
  const files = await sdkFiles(text);
  const web = await generateWebApi();
  if (process.argv.includes('--write')) {
    writeFileSync(FILE, text);
    writeFileSync(WEB_API, web);
    write(files);
  }
  const old = drifted(files).map((name) => `packages/sdk/src/generated/${name}`);
  if (readFileSync(FILE, 'utf8') !== text) old.push('docs/reference/openapi.json');
  if (readFileSync(WEB_API, 'utf8') !== web) old.push('web/web-api.json');
  if (old.length > 0) {
    console.error(`${old.join(', ')}: not what the routes say. Run: npm run docs:openapi`);
    process.exit(1);
  }
  const paths = (document: string): number => Object.keys(JSON.parse(document).paths).length;
  console.log(`openapi.json: ${paths(text)} paths; web-api.json: ${paths(web)}`);
}
