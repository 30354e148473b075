/**
 * The knowledge base: whole in every language, right for each device, harmless whatever a device
 * calls itself.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { SUPPORTED_LOCALES } from '../src/domain/catalog/locales.ts';
import { installationOf } from '../src/domain/esims/activation-code.ts';
import { contrastRatio } from '../src/domain/messages/mail/format.ts';
import { cleanName, readDevice, type Device } from '../src/domain/instructions/device.ts';
import { en } from '../src/domain/instructions/kb/en.ts';
import { methodOf, STATES, SYMPTOMS } from '../src/domain/instructions/kb/flows.ts';
import { languageOf } from '../src/domain/instructions/kb/languages.ts';
import { qrSvg } from '../src/domain/esims/qr.ts';
import { asHtml, asMarkdown, asText, type Sheet } from '../src/domain/instructions/render.ts';
import { stepsFor, symptomSteps, wordsOf, type Step } from '../src/domain/instructions/steps.ts';

const LOCALES = ['en', ...SUPPORTED_LOCALES];
const DEVICES: Device[] = [
  ['iPhone 15', 'ios', '17.4'],
  ['iPhone XS', 'ios', '15.8'],
  ['iPad Pro', 'ios', '18'],
  ['Google Pixel 10', 'android', '15'],
  ['Pixel 4', 'android', '11'],
  ['Galaxy S24', 'android', '14'],
  ['Xiaomi 14', 'android', '14'],
  ['OPPO Find X5', 'android', '13'],
  ['HUAWEI P40', 'android', '10'],
  ['HONOR Magic5', 'android', '13'],
  ['moto razr 40', 'android', '13'],
  ['Xperia 5 V', 'android', '14'],
  ['Surface Pro 9', 'windows', '11'],
  ['MacBook Air', 'macos', '14'],
  ['Apple Watch', 'watchos', '10'],
  ['', '', ''],
].map(([device_name, phone_os, os_version]) =>
  readDevice({ device_name: device_name!, phone_os: phone_os!, os_version: os_version! }),
);
const placeholders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

describe('the knowledge base', () => {
  it('has the placeholders of the English texts in every language', () => {
    for (const locale of LOCALES) {
      const { steps } = languageOf(locale);
      for (const [key, text] of Object.entries(en.steps))
        assert.deepEqual(
          placeholders(steps[key as keyof typeof steps]),
          placeholders(text),
          `${locale} ${key}`,
        );
    }
  });

  it('is translated, all of it', () => {
    for (const locale of SUPPORTED_LOCALES.filter((tag) => !tag.startsWith('en'))) {
      const { steps, words } = languageOf(locale);
      for (const [key, text] of Object.entries({ ...en.steps, ...en.words }))
        if (`${locale.slice(0, 2)} ${key}` !== 'nl open')
          assert.notEqual(
            { ...steps, ...words }[key as keyof typeof steps],
            text,
            `${locale} ${key}`,
          );
    }
    assert.doesNotMatch(JSON.stringify(languageOf('de-CH')), /ß/);
  });

  it('has steps for every device, state, symptom and language, and says which names are not confirmed', () => {
    let unverified = 0;
    const check = (steps: Step[], what: string): void => {
      assert.ok(steps.length > 0, what);
      assert.equal(new Set(steps.map((s) => s.id)).size, steps.length, `${what}: ids are unique`);
      for (const step of steps) {
        assert.doesNotMatch(step.text, /[{}]/, `${what}: ${step.text}`);
        assert.equal(
          step.verified,
          (step.menu ?? []).every((m) => m.verified),
          step.id,
        );
        for (const m of step.menu ?? [])
          assert.ok(
            step.text.includes(m.verified ? m.name : `“${m.name}”`),
            `${what}: ${step.text}`,
          );
        if (!step.verified) unverified++;
      }
    };
    for (const locale of LOCALES)
      for (const device of DEVICES) {
        const asked = { device, locale, partner: 'Test Travel' };
        for (const state of STATES)
          check(
            stepsFor({ ...asked, state, method: methodOf(device) }),
            `${locale} ${device.name} ${state}`,
          );
        for (const symptom of SYMPTOMS)
          check(symptomSteps(symptom, asked), `${locale} ${device.name} ${symptom}`);
      }
    assert.ok(unverified > 0);
  });

  it('says how the platform calls its menus, by region and version', () => {
    const open = (locale: string, name: string, os_version: string): string =>
      stepsFor({
        device: readDevice({ device_name: name, os_version }),
        locale,
        partner: 'P',
        state: 'not_installed',
        method: 'qr',
      }).find((s) => s.id === 'open_add')!.text;
    assert.equal(open('en-US', 'iPhone 13', '17.3'), 'Open Settings › Cellular › Add eSIM.');
    assert.equal(open('en-GB', 'iPhone 13', '17.3'), 'Open Settings › Mobile Service › Add eSIM.');
    assert.equal(open('en-GB', 'iPhone 13', '16.2'), 'Open Settings › Mobile Data › Add eSIM.');
    assert.equal(
      open('de-DE', 'iPhone 13', '17.3'),
      'Öffnen Sie Einstellungen › Mobilfunk › eSIM hinzufügen.',
    );
    assert.equal(
      open('en', 'Galaxy S23', '14'),
      'Open Settings › Connections › SIM manager › Add eSIM.',
    );
    assert.equal(
      open('en', 'Pixel 8', '15'),
      'Open Settings › Network & internet › SIMs › Add SIM.',
    );
    assert.equal(
      open('mk-MK', 'Google Pixel 10', '15'),
      'Отворете Поставки › Мрежа и интернет › SIM-картички › Додајте SIM-картичка.',
    );
    assert.match(
      open('mk-MK', 'Galaxy S23', '14'),
      /“Connections” › “SIM manager”/,
      'names that nobody has confirmed stand in English',
    );
  });

  it('fills in once: a name that looks like a placeholder stays one', () => {
    const steps = symptomSteps('other', {
      device: DEVICES[0]!,
      locale: 'en',
      partner: '{path} $& {install}',
    });
    assert.ok(steps.at(-1)!.text.includes('{path} $& {install}'));
  });
});

describe('devices', () => {
  it('are read from what apps send', () => {
    const table: [Parameters<typeof readDevice>[0], string][] = [
      [
        {
          device_name: 'Google Pixel 10',
          device_type: 'phone',
          phone_os: 'android',
          os_version: '15',
        },
        'android pixel 15',
      ],
      [{ device_name: 'iPhone16,1', phone_os: 'iOS', os_version: '17.4.1' }, 'ios apple 17'],
      [{ phone_os: 'iOS 18.2' }, 'ios apple 18'],
      [{ device_name: 'iPad Pro 11', phone_os: 'iOS', os_version: '17' }, 'ipados apple 17'],
      [{ device_name: 'SM-S921B', phone_os: 'ANDROID', os_version: '34' }, 'android samsung 14'],
      [{ device_name: 'Redmi Note 13 Pro', os_version: 'Android 13' }, 'android xiaomi 13'],
      [{ device_name: 'OnePlus 12', os_version: '14' }, 'android oppo 14'],
      [{ device_name: 'Galaxy Watch6', phone_os: 'android' }, 'watch samsung null'],
      [
        { device_name: 'Surface Pro 9', phone_os: 'windows', os_version: '11' },
        'windows generic 11',
      ],
      [{}, 'android generic null'],
      [{ device_name: '???', phone_os: 'BeOS', os_version: 'latest' }, 'android generic null'],
    ];
    for (const [said, expected] of table) {
      const { platform, vendor, major } = readDevice(said);
      assert.equal(`${platform} ${vendor} ${major}`, expected, JSON.stringify(said));
    }
  });

  it('get the link from iOS 17.4 on, and the QR code before', () => {
    const method = (os: string, version?: string, name = ''): string =>
      methodOf(
        readDevice({
          phone_os: os,
          device_name: name,
          ...(version === undefined ? {} : { os_version: version }),
        }),
      );
    assert.deepEqual(
      ['17.3', '17.3.1', '16', '17.4', '17.4.1', '17.10', '18', '26'].map((v) => method('ios', v)),
      ['qr', 'qr', 'qr', 'direct', 'direct', 'direct', 'direct', 'direct'],
    );
    assert.deepEqual(
      [
        method('android', '15'),
        method('android', '9'),
        method('android', '10', 'HUAWEI P40'),
        method('windows', '11'),
        method('ios'),
      ],
      ['link', 'qr', 'qr', 'manual', 'direct'],
    );
  });

  it('say what was assumed', () => {
    assert.deepEqual(
      readDevice({ device_name: 'iPhone 15' }).assumed.map((a) => `${a.field} ${a.reason}`),
      ['phone_os from_device_name', 'os_version not_given'],
    );
    assert.deepEqual(
      readDevice({ phone_os: 'BeOS', os_version: 'latest' }).assumed.map(
        (a) => `${a.field} ${a.reason}`,
      ),
      ['phone_os not_understood', 'device_name not_given', 'os_version not_understood'],
    );
    assert.deepEqual(
      readDevice({ device_name: 'Pixel 9', phone_os: 'android', os_version: '15' }).assumed,
      [],
    );
  });
});

const LPA = 'LPA:1$smdp.example.com$ABC-123';
const sheet = (device: string | null, partner: string, color = '#ffe100'): Sheet => {
  const read = readDevice({
    ...(device === null ? {} : { device_name: device }),
    phone_os: 'ios',
    os_version: '18',
  });
  return {
    locale: 'fr-FR',
    wordsLocale: 'fr-FR',
    words: wordsOf('fr-FR'),
    title: 'T',
    device: read.name,
    method: 'direct',
    color,
    installation: installationOf(LPA),
    qr: qrSvg(LPA),
    steps: stepsFor({
      device: read,
      locale: 'fr-FR',
      partner: cleanName(partner),
      state: 'not_installed',
      method: 'direct',
    }),
  };
};
/** Tags of our own and what stands in them. */
const TAG = /<(\/?)([a-z]+[0-9]?)([^<>]*)>/g;

