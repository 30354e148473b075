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

/** What lasts long by itself, starts servers, or kills processes. These go first. */
const ALONE = [
  'test/faults/',
  'test/browser/',
  'test/backup',
  'test/cli',
  'test/create-together',
  'test/doctor',
  'test/embedded',
  'test/flows/fair',
  'test/flows/fuzz',
  'test/flows/tenants',
  'test/graceful-stop',
  'test/hung-commit',
  'test/last-release',
  'test/pooler',
  'test/processes',
  'test/rotate',
  'test/sandbox-database',
  'test/sdk-app',
];

export type Groups = {
  /** to run, in this order */
  entries: string[];
  remove(): void;
};

export function groupFiles(files: readonly string[]): Groups {
  const isAlone = (file: string): boolean => ALONE.some((start) => file.startsWith(start));
  const small = files.filter((file) => !isAlone(file));
  const folder = mkdtempSync(join(tmpdir(), 'hubby-test-groups-'));
  const entries = files.filter(isAlone);
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
