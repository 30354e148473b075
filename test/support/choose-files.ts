/** Which test files a run is of. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type Chosen = {
  files: string[];
  /** left out, because the server under test is nothing to them */
  left: string[];
};

/** Of values: types are nothing to a server. */
const IMPORTED =
  /(?:^|\n)(?:import|export) (?!type )[^'"]*?from '(?<path>\.[^']+\.ts)'|\bimport\('(?<lazy>\.[^']+\.ts)'\)/g;

/** Whether a file, or what it imports of test/, asks where the server under test is. */
function readsServer(file: string, seen = new Set<string>()): boolean {
  // A text that a test writes down may name a file that is not there.
  if (seen.has(file) || !file.startsWith('test/') || !existsSync(file)) return false;
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  if (text.includes('TEST_PG')) return true;
  return [...text.matchAll(IMPORTED)].some((m) =>
    readsServer(join(dirname(file), m.groups!['path'] ?? m.groups!['lazy']!), seen),
  );
}

/** Minutes each, about suppliers: any server will do, and one run of them. */
const isDrill = (file: string): boolean => file.startsWith('test/faults/drill-');

/**
 * `wanted` are parts of file names; none: all. `ofServer`: of all files only those to which the
 * server matters, for the rest was run on the first one.
 */
export function chooseFiles(options: {
  inBrowser: boolean;
  wanted: readonly string[];
  ofServer: boolean;
}): Chosen {
  const { inBrowser, wanted, ofServer } = options;
  const all = globSync('test/**/*.test.ts')
    .filter((f) => f.startsWith('test/browser/') === inBrowser)
    .filter((f) => wanted.length === 0 || wanted.some((w) => f.includes(w)))
    .sort();
  if (all.length === 0) throw new Error(`no test file matches ${wanted.join(', ')}`);
  const files =
    ofServer && wanted.length === 0 ? all.filter((f) => readsServer(f) && !isDrill(f)) : all;
  return { files, left: all.filter((f) => !files.includes(f)) };
}
