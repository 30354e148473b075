/**
 * The WebView as it was built (`npm run build:web`): which files a page loads, and the files
 * themselves, under names of their content.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ANSWER } from '../../http/media-type.ts';
import { makeStatic, type StaticAnswer } from '../../http/static-answer.ts';
import { here } from '../frame/page.ts';

export const BASE = '/w-assets/';
export const WORKER = '/w/worker.js';
const DIST = here('../../../web/webview/dist');

type Chunk = { file: string; css?: string[]; imports?: string[] };
type Manifest = Record<string, Chunk>;

/** What one document of it loads; addresses. */
export type Entry = { script: string; styles: string[]; preloads: string[] };

export type Built = Entry & {
  /** the page of all states, which is for whoever works on this */
  states: Entry;
  /** language → address */
  texts: Record<string, string>;
  /** the service worker's file, which is served under an address of its own */
  worker: StaticAnswer;
  /** path below BASE → file */
  files: Map<string, StaticAnswer>;
};

const TYPES: Record<string, string> = {
  js: ANSWER.script,
  css: ANSWER.style,
  json: ANSWER.json,
};

const read = (file: string): string => readFileSync(join(DIST, file), 'utf8');
const readManifest = (folder: string): Manifest =>
  JSON.parse(read(`${folder}manifest.json`)) as Manifest;

/** Null: it is not built. */
export function readBuilt(): Built | null {
  if (!existsSync(join(DIST, 'built-from'))) return null;
  const manifest = readManifest('');
  const texts = JSON.parse(read('texts.json')) as Record<string, string>;
  const names = globSync('{assets,texts,states/assets}/*.{js,css,json}', { cwd: DIST });
  return {
    ...entryOf(manifest, 'src/main.tsx', ''),
    states: entryOf(readManifest('states/'), 'src/states/main.tsx', 'states/'),
    texts: Object.fromEntries(Object.entries(texts).map(([tag, file]) => [tag, BASE + file])),
    worker: makeStatic(ANSWER.script, read(manifest['src/offline/worker.ts']!.file)),
    files: new Map(
      names.map((name) => [name, makeStatic(TYPES[name.split('.').at(-1)!]!, read(name))]),
    ),
  };
}

/** With what the script imports at once, so that all of it is asked for together. */
function entryOf(manifest: Manifest, name: string, folder: string): Entry {
  const main = manifest[name]!;
  const address = (file: string): string => BASE + folder + file;
  return {
    script: address(main.file),
    styles: (main.css ?? []).map(address),
    preloads: (main.imports ?? []).map((other) => address(manifest[other]!.file)),
  };
}
