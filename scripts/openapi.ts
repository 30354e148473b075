/**
 * docs/reference/openapi.json from the route declarations: `npm run docs:openapi` writes it, `node
 * scripts/openapi.ts` compares (exit 1).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildApp } from '../src/app.ts';
import { loadConfig } from '../src/config.ts';
import type { Context } from '../src/context.ts';

const FILE = fileURLToPath(new URL('../docs/reference/openapi.json', import.meta.url));

/**
 * Building the application asks nothing of the database or of providers; only the declarations
 * matter here.
 */
export async function generate(): Promise<string> {
  const config = loadConfig({ HUBBY_PUBLIC_URL: 'http://127.0.0.1:3000' });
  const ctx = {
    config,
    baseUrl: config.publicUrl,
    providers: new Map(),
    log: { info() {}, warn() {}, error() {} },
  } as unknown as Context;
  const app = await buildApp(ctx);
  const document = app.swagger();
  await app.close();
  return `${JSON.stringify(document, null, 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = await generate();
  if (process.argv.includes('--write')) writeFileSync(FILE, text);
  else if (readFileSync(FILE, 'utf8') !== text) {
    console.error(
      'docs/reference/openapi.json is not what the routes say. Run: npm run docs:openapi',
    );
    process.exit(1);
  }
  console.log(`openapi.json: ${Object.keys(JSON.parse(text).paths).length} paths`);
}
