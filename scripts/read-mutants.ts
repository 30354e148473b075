/** The lists of small bugs in test/mutants/: one file per area. */
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** One small bug: an edit of one place, and the tests that should fail when it is made. */
export type Mutant = {
  /** kebab-case, of its own among all lists */
  id: string;
  /** what goes wrong for people, in one sentence */
  bug: string;
  /** path from the root */
  file: string;
  /** what stands there now; occurs exactly once in the file */
  text: string;
  /** what stands there instead when the bug is made */
  broken: string;
  /** parts of names of test files, as `npm test -- <part>` takes them */
  tests: string[];
};

/** All lists, by area (the list's file name). */
export async function readMutants(): Promise<Map<string, Mutant[]>> {
  const areas = new Map<string, Mutant[]>();
  for (const file of globSync('test/mutants/*.ts').sort()) {
    const list = (await import(`../${file}`)) as { default: Mutant[] };
    areas.set(basename(file, '.ts'), list.default);
  }
  return areas;
}

/** The file's text with the bug in it, or throws a sentence that says why it cannot be made. */
export function breakText({ id, text, broken, file }: Mutant, source: string): string {
  const [before, after, ...more] = source.split(text);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(
      `mutant ${id}: expected its text once in ${file}, found it ${source.split(text).length - 1} times:\n${text}`,
    );
  if (text === broken)
    throw new Error(`mutant ${id}: its broken text is the text that stands there`);
  return before + broken + after;
}

/**
 * Sentences about what is wrong with the lists: text that moved on, tests that no longer exist, an
 * id given twice.
 */
export function problemsOfMutants(mutants: Mutant[]): string[] {
  const tests = globSync('test/**/*.test.ts');
  const ids = new Set<string>();
  return mutants.flatMap((mutant) => {
    const problems: string[] = [];
    if (ids.has(mutant.id)) problems.push(`mutant ${mutant.id}: two have this id`);
    ids.add(mutant.id);
    try {
      breakText(mutant, readFileSync(mutant.file, 'utf8'));
    } catch (error) {
      problems.push((error as Error).message);
    }
    if (mutant.tests.length === 0) problems.push(`mutant ${mutant.id}: names no test`);
    for (const part of mutant.tests)
      if (!tests.some((file) => file.includes(part)))
        problems.push(`mutant ${mutant.id}: no test file matches ${part}`);
    return problems;
  });
}
