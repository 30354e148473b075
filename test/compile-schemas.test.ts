/** Schemas of requests: compiled when first wanted, and all of them can be. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { makeValidators } from '../src/api/route/compile-schemas.ts';
import { startHubby, type Hubby } from './harness.ts';

const NUMBER = { type: 'object', properties: { n: { type: 'integer' } } };

describe('validators', () => {
  it('say what fits and what does not, of a body as it is, of a query as text', () => {
    const { compile } = makeValidators();
    const body = compile({ schema: NUMBER, httpPart: 'body' });
    assert.equal(body({ n: '7' }), false);
    assert.deepEqual(
      body.errors?.map(({ instancePath }) => instancePath),
      ['/n'],
    );
    assert.equal(body({ n: 7 }), true);
    assert.equal(body.errors, null);
    assert.equal(compile({ schema: NUMBER, httpPart: 'querystring' })({ n: '7' }), true);
  });

  it('compile nothing before it is wanted, and the rest when asked', async () => {
    const { compile, compileRest } = makeValidators();
    const read: string[] = [];
    const schema = (name: string): object =>
      Object.defineProperty({ $id: name }, 'type', {
        enumerable: true,
        get: () => (read.push(name), 'object'),
      });
    const [first] = ['wanted', 'not-wanted'].map((name) => compile({ schema: schema(name) }));
    assert.deepEqual(read, []);
    assert.equal(first!({}), true);
    assert.deepEqual([...new Set(read)], ['wanted']);
    read.length = 0;
    await compileRest();
    assert.deepEqual([...new Set(read)], ['not-wanted']);
  });

  it('tell of a schema that is none', async () => {
    const { compile, compileRest } = makeValidators();
    compile({ schema: { type: 'nonsense' } });
    await assert.rejects(compileRest(), /nonsense|allowed values/);
  });
});

describe('the application', () => {
  let hubby: Hubby;
  before(async () => {
    hubby = await startHubby();
  });
  after(() => hubby.close());

  it('compiles the schemas of all its routes, and has the script of the reference', async () => {
    await hubby.app.warmUp();
    const { body } = await hubby.call('POST', '/api/bookings', { departure_date: 7 });
    assert.equal(body.error.type, 'invalid_request');
  });
});
