/** The WebView as it was built: its documents, and its service worker. */
import { ANSWER } from '../../http/media-type.ts';
import { makeStatic, type StaticAnswer } from '../../http/static-answer.ts';
import {
  entryOf,
  readBuiltApp,
  readBuiltFile,
  readManifest,
  type BuiltApp,
  type Entry,
} from '../frame/built-app.ts';

export const BASE = '/w-assets/';
export const WORKER = '/w/worker.js';

export type Built = BuiltApp & {
  /** the page of all states, which is for whoever works on this */
  states: Entry;
  /** the service worker's file, which is served under an address of its own */
  worker: StaticAnswer;
};

/** Null: it is not built. */
export function readBuilt(): Built | null {
  const app = readBuiltApp('webview', BASE);
  if (app === null) return null;
  const worker = readBuiltFile('webview', app.manifest['src/offline/worker.ts']!.file);
  return {
    ...app,
    states: entryOf(readManifest('webview', 'states/'), 'src/states/main.tsx', `${BASE}states/`),
    worker: makeStatic(ANSWER.script, worker),
  };
}
