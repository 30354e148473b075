/**
 * Packages and browser applications know nothing of the server; and who may import them.
 */

/** package → what else of ours it may import */
const PACKAGES: Record<string, string[]> = {
  'packages/sdk/': [],
  'packages/sdk-app/': [],
  'packages/cli/': ['@hubby/sdk'],
  'packages/standins/': [],
  'web/webview/': [],
  'web/dashboard/': [],
  'web/shared/': [],
};
/** What browser applications may import of ours besides themselves. */
const OF_ALL_SCREENS = 'web/shared/';
/** Libraries of user interfaces. */
const FRAMEWORK = /^(p?react|@tanstack|lucide-react)\b/;
/**
 * folder → libraries of user interfaces that have no place in it: two in one build are paid for
 * twice by whoever loads it
 */
const OTHER_FRAMEWORKS: Record<string, RegExp> = {
  'web/webview/': /^(react|@tanstack|lucide-react)\b/,
  'web/dashboard/': /^preact\b/,
  'web/shared/': FRAMEWORK,
};
/**
 * file of a package that is never published → the one file of the server it may import. An ICCID is
 * made by one rule, whoever makes it, and the rule has nothing below it.
 */
const SHARED: Record<string, string> = {
  'packages/standins/src/esim-go/book.ts': 'src/providers/identifiers.ts',
  'packages/standins/src/zendit/books.ts': 'src/providers/identifiers.ts',
};

/**
 * Null where an import is fine or no package has to do with it. `target`: a path from the root, or
 * a name such as `@hubby/sdk/signing`; `isAssembly`: of what puts the parts together.
 */
export function packageRefusal(file: string, target: string, isAssembly: boolean): string | null {
  const own = Object.keys(PACKAGES).find((folder) => file.startsWith(folder));
  if (own !== undefined && OTHER_FRAMEWORKS[own]?.test(target) === true)
    return `${own} is not made with ${target}`;
  if (FRAMEWORK.test(target)) return null;
  if (own?.startsWith('web/') === true && target.startsWith(OF_ALL_SCREENS)) return null;
  const named = /^@hubby\/[\w-]+/.exec(target)?.[0];
  if (own === undefined && named === undefined) return null;
  if (own === undefined)
    return named === '@hubby/sdk' || isAssembly
      ? null
      : `only what puts the parts together may import ${named}; the rest, @hubby/sdk`;
  if (named === undefined)
    return target.startsWith(own) || SHARED[file] === target
      ? null
      : 'a package or application imports nothing outside its folder';
  return PACKAGES[own]!.includes(named)
    ? null
    : `${own} may import only ${PACKAGES[own]!.join(', ') || 'libraries'}`;
}
