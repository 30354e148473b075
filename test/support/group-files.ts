/**
 * Small test files share a process: loading the program costs each process a second of computing, a
 * third of what such a file takes. Each stays a suite of its own with its own Hubby, one after
 * another; nothing of one is left for the next.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const TOGETHER = 6;

/**
 * What lasts long by itself, starts servers, or kills processes. These go first and in this order,
 * the longest at the beginning: nobody waits at the end for one that began late.
 */
const ALONE = [
  'test/faults/drill-purchases',
  'test/faults/quick',
  'test/processes',
  'test/flows/fuzz',
  'test/backup',
  'test/rotate',
  'test/lists',
  'test/faults/',
  'test/cli',
  'test/create-together',
  'test/doctor',
  'test/embedded',
  'test/flows/fair',
  'test/flows/tenants',
  'test/graceful-stop',
  'test/hung-commit',
  'test/last-release',
  'test/pooler',
  'test/sandbox-database',
  'test/sdk-app',
  'test/browser/dashboard-operator',
  'test/browser/dashboard-lists-looks',
  'test/browser/dashboard-sandbox',
  'test/browser/dashboard-home',
  'test/browser/dashboard-sell',
  'test/browser/states',
  'test/browser/webview',
  'test/browser/',
];

export type Groups = {
  /** to run, in this order */
  entries: string[];
  remove(): void;
};

export function groupFiles(files: readonly string[]): Groups {
  const placeOf = (file: string): number => ALONE.findIndex((start) => file.startsWith(start));
  const small = files.filter((file) => placeOf(file) === -1);
  const folder = mkdtempSync(join(tmpdir(), 'hubby-test-groups-'));
  const entries = files
    .filter((file) => placeOf(file) !== -1)
    .sort((a, b) => placeOf(a) - placeOf(b));
  for (let at = 0; at < small.length; at += TOGETHER) {
    const group = small.slice(at, at + TOGETHER);
    const entry = join(folder, `${String(entries.length).padStart(3, '0')}.test.mjs`);
    writeFileSync(entry, sourceOf(group));
    entries.push(entry);
  }
  return { entries, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

const sourceOf = (files: readonly string[]): string =>
  [
    `import { describe } from 'node:test';`,
    ...files.map((file) => {
      const address = pathToFileURL(resolve(file)).href;
      return `describe('${file}', async () => { await import('${address}'); });`;
    }),
  ].join('\n');