describe('what is shown', () => {
  it('holds no tag but ours, whatever names say', () => {
    const nasty = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.constantFrom(
        '<script>alert(1)</script>',
        '"><img src=x onerror=alert(1)>',
        "' onmouseover='x",
        '](javascript:alert(1))',
        '<svg/onload=x>',
        '&lt;script&gt;',
        '`${x}`',
        '\u202Egnp.exe',
        '![x](http://e.example/x)',
        '\n\n# x\n<b>',
      ),
    );
    const bare = asHtml(sheet(null, 'x'));
    const tags = [...bare.matchAll(TAG)].map((m) => m[1]! + m[2]!);
    fc.assert(
      fc.property(nasty, nasty, (device, partner) => {
        const made = sheet(device, partner);
        const page = asHtml(made);
        assert.deepEqual(
          [...page.matchAll(TAG)].map((m) => m[1]! + m[2]!),
          tags,
        );
        assert.equal(page.replace(TAG, '').match(/[<>]/), null);
        for (const [, , , attributes] of page.matchAll(TAG))
          assert.doesNotMatch(attributes!, /\son\w+=|javascript:/i);
        const md = asMarkdown(made);
        assert.equal(md.split('\n').length, asMarkdown(sheet(null, 'x')).split('\n').length, md);
        // Only our own link and picture are live; every other bracket is escaped.
        assert.deepEqual(
          [...md.matchAll(/(?<!\\)\]\(([^)]{0,20})/g)].map((m) => m[1]),
          ['https://esimsetup.app', 'data:image/svg+xml;b'].map((s) => s.slice(0, 20)),
        );
        assert.doesNotMatch(md, /(?<!\\)</);
        assert.doesNotMatch(asText(made), /[<>]/);
      }),
    );
  });

  it('loads nothing from elsewhere and runs nothing', () => {
    const page = asHtml(sheet('iPhone 15', 'Test Travel'));
    assert.doesNotMatch(page, /<(script|img|iframe|link|style|object)|url\(|@import|\ssrc=/i);
    assert.deepEqual(
      [...page.matchAll(/href="([^"]*)"/g)].map((m) => m[1]),
      [`https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=${encodeURIComponent(LPA)}`],
    );
    assert.match(page, /^<section lang="fr-FR"/);
    assert.match(page, /<svg role="img" aria-label="[^"]+"/);
  });

  it('can be read in any colour', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffff }), (n) => {
        const page = asHtml(sheet(null, 'x', `#${n.toString(16).padStart(6, '0')}`));
        const [, heading] = /<h2[^>]*color:(#[0-9a-f]{6})/.exec(page)!;
        const [, back, text] = /<a [^>]*background:(#[0-9a-f]{6});color:(#[0-9a-f]{6})/.exec(page)!;
        assert.ok(contrastRatio('#ffffff', heading!) >= 4.5 && contrastRatio(back!, text!) >= 4.5);
      }),
    );
  });
});
