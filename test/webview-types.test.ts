/**
 * What the screens believe of the API's answers is what openapi.json says of them: the compiler holds
 * one against the other.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { it } from 'node:test';
import { typeOf, typesFile, type Document } from '../scripts/sdk-types.ts';

const ROOT = resolve(import.meta.dirname, '..');
const SCREENS = join(ROOT, 'web/webview/src/types.ts');

/** The screens' name for an operation's answer; `there`: fields of the form that they ask for. */
const BELIEFS: readonly [operationId: string, name: string, there?: string][] = [
  ['getTravelerDashboard', 'Dashboard'],
  ['listOffers', 'Offers'],
  ['getPurchase', 'Purchase'],
  ['requestRefund', 'Purchase'],
  ['getOwnInstructions', 'Instructions', "'title' | 'steps'"],
];

function answersOf({ paths }: Document): Map<string, string> {
  const all = Object.values(paths).flatMap((methods) => Object.values(methods));
  return new Map(
    all.flatMap(({ operationId, responses }) => {
      const success = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1];
      const data = success?.content?.['application/json']?.schema.properties?.['data'];
      return data === undefined ? [] : [[operationId, typeOf(data)] as const];
    }),
  );
}

/** What the compiler says of a file that uses both. */
function compile(text: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'hubby-types-'));
  try {
    const file = join(dir, 'beliefs.ts');
    writeFileSync(file, text);
    const extended = join(ROOT, 'web/webview/tsconfig.json');
    writeFileSync(
      join(dir, 'tsconfig.json'),
      JSON.stringify({ extends: extended, compilerOptions: { noEmit: true }, files: [file] }),
    );
    const tsc = join(ROOT, 'node_modules/.bin/tsc');
    const { stdout, stderr } = spawnSync(tsc, ['-p', dir], { encoding: 'utf8' });
    return stdout + stderr;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

it('the screens believe of every answer what openapi.json says of it', () => {
  const document = JSON.parse(
    readFileSync(join(ROOT, 'docs/reference/openapi.json'), 'utf8'),
  ) as Document;
  const answers = answersOf(document);
  const beliefs = BELIEFS.map(([operationId, name, there = 'never']) => {
    const answer = answers.get(operationId);
    assert.ok(answer, operationId);
    return `type ${operationId} = ${answer};
      export const ${operationId} = (
        said: ${operationId} & Required<Pick<${operationId}, ${there}>>,
      ): Screens.${name} => said;`;
  });
  const imports = `import type * as Screens from ${JSON.stringify(SCREENS)};`;
  const wrong = `// @ts-expect-error: no purchase is a list of offers\nexport const wrong = (said: Screens.Purchase): Screens.Offers => said;`;
  assert.equal(compile([imports, typesFile(document), ...beliefs, wrong].join('\n')), '');
});
