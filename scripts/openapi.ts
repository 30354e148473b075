/**
 * docs/reference/openapi.json from the route declarations, and what packages/sdk has of it: `npm
 * run docs:openapi` writes them, `node scripts/openapi.ts` compares (exit 1).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildApp } from '../src/app.ts';
import { loadConfig } from '../src/config.ts';
import type { Context } from '../src/context.ts';
import { drifted, sdkFiles, write } from './sdk.ts';

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
  const files = await sdkFiles(text);
  if (process.argv.includes('--write')) {
    writeFileSync(FILE, text);
    write(files);
  }
  const old = drifted(files).map((name) => `packages/sdk/src/generated/${name}`);
  if (readFileSync(FILE, 'utf8') !== text) old.push('docs/reference/openapi.json');
  if (old.length > 0) {
    console.error(`${old.join(', ')}: not what the routes say. Run: npm run docs:openapi`);
    process.exit(1);
  }
  console.log(`openapi.json: ${Object.keys(JSON.parse(text).paths).length} paths`);
}
