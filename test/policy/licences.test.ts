/** What the check of licences lets through, and what it does not. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { unfit } from '../../scripts/check-licences.ts';

const isFit = (license: string | undefined, name = 'some-package'): boolean =>
  unfit({
    '': {},
    [`node_modules/a/node_modules/${name}`]: license === undefined ? {} : { license },
  }).length === 0;

describe('licences of dependencies', () => {
  it('are permissive ones, or leave the choice of one', () => {
    for (const licence of ['MIT', 'Apache-2.0', '(MIT OR GPL-3.0)', '(MIT AND Zlib)'])
      assert.ok(isFit(licence), licence);
  });

  it('are not what binds our own code, nothing unknown, and never missing', () => {
    for (const licence of [
      'AGPL-3.0-only',
      'GPL-2.0-or-later',
      'SSPL-1.0',
      'MIT AND GPL-3.0',
      '(MIT AND GPL-3.0) OR AGPL-3.0-only',
      'UNLICENSED',
      'SEE LICENSE IN LICENSE.txt',
      '',
      undefined,
    ])
      assert.ok(!isFit(licence), licence ?? 'none');
  });

  it('may be the LGPL for the library behind sharp alone', () => {
    assert.ok(isFit('LGPL-3.0-or-later', '@img/sharp-libvips-linux-x64'));
    assert.ok(isFit('Apache-2.0 AND LGPL-3.0-or-later', '@img/sharp-win32-x64'));
    assert.ok(!isFit('LGPL-3.0-or-later'));
    assert.ok(!isFit('GPL-3.0', '@img/sharp-libvips-linux-x64'));
  });

  it('may be said by a file alone where that was read', () => {
    assert.ok(isFit(undefined, 'png-js'));
    assert.ok(!isFit('GPL-3.0', 'png-js'));
  });

  it('are told apart by sentences that name the package', () => {
    assert.deepEqual(unfit({ 'node_modules/x': { license: 'AGPL-3.0' }, 'node_modules/y': {} }), [
      'node_modules/x is under "AGPL-3.0", which is not on the list of scripts/check-licences.ts',
      'node_modules/y names no licence',
    ]);
  });
});
