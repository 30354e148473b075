/** Writes the table of variables in docs/operating.md: `node scripts/variables-doc.ts`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { CONFIG_PARTS } from '../src/config.ts';

const FILE = new URL('../docs/operating.md', import.meta.url);
const HEAD = '| variable | default | meaning |\n|---|---|---|\n';

const rows = (): string[] =>
  CONFIG_PARTS.flatMap(({ variables }) => Object.entries(variables)).map(
    ([name, { byDefault, meaning }]) => `| \`${name}\` | ${byDefault} | ${meaning} |\n`,
  );

/** The guide with the table as the declarations have it. */
export function withVariables(guide: string): string {
  const start = guide.indexOf(HEAD);
  const end = guide.indexOf('\n\n', start);
  if (start === -1 || end === -1) throw new Error('docs/operating.md has no table of variables');
  return `${guide.slice(0, start)}${HEAD}${rows().join('')}${guide.slice(end + 1)}`;
}

export const readGuide = (): string => readFileSync(FILE, 'utf8');

if (import.meta.main) writeFileSync(FILE, withVariables(readGuide()));
