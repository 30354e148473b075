/**
 * A browser application as it was built (`npm run build:web`): which files its document loads, and
 * the files themselves, under names of their content.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { ANSWER } from '../../http/media-type.ts';
import { makeStatic, sendStatic, type StaticAnswer } from '../../http/static-answer.ts';
import { notFoundPage } from './not-found.ts';
import { here } from './page.ts';

type Chunk = { file: string; css?: string[]; imports?: string[] };
export type Manifest = Record<string, Chunk>;

/** What one document of it loads; addresses. */
export type Entry = { script: string; styles: string[]; preloads: string[] };

export type BuiltApp = Entry & {
  /** language → address */
  texts: Record<string, string>;
  manifest: Manifest;
  /** path below its base → file */
  files: Map<string, StaticAnswer>;
};

const FOR_EVER = 'public, max-age=31536000, immutable';
const SHIELD = "default-src 'none'; frame-ancestors 'none'";
const TYPES: Record<string, string> = {
  js: ANSWER.script,
  css: ANSWER.style,
  json: ANSWER.json,
};

const distOf = (app: string): string => here(`../../../web/${app}/dist`);

export const readBuiltFile = (app: string, file: string): string =>
  readFileSync(join(distOf(app), file), 'utf8');
export const readManifest = (app: string, folder = ''): Manifest =>
  JSON.parse(readBuiltFile(app, `${folder}manifest.json`)) as Manifest;

/** `base`: path below which its files are served, with a slash at its end. Null: it is not built. */
export function readBuiltApp(app: string, base: string): BuiltApp | null {
  const dist = distOf(app);
  if (!existsSync(join(dist, 'built-from'))) return null;
  const manifest = readManifest(app);
  const texts = JSON.parse(readBuiltFile(app, 'texts.json')) as Record<string, string>;
  const names = globSync('{assets,texts,states/assets}/*.{js,css,json}', { cwd: dist });
  return {
    ...entryOf(manifest, 'src/main.tsx', base),
    texts: Object.fromEntries(Object.entries(texts).map(([tag, file]) => [tag, base + file])),
    manifest,
    files: new Map(
      names.map((name) => [
        name,
        makeStatic(TYPES[name.split('.').at(-1)!]!, readBuiltFile(app, name)),
      ]),
    ),
  };
}

/** With what the script imports at once, so that all of it is asked for together. */
export function entryOf(manifest: Manifest, name: string, base: string): Entry {
  const main = manifest[name]!;
  const address = (file: string): string => base + file;
  return {
    script: address(main.file),
    styles: (main.css ?? []).map(address),
    preloads: (main.imports ?? []).map((other) => address(manifest[other]!.file)),
  };
}

/** What its documents load, for ever the same under one name. */
export function builtFiles(
  scope: FastifyInstance,
  base: string,
  built: BuiltApp,
  headers: Record<string, string> = {},
): void {
  scope.get(`${base}*`, { schema: { hide: true } }, async (req, reply) => {
    const file = built.files.get((req.params as { '*': string })['*']);
    if (file === undefined) return notFoundPage(req, reply);
    const shielded = reply.headers({ 'content-security-policy': SHIELD, ...headers });
    return sendStatic(req, shielded.header('cache-control', FOR_EVER), file);
  });
}
