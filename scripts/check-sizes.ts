/**
 * How much a reader has to take in at once: `node scripts/check-sizes.ts` exits 1 with every
 * function that is longer than a screen and every file that is longer than it should be,
 * and prints how long files are.
 */
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor } from 'oxc-parser';
import { readModules, type Module } from './check-imports.ts';

const FUNCTION_LINES = 60;
const FILE_LINES = 300;

/** Tables of data and what commands make, that nobody reads from top to bottom. */
const DATA = new Set([
  'packages/sdk/src/generated/types.ts',
  'packages/sdk/src/generated/routes.ts',
  'src/domain/instructions/kb/flows.ts',
  'src/domain/webhooks/events.ts',
]);

type Span = { start: number; end: number };

export function checkSizes(modules: readonly Module[]): string[] {
  return modules.flatMap((module) => {
    const lines = lineCount(module.text);
    const problems = longFunctions(module);
    if (lines > FILE_LINES && !DATA.has(module.file))
      problems.unshift(`${module.file}: ${lines} lines, at most ${FILE_LINES}`);
    return problems;
  });
}

function longFunctions({ file, text }: Module): string[] {
  const found: string[] = [];
  const measure = ({ start, end }: Span): void => {
    const lines = lineCount(text.slice(start, end)) + 1;
    if (lines > FUNCTION_LINES)
      found.push(
        `${file}:${lineCount(text.slice(0, start)) + 1}: a function of ${lines} lines, at most ${FUNCTION_LINES}`,
      );
  };
  new Visitor({
    FunctionDeclaration: measure,
    FunctionExpression: measure,
    ArrowFunctionExpression: measure,
  }).visit(parseSync(file, text).program);
  return found;
}

const lineCount = (text: string): number => text.split('\n').length - 1;

if (import.meta.main) {
  const modules = readModules(fileURLToPath(new URL('..', import.meta.url)));
  const problems = checkSizes(modules);
  for (const problem of problems) console.error(problem);
  const sizes = modules.map(({ text }) => lineCount(text)).sort((a, b) => a - b);
  const at = (share: number): number => sizes[Math.floor((sizes.length - 1) * share)]!;
  console.log(
    `src, packages: ${sizes.length} files, lines: median ${at(0.5)}, p90 ${at(0.9)}, max ${at(1)}; ${problems.length} too long`,
  );
  process.exit(problems.length > 0 || modules.length === 0 ? 1 : 0);
}
