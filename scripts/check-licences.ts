/**
 * Licences of everything in package-lock.json, development included: `node
 * scripts/check-licences.ts` exits 1 with each package whose licence is not on the list, or that
 * names none.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** `link`: a workspace of ours, listed by its folder too. */
type Locked = { license?: string; link?: boolean };

/** They ask for no more than that their text and names are kept. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** Names of packages → the licence that they alone may have besides. */
const EXCEPTIONS: [RegExp, string][] = [
  // Libraries of their own, loaded at run time and replaceable: what the LGPL asks for.
  [/^@img\/sharp-/, 'LGPL-3.0-or-later'],
  // Data, made into a file that NOTICE names.
  [/^airport-data-js$/, 'CC BY 4.0'],
  // Development only, unchanged and not passed on.
  [/^caniuse-lite$/, 'CC-BY-4.0'],
  [/^axe-core$/, 'MPL-2.0'],
  [/^lightningcss(-|$)/, 'MPL-2.0'],
  // Not how SPDX writes it.
  [/^slick$/, 'MIT (http://mootools.net/license.txt)'],
];

/** Their file LICENSE says it; what npm reads of them does not. */
const BY_THEIR_FILE = new Map([['png-js', 'MIT']]);

const isFit = (name: string, licence: string): boolean =>
  ALLOWED.has(licence) || EXCEPTIONS.some(([who, what]) => who.test(name) && what === licence);

/**
 * One of several that may be chosen is enough; of those that hold together, each counts. Deeper
 * ones are nobody's.
 */
const isFitExpression = (name: string, expression: string): boolean =>
  isFit(name, expression) ||
  expression
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((licence) => isFit(name, licence)));

/**
 * A sentence for each package that may not be used; `packages` as in package-lock.json, the root's
 * key is ''.
 */
export function unfit(packages: Record<string, Locked>): string[] {
  return Object.entries(packages).flatMap(([path, { license: said, link }]) => {
    const name = path.replace(/^.*node_modules\//, '');
    const license = said ?? BY_THEIR_FILE.get(name);
    if (path === '' || link === true || (license !== undefined && isFitExpression(name, license)))
      return [];
    return [
      license === undefined
        ? `${path} names no licence`
        : `${path} is under "${license}", which is not on the list of scripts/check-licences.ts`,
    ];
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = fileURLToPath(new URL('../package-lock.json', import.meta.url));
  const { packages } = JSON.parse(readFileSync(file, 'utf8')) as {
    packages: Record<string, Locked>;
  };
  const problems = unfit(packages);
  console.log(`licences: ${Object.keys(packages).length} packages, ${problems.length} problems`);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exit(1);
}
