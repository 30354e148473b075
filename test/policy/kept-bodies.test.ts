/** Of every route that a key signs for it is decided which bodies are kept. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { routes } from '../../src/app.ts';
import { DECIDED, keptBodiesOf } from '../../src/api/route/kept-bodies.ts';
import { loadConfig } from '../../src/config.ts';

const config = loadConfig({ HUBBY_PUBLIC_URL: 'http://127.0.0.1:3000' });

it('every route that a key signs for is decided', () => {
  const signed = routes({ config })
    .filter(({ caller }) => 'apiKey' in caller.schemes)
    .map(({ operationId }) => operationId);
  assert.deepEqual(DECIDED.toSorted(), signed.toSorted());
});

it('what nobody decided is not kept', () => {
  assert.equal(keptBodiesOf('constructor'), 'neither');
});
