/** Rules of the house that a machine can hold. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkImports, readModules } from '../scripts/check-imports.ts';
import { generate } from '../scripts/openapi.ts';
import { routeSchema } from '../src/api/reference/openapi.ts';
import { compile } from '../src/api/route/validation.ts';
import { routes } from '../src/app.ts';
import { loadConfig } from '../src/config.ts';
import { ERROR_STATUS } from '../src/errors.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

test('imports follow the table, and the check sees the modules', () => {
  const modules = readModules(root);
  const { problems, imports } = checkImports(modules);
  assert.deepEqual(problems, []);
  assert.ok(modules.length > 100 && imports > 300, `${modules.length} modules, ${imports} imports`);
});

test('the import check finds planted violations', () => {
  const plant = (file: string, text: string): string => checkImports([{ file, text }]).problems[0]!;
  assert.match(
    plant('src/api/x.ts', "import { createDb } from '../db/pool.ts';"),
    /src\/api\/x\.ts → src\/db\/pool\.ts/,
  );
  assert.match(
    plant('src/domain/partners/x.ts', "import { redeem } from '../esims/redeem.ts';"),
    /partners may not import esims/,
  );
  assert.match(
    plant('src/providers/x/y.ts', "import { createDb } from '../../db/pool.ts';"),
    /src\/db\/pool/,
  );
  assert.match(
    plant('src/domain/webhooks/x.ts', "export * from '../bookings/read-booking.ts';"),
    /calls nobody back/,
  );
  assert.match(
    plant('src/db/x.ts', "const a = await import('../domain/time.ts');"),
    /src\/domain\/time/,
  );
  assert.match(plant('src/novel/x.ts', "import '../errors.ts';"), /not in the table/);
});

test('a package imports nothing of the server, but for the rule that stand-ins share', () => {
  const problems = (file: string, text: string): string[] =>
    checkImports([{ file: `packages/standins/src/${file}`, text }]).problems;
  const iccids = "import { makeIccid } from '../../../../src/providers/identifiers.ts';";
  assert.deepEqual(problems('zendit/books.ts', iccids), []);
  for (const [file, text] of [
    ['zendit/routes.ts', iccids],
    ['zendit/books.ts', "import type { Article } from '../../../../src/providers/article.ts';"],
    ['zendit/books.ts', "import { sign } from '@hubby/sdk/signing';"],
  ] as const)
    assert.equal(problems(file, text).length, 1, `${file}: ${text}`);
});

test('the import check counts imports of types, however they are written', () => {
  for (const text of [
    "import type { Redeemed } from '../esims/redeem.ts';",
    "import { type Redeemed } from '../esims/redeem.ts';",
    "export type { Redeemed } from '../esims/redeem.ts';",
    "export type * from '../esims/redeem.ts';",
    "let a: import('../esims/redeem.ts').Redeemed;",
    "import {\n  a,\n  // b;\n  type Redeemed,\n} from '../esims/redeem.ts';",
  ])
    assert.match(
      checkImports([{ file: 'src/domain/partners/x.ts', text }]).problems[0]!,
      /partners may not import esims/,
      text,
    );
  const { problems, imports } = checkImports([
    { file: 'src/ids.ts', text: "import type { Context } from './context.ts';" },
    { file: 'src/domain/bookings/x.ts', text: "import type { Context } from '../../context.ts';" },
    { file: 'src/context.ts', text: "// import './app.ts';\nimport { buildApp } from './app.ts';" },
  ]);
  assert.deepEqual(
    problems.map((problem) => problem.split(':')[0]),
    ['src/ids.ts → src/context.ts', 'src/context.ts → src/app.ts'],
  );
  assert.equal(imports, 3);
});

test('the import check finds circles, also of types', () => {
  const { problems } = checkImports([
    { file: 'src/db/a.ts', text: "import type { B } from './b.ts';" },
    { file: 'src/db/b.ts', text: "import { c } from './c.ts';" },
    { file: 'src/db/c.ts', text: "export type { A } from './a.ts';" },
  ]);
  assert.deepEqual(problems, ['circle: src/db/a.ts → src/db/b.ts → src/db/c.ts → src/db/a.ts']);
});

/** Made once: it takes a while. */
const generated = generate();

test('openapi.json is what the routes say, and is OpenAPI 3.1 with an example for every body', async () => {
  const text = await generated;
  assert.equal(
    readFileSync(`${root}/docs/reference/openapi.json`, 'utf8'),
    text,
    'run: npm run docs:openapi',
  );
  const document = JSON.parse(text);
  assert.equal(document.openapi, '3.1.0');
  const ids = new Set<string>();
  for (const [path, methods] of Object.entries<
    Record<string, { operationId: string; summary: string; responses: object; security?: object[] }>
  >(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      assert.ok(operation.summary, `${method} ${path} has no summary`);
      assert.ok(!ids.has(operation.operationId), `${operation.operationId} twice`);
      ids.add(operation.operationId);
      // Claims are for everybody.
      if (operation.operationId !== 'claimPromoCode')
        assert.ok('401' in operation.responses, `${method} ${path} does not say 401`);
      else assert.deepEqual(operation.security, []);
    }
  }
});

test('answers can be checked: every schema of one can be compiled', () => {
  for (const route of routes({ config: loadConfig({ HUBBY_DATA_DIR: '/nonexistent' }) })) {
    const { response } = routeSchema(route) as { response: Record<string, object> };
    for (const [status, schema] of Object.entries(response))
      assert.doesNotThrow(
        () => compile({ schema, httpPart: 'body' }),
        `${route.method} ${route.url} ${status}`,
      );
  }
});

test('the list of error types is closed: every one is an enum value of the document', async () => {
  const document = JSON.parse(await generated);
  assert.deepEqual(
    document.components.schemas.Error.properties.error.properties.type.enum,
    Object.keys(ERROR_STATUS),
  );
});
