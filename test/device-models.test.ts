/** The list of devices and the recognition of what apps send: rules without a server. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { SUPPORTED_LOCALES } from '../src/domain/catalog/locales.ts';
import { findDevice, nameOf } from '../src/domain/device-models/find-device.ts';
import { identifyDevice } from '../src/domain/device-models/identify.ts';
import { indexDevices } from '../src/domain/device-models/index-list.ts';
import { keyOf } from '../src/domain/device-models/keys.ts';
import { mergeDevices } from '../src/domain/device-models/merge-list.ts';
import { identityOf, readDevices } from '../src/domain/device-models/read-list.ts';
import { en } from '../src/domain/device-models/notes/en.ts';
import { noteIn } from '../src/domain/device-models/notes/index.ts';
import { notesOf } from '../src/domain/device-models/regions.ts';
import { shippedDevices, shippedIndex } from '../src/domain/device-models/shipped.ts';
import type { Device, Found } from '../src/domain/device-models/types.ts';
import { STRINGS } from './support/device-strings.ts';

const index = shippedIndex();
const find = (brand: string, model: string): Found => findDevice(index, { brand, model });
const signOf = (found: Found): string =>
  ({ listed: found.is_compatible ? '+' : '-', inferred: '~', unknown: '?' })[found.confidence];

describe('what apps send', () => {
  it('is recognised', () => {
    assert.ok(STRINGS.length >= 200, `${STRINGS.length} strings`);
    const wrong = STRINGS.flatMap(({ brand, model, sign, device }) => {
      const found = find(brand, model);
      return signOf(found) === sign && (device === '' || found.device === device)
        ? []
        : [
            `${brand} | ${model}: ${signOf(found)}${found.device ?? ''} instead of ${sign}${device}`,
          ];
    });
    assert.deepEqual(wrong, []);
  });

  it('is true for listed and inferred ones only', () => {
    for (const { brand, model, sign } of STRINGS)
      assert.equal(
        find(brand, model).is_compatible,
        sign === '+' || sign === '~',
        `${brand} ${model}`,
      );
  });

  const said = fc.constantFrom(
    ...STRINGS,
    ...shippedDevices().map((d) => ({ brand: d.brand, model: d.model })),
  );
  const answer = ({ is_compatible, confidence, device }: Found) => ({
    is_compatible,
    confidence,
    device,
  });

  it('means the same in any case', () => {
    fc.assert(
      fc.property(
        said,
        fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
        ({ brand, model }, upper) => {
          const swap = (text: string): string =>
            [...text]
              .map((c, i) => (upper[i % upper.length] ? c.toUpperCase() : c.toLowerCase()))
              .join('');
          assert.deepEqual(answer(find(swap(brand), swap(model))), answer(find(brand, model)));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('means the same with other spaces', () => {
    fc.assert(
      fc.property(
        said,
        fc.array(fc.constantFrom('', '', ' ', '\u00a0', '\t', '\u2009', '\u202f'), {
          minLength: 7,
          maxLength: 7,
        }),
        ({ brand, model }, spaces) => {
          const stretch = (text: string): string =>
            [...text].map((c, i) => spaces[i % spaces.length]! + c).join('');
          assert.deepEqual(answer(find(brand, ` ${stretch(model)} `)), answer(find(brand, model)));
          assert.deepEqual(
            answer(find(brand, model.replaceAll(' ', ''))),
            answer(find(brand, model)),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it('means the same with the brand in front, once or twice', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...shippedDevices()),
        fc.integer({ min: 1, max: 2 }),
        fc.constantFrom(' ', '', '-'),
        ({ brand, model }, times, between) => {
          assert.deepEqual(
            answer(find(brand, `${`${brand}${between}`.repeat(times)}${model}`)),
            answer(find(brand, model)),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it('may be anything', () => {
    const hostile = [
      '',
      ' ',
      '\0',
      '+'.repeat(10_000),
      '5g'.repeat(5_000),
      `${'a'.repeat(9_999)}!`,
      '((((a+)+)+)+)$',
      ' ,'.repeat(5_000),
      '1,'.repeat(5_000),
      '\ud800',
      '\u202eenohPi',
      '__proto__',
      'constructor',
      'ﷺ'.repeat(10_000),
      '<script>',
      '💣'.repeat(3_000),
    ];
    for (const text of hostile)
      for (const brand of [...hostile, 'Apple', 'Samsung'])
        assert.equal(
          find(brand, text).is_compatible,
          false,
          JSON.stringify([brand, text]).slice(0, 80),
        );
    fc.assert(
      fc.property(
        fc.uint16Array({ maxLength: 300 }),
        fc.uint16Array({ maxLength: 300 }),
        (brand, model) => {
          const found = find(String.fromCharCode(...brand), String.fromCharCode(...model));
          assert.equal(typeof found.is_compatible, 'boolean');
        },
      ),
    );
  });
});

describe('the shipped list', () => {
  it('says the same of each of its devices by name and by code, but for codes of regions without an eSIM', () => {
    const wrong: string[] = [];
    let refused = 0;
    for (const device of shippedDevices()) {
      for (const said of [device.model, `${device.brand} ${device.model}`, ...device.codes]) {
        const found = find(device.brand, said);
        if (device.is_compatible && found.notes[0]?.startsWith('This one was ') === true) {
          refused++;
          continue;
        }
        // A reference for two models (OnePlus 11 and 11 5G) may name either.
        if (
          found.confidence !== 'listed' ||
          found.is_compatible !== device.is_compatible ||
          (said === device.model && found.device !== nameOf(device))
        )
          wrong.push(`${device.brand} | ${said} → ${found.device} ${found.is_compatible}`);
      }
    }
    assert.deepEqual(wrong, []);
    assert.ok(refused > 30, `${refused} codes of regions`);
  });

  it('has no device and no code twice and names a source for each line', () => {
    const devices = shippedDevices();
    assert.ok(
      devices.length > 600 && devices.filter((d) => d.is_compatible).length > 450,
      String(devices.length),
    );
    assert.equal(new Set(devices.map(identityOf)).size, devices.length);
    const codes = devices.flatMap((d) => d.codes.map((code) => keyOf(code)));
    assert.deepEqual(
      codes.filter((code, i) => codes.indexOf(code) !== i),
      [],
    );
    for (const device of devices) assert.ok(device.source !== null, device.model);
  });

  it('has its notes in every language', () => {
    const ours = new Set([...Object.values(en), ...shippedDevices().flatMap((d) => d.notes)]);
    assert.deepEqual([...ours].sort(), Object.values(en).sort(), 'the list has a note of its own');
    for (const locale of SUPPORTED_LOCALES) {
      const said = [...ours].map((note) => noteIn(note, locale));
      assert.equal(new Set(said).size, ours.size, locale);
      for (const [i, note] of [...ours].entries())
        assert.equal(said[i] === note, locale.startsWith('en'), `${locale}: ${said[i]}`);
    }
    assert.equal(noteIn('Ours are locked.', 'de-DE'), 'Ours are locked.');
    assert.match(noteIn(en.only5g, 'fr-FR'), /5G\u00a0: /);
    assert.match(noteIn(en.chinaApple, 'fr-CA'), /Air; /);
    assert.notEqual(noteIn(en.later, 'pt-BR'), noteIn(en.later, 'pt-PT'));
  });

  it('carries the exceptions by region as notes', () => {
    const notes = (brand: string, model: string): string => find(brand, model).notes.join(' ');
    assert.match(notes('Apple', 'iPhone 15'), /mainland China.*Hong Kong and Macau/);
    assert.match(notes('Apple', 'iPad Air (5th generation)'), /cellular/);
    for (const model of ['Galaxy S20 5G', 'Galaxy S21 Ultra 5G', 'Galaxy Note20 Ultra'])
      assert.match(notes('Samsung', model), /USA.*South Korea/, model);
    assert.match(notes('Google', 'Pixel 3'), /Australia, Japan and Taiwan/);
    assert.match(notes('Samsung', 'SM-G991U'), /USA/);
    assert.match(notes('Google', 'Pixel 11'), /models before it/);
    for (const device of shippedDevices().filter((d) => !d.is_compatible))
      assert.deepEqual(notesOf(device), [...device.notes]);
  });
});

describe('an imported list', () => {
  const device = (brand: string, model: string, rest: Partial<Device> = {}): Device => ({
    brand,
    model,
    is_compatible: true,
    codes: [],
    notes: [],
    source: null,
    ...rest,
  });
  const over = (...imported: Device[]) => indexDevices(mergeDevices(shippedDevices(), imported));

  it('decides over the shipped one, whatever its spelling, and keeps its codes', () => {
    const merged = over(
      device('SAMSUNG', 'galaxy s24', { is_compatible: false, notes: ['Ours are locked.'] }),
    );
    for (const said of ['Galaxy S24', 'SM-S921B'])
      assert.deepEqual(
        [findDevice(merged, { brand: 'samsung', model: said })].map((f) => [
          f.is_compatible,
          f.notes,
        ]),
        [[false, ['Ours are locked.']]],
        said,
      );
    assert.equal(merged.devices.length, shippedDevices().length);
  });

  it('adds brands, models and codes, and a series goes to its maker', () => {
    const merged = over(
      device('Acme', 'Phone 7', { codes: ['AC-77'] }),
      device('Redmi', 'K80', { codes: ['24117RK2CG'] }),
      device('Google', 'Pixel 11', { is_compatible: false }),
    );
    const ask = (brand: string, model: string): unknown => {
      const f = findDevice(merged, { brand, model });
      return [f.device, f.is_compatible, f.confidence];
    };
    assert.deepEqual(ask('ACME', 'ac77'), ['Acme Phone 7', true, 'listed']);
    assert.deepEqual(ask('Redmi', 'K80'), ['Xiaomi Redmi K80', true, 'listed']);
    assert.deepEqual(ask('Xiaomi', '24117RK2CG'), ['Xiaomi Redmi K80', true, 'listed']);
    assert.deepEqual(
      ask('Google', 'Pixel 11'),
      ['Google Pixel 11', false, 'listed'],
      'nothing is inferred about what is listed',
    );
  });

  it('is read line by line, every bad one named', () => {
    const problems: string[] = [];
    const lines = [
      'brand,model,is_compatible,codes,notes,source',
      'Acme,One,true,A1|A2,,',
      'Acme,,true,,,',
      ',Two,false,,,',
      'Acme,Three,yes,,,',
      'ACME,one,false,,,',
      `Acme,Four,true,${'x'.repeat(61)},,`,
      'Acme,Five,true,–,,',
    ];
    const read = readDevices(lines.join('\n'), (row, field) => {
      problems.push(`${row} ${field}`);
    });
    assert.deepEqual(problems, [
      '3 model',
      '4 brand',
      '5 is_compatible',
      '6 model',
      '7 codes',
      '8 codes',
    ]);
    assert.deepEqual(read, [device('Acme', 'One', { codes: ['A1', 'A2'] })]);
  });
});

describe('identifyDevice', () => {
  it('says platform and vendor, of unknown models as well', () => {
    const rows: [string | undefined, string | undefined, string | null, string, string][] = [
      [undefined, 'Google Pixel 10', 'Google Pixel 10', 'android', 'google'],
      ['Apple', 'iPhone16,1', 'Apple iPhone 15 Pro', 'ios', 'apple'],
      ['', 'iPad13,17', 'Apple iPad Air (5th generation)', 'ipados', 'apple'],
      ['Apple', 'iPad Ultra', null, 'ipados', 'apple'],
      ['Apple', 'iPhone 20', 'Apple iPhone 20', 'ios', 'apple'],
      ['samsung', 'SM-A057F', null, 'android', 'samsung'],
      ['Redmi', '9A', null, 'android', 'xiaomi'],
      [undefined, 'SM-A057F', null, 'android', 'samsung'],
      [undefined, 'RMX3999', null, 'android', 'realme'],
      [undefined, 'CPH2449', 'OnePlus 11', 'android', 'oneplus'],
      ['POCO', 'X7', 'Xiaomi Poco X7', 'android', 'xiaomi'],
      ['Samsung', 'Galaxy Watch4', 'Samsung Galaxy Watch4', 'other', 'samsung'],
      ['Microsoft', 'Surface Pro 9 5G', 'Microsoft Surface Pro 9 5G', 'windows', 'microsoft'],
      ['Microsoft', 'Surface Duo', 'Microsoft Surface Duo', 'android', 'microsoft'],
      ['Lenovo', 'ThinkPad X13s', 'Lenovo ThinkPad X13s', 'windows', 'lenovo'],
      ['Blackview', 'A55', null, 'other', 'other'],
      [undefined, undefined, null, 'other', 'other'],
    ];
    for (const [brand, model, device, platform, vendor] of rows) {
      const found = identifyDevice({ brand, model });
      assert.deepEqual(
        [found.device, found.platform, found.vendor],
        [device, platform, vendor],
        `${brand} ${model}`,
      );
    }
  });
});
