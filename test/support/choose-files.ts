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

/**
 * They keep their rows somewhere, and are about something else: what they ask of a server other files
 * ask of it too. Any server will do, and one run of them.
 */
const ABOUT_OTHERS: readonly { what: string; files: readonly string[] }[] = [
  { what: 'suppliers, minutes each', files: ['test/faults/drill-'] },
  {
    what: "suppliers' APIs",
    files: [
      'test/suppliers/airalo-',
      'test/suppliers/es2plus-journey',
      'test/suppliers/esim-access-',
      'test/suppliers/independent-journey',
      'test/suppliers/preorder-journey',
      'test/suppliers/zendit-',
      'test/flows/esim-go',
      'test/flows/supplier-kinds',
      'test/flows/try-supplier',
    ],
  },
  { what: 'clients of the API', files: ['test/cli-', 'test/sdk', 'test/flows/firebase-sdk'] },
  {
    what: 'what a request is, before anything is asked of the database',
    files: [
      'test/app-tokens',
      'test/flows/bodies',
      'test/flows/date-spellings',
      'test/flows/half-sent',
      'test/flows/request-log',
      'test/flows/typed',
    ],
  },
  {
    what: 'what is shown of it',
    files: [
      'test/deprecations',
      'test/docs-pages',
      'test/pages-',
      'test/flows/content-language',
      'test/flows/devices',
      'test/flows/hard-covers',
      'test/flows/head-and-static',
      'test/flows/instructions',
      'test/flows/not-found',
      'test/flows/support-intercom',
    ],
  },
];

/** Throws where a name of the list stands for no file any more. */
function aboutOthers(all: readonly string[]): Set<string> {
  const named = ABOUT_OTHERS.flatMap(({ files }) => files).map((name) => {
    const found = all.filter((file) => file.startsWith(name));
    if (found.length === 0) throw new Error(`${name} is named as no server's matter, and is gone`);
    return found;
  });
  return new Set(named.flat());
}

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
  if (!ofServer || wanted.length > 0) return { files: all, left: [] };
  const others = aboutOthers(all);
  const files = all.filter((f) => readsServer(f) && !others.has(f));
  return { files, left: all.filter((f) => !files.includes(f)) };
}
