/** Rules of the house that a machine can hold. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkImports, readModules } from '../scripts/check-imports.ts';
import { generate } from '../scripts/openapi.ts';
import { ERROR_STATUS } from '../src/errors.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

test('imports follow the table, and the check sees the modules', () => {
  const modules = readModules(root);
  const { problems, imports } = checkImports(modules);
  assert.deepEqual(problems, []);
  assert.ok(modules.length > 100 && imports > 300, `${modules.length} modules, ${imports} imports`);
});

test('the import check finds planted violations', () => {
  const plant = (file: string, text: string): string[] =>
    checkImports([...readModules(root), { file, text }]).problems;
  assert.match(
    plant('src/api/x.ts', "import { createDb } from '../db/pool.ts';")[0]!,
    /src\/api\/x\.ts → src\/db\/pool\.ts/,
  );
  assert.match(
    plant('src/domain/partners/x.ts', "import { redeem } from '../esims/redeem.ts';")[0]!,
    /partners may not import esims/,
  );
  assert.match(
    plant('src/providers/x/y.ts', "import { createDb } from '../../db/pool.ts';")[0]!,
    /src\/db\/pool/,
  );
  assert.match(
    plant('src/domain/webhooks/x.ts', "export * from '../bookings/read-booking.ts';")[0]!,
    /calls nobody back/,
  );
  assert.match(
    plant('src/db/x.ts', "const a = await import('../domain/time.ts');")[0]!,
    /src\/domain\/time/,
  );
  assert.match(plant('src/novel/x.ts', "import '../errors.ts';")[0]!, /not in the table/);
  assert.ok(plant('src/ids.ts', "import type { Context } from './context.ts';").length > 0);
});

test('openapi.json is what the routes say, and is OpenAPI 3.1 with an example for every body', async () => {
  const text = await generate();
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

test('the list of error types is closed: every one is an enum value of the document', async () => {
  const document = JSON.parse(await generate());
  assert.deepEqual(
    document.components.schemas.Error.properties.error.properties.type.enum,
    Object.keys(ERROR_STATUS),
  );
});
