/** eSIM Go's words, read from the examples of its documentation, and its callbacks. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Hint } from '../../src/providers/callback.ts';
import { toCataloguePage } from '../../src/providers/esim-go/articles.ts';
import { readCallback } from '../../src/providers/esim-go/callback.ts';
import {
  installedAt,
  toAllAssignments,
  toAssignments,
  toOrganisation,
  toPlaced,
  toProfile,
  toState,
} from '../../src/providers/esim-go/map.ts';
import { money } from '../../src/providers/esim-go/money.ts';
import { ForgedCallback, ProviderUnclear } from '../../src/providers/provider.ts';
import { signed } from '../../packages/standins/src/esim-go/callbacks.ts';

const ICCID = '8944123400000000013';
const LPA = 'LPA:1$rsp.example.com$K2-AB12CD';

describe('an order in the words of eSIM Go', () => {
  const order = {
    order: [
      {
        type: 'bundle',
        item: 'esim_1GB_7D_ES_V2',
        quantity: 1,
        subTotal: 1.9,
        pricePerUnit: 1.9,
        AllowReassign: false,
        iccids: [ICCID],
        esims: [{ iccid: ICCID, matchingId: 'K2-AB12CD', smdpAddress: 'rsp.example.com' }],
      },
    ],
    total: 1.9,
    currency: 'USD',
    status: 'completed',
    statusMessage: 'Order completed: 1 eSIMs assigned',
    assigned: true,
    orderReference: '6a3e0c1e-uuid',
    createdDate: '2026-11-28T12:00:00.123456789Z',
    sourceIP: '192.0.2.1',
    runningBalance: '98.10',
  };

  it('is read', () => {
    const { lines, ...rest } = toPlaced(order);
    assert.deepEqual(rest, {
      id: '6a3e0c1e-uuid',
      createdAt: '2026-11-28T12:00:00.123Z',
      cost: { minor: 190, currency: 'USD' },
      isDone: true,
    });
    assert.deepEqual(lines, [
      {
        item: 'esim_1GB_7D_ES_V2',
        quantity: 1,
        iccids: [ICCID],
        esims: [
          {
            iccid: ICCID,
            esim_id: null,
            lpa: LPA,
            subscriber_imsi: null,
            imsi: null,
            state: 'RELEASED',
            install: null,
          },
        ],
      },
    ]);
  });

  it('is not done in a state that we do not know', () => {
    for (const status of ['processing', 'failed', '', null, undefined, 7])
      assert.equal(toPlaced({ ...order, status }).isDone, false);
  });

  it('is unclear without what makes it one', () => {
    for (const change of [
      { orderReference: undefined },
      { orderReference: '' },
      { createdDate: 'yesterday' },
      { order: {} },
      { order: [{ ...order.order[0], quantity: '1' }] },
      { order: [{ ...order.order[0], iccids: ['0013'] }] },
      { order: [{ ...order.order[0], iccids: [8944123400000000000] }] },
      { order: [{ ...order.order[0], esims: [{ iccid: ICCID, matchingId: 'a b' }] }] },
      { total: 'much' },
      { currency: 'dollars' },
    ])
      assert.throws(() => toPlaced({ ...order, ...change }), ProviderUnclear);
  });
});

describe('an eSIM in the words of eSIM Go', () => {
  const esim = {
    iccid: ICCID,
    matchingId: 'K2-AB12CD',
    smdpAddress: 'rsp.example.com',
    profileStatus: 'Installed',
    firstInstalledDateTime: 1795867200000,
    pin: '0000',
    puk: '12345678',
    msisdn: '',
    customerRef: '0b6f',
    state: 'active',
    profileName: 'x',
    brandingId: null,
    appleInstallUrl: 'https://esimsetup.apple.com/x',
    androidInstallUrl: 'https://esimsetup.android.com/x',
  };

  it('is read, with its links', () => {
    const profile = toProfile(esim);
    assert.deepEqual([profile.iccid, profile.lpa, profile.state], [ICCID, LPA, 'INSTALLED']);
    assert.deepEqual(profile.install, {
      confirmation_code: null,
      apn: null,
      apple_url: 'https://esimsetup.apple.com/x',
      android_url: 'https://esimsetup.android.com/x',
    });
    assert.equal(toProfile({ ...esim, appleInstallUrl: 'javascript:x' }).install?.apple_url, null);
    assert.equal(installedAt(esim), '2026-11-28T12:00:00.000Z');
    for (const odd of [0, -5, null, undefined, 1e300, '1795867200000'])
      assert.equal(installedAt({ firstInstalledDateTime: odd }), null);
  });

  it('has a host without a scheme, however it comes', () => {
    for (const smdpAddress of [
      'rsp.example.com',
      'http://rsp.example.com',
      'https://rsp.example.com/',
      'HTTP://rsp.example.com',
    ])
      assert.equal(toProfile({ ...esim, smdpAddress }).lpa, LPA);
    for (const smdpAddress of ['http://', 'rsp.example.com/path', 'a$b.example.com', 7, undefined])
      assert.throws(() => toProfile({ ...esim, smdpAddress }), ProviderUnclear);
  });

  it('never shows its matching id in a failure', () => {
    assert.throws(
      () => toProfile({ ...esim, matchingId: 'secret_id' }),
      (error: Error) => error instanceof ProviderUnclear && !error.message.includes('secret'),
    );
  });

  it('is in one of our states', () => {
    const table = {
      Released: 'RELEASED',
      Downloaded: 'INSTALLED',
      Installed: 'INSTALLED',
      Unavailable: 'unknown',
      Deactivated: 'DELETED',
      Somewhere: 'unknown',
      constructor: 'unknown',
    };
    for (const [profileStatus, state] of Object.entries(table)) {
      assert.equal(toState({ profileStatus, state: 'active' }), state);
      assert.equal(toState({ profileStatus, state: 'deactivated' }), 'DELETED');
      assert.equal(
        toState({ profileStatus, state: 'suspended' }),
        state === 'INSTALLED' ? 'DISABLED' : state,
      );
    }
    assert.equal(toState({}), 'unknown');
  });
});

describe('bundles on an eSIM in the words of eSIM Go', () => {
  const assignment = {
    id: 'asg-77',
    callTypeGroup: 'data',
    initialQuantity: 1000000000,
    remainingQuantity: 750000000,
    unlimited: false,
    assignmentDateTime: '2026-11-28T12:00:01.5Z',
    assignmentReference: '6a3e0c1e-uuid-0',
    bundleState: 'active',
    startTime: '2026-11-28T13:00:00Z',
    endTime: '2026-12-05T13:00:00Z',
    allowances: [],
  };
  const read = (change: object) =>
    toAssignments({ assignments: [{ ...assignment, ...change }] }, 'b');

  it('are read', () => {
    const bundles = [{ name: 'esim_1GB_7D_ES_V2', description: 'x', assignments: [assignment] }];
    assert.deepEqual(toAllAssignments({ bundles }), [
      {
        id: 'asg-77',
        item: 'esim_1GB_7D_ES_V2',
        reference: '6a3e0c1e-uuid-0',
        assignedAt: '2026-11-28T12:00:01.500Z',
        state: 'active',
        isUnused: false,
        usage: {
          package_id: 'asg-77',
          used_bytes: 250_000_000,
          total_bytes: 1_000_000_000,
          activated_at: '2026-11-28T13:00:00.000Z',
          expires_at: '2026-12-05T13:00:00.000Z',
          status: 'ACTIVE',
        },
      },
    ]);
  });

  it('are in one of our states', () => {
    const table = {
      processing: 'ACTIVE',
      queued: 'ACTIVE',
      active: 'ACTIVE',
      depleted: 'DEPLETED',
      expired: 'EXPIRED',
      lapsed: 'EXPIRED',
      revoked: 'CANCELLED',
      asleep: 'unknown',
      constructor: 'unknown',
    };
    for (const [bundleState, status] of Object.entries(table))
      assert.equal(read({ bundleState })[0]!.usage.status, status, bundleState);
    assert.equal(read({ bundleState: null })[0]!.usage.status, 'unknown');
  });

  it('have not begun while they wait, whatever their times say', () => {
    for (const bundleState of ['processing', 'queued']) {
      const { activated_at, expires_at } = read({ bundleState })[0]!.usage;
      assert.deepEqual([activated_at, expires_at], [null, null]);
    }
    for (const startTime of [null, undefined, '', '0001-01-01T00:00:00Z'])
      assert.equal(read({ startTime })[0]!.usage.activated_at, null);
  });

  it('are unused as long as nothing of them is', () => {
    const fresh = { startTime: null, remainingQuantity: 1000000000 };
    for (const bundleState of ['processing', 'queued', 'active'])
      assert.equal(read({ ...fresh, bundleState })[0]!.isUnused, true, bundleState);
    for (const change of [
      { ...fresh, startTime: assignment.startTime },
      { ...fresh, remainingQuantity: 999999999 },
      ...['depleted', 'expired', 'lapsed', 'revoked', 'asleep'].map((bundleState) => ({
        ...fresh,
        bundleState,
      })),
    ])
      assert.equal(read(change)[0]!.isUnused, false, JSON.stringify(change));
  });

  it('are of data alone', () => {
    assert.deepEqual(read({ callTypeGroup: 'voice' }), []);
    assert.equal(read({ callTypeGroup: undefined }).length, 1);
  });

  it('are unclear where they do not add up', () => {
    for (const change of [
      { remainingQuantity: 1000000001 },
      { initialQuantity: -1 },
      { remainingQuantity: 0.5 },
      { initialQuantity: '1000000000' },
      { id: 77 },
      { assignmentDateTime: null },
      { startTime: 'soon' },
    ])
      assert.throws(() => read(change), ProviderUnclear, JSON.stringify(change));
  });
});

describe('amounts of eSIM Go', () => {
  it('are whole minor units, parts of one rounded up, by their digits', () => {
    const minor = (value: unknown, unit = 'USD') => money({ x: value }, 'x', unit).minor;
    assert.equal(minor(1.9), 190);
    // 1.1 × 100 and 2.3 × 100 are not 110 and 230 for a computer.
    assert.equal(minor(1.1), 110);
    assert.equal(minor(2.3), 230);
    assert.equal(minor(1.155), 116);
    assert.equal(minor(0.001), 1);
    assert.equal(minor(0), 0);
    assert.equal(minor('98.10'), 9_810);
    assert.equal(minor(-0.5), -50);
    assert.equal(minor(-0.505), -50);
    assert.equal(minor(12, 'JPY'), 12);
    assert.equal(minor('1.0005', 'KWD'), 1_001);
    for (const odd of [NaN, Infinity, 1e21, '1,50', '', null, undefined, {}, '1e3'])
      assert.throws(() => minor(odd), ProviderUnclear);
  });

  it('of the organisation are two fields of many', () => {
    const body = { name: 'x', balance: '98.1', currency: 'EUR', apiKey: 'secret', users: [] };
    assert.deepEqual(toOrganisation(body), {
      balance: { minor: 9_810, currency: 'EUR' },
      currency: 'EUR',
    });
  });
});

describe('the catalogue in the words of eSIM Go', () => {
  it('is read', () => {
    const page = {
      bundles: [
        {
          name: 'esim_1GB_7D_ES_V2',
          description: 'eSIM, 1GB, 7 Days, Spain, V2',
          groups: ['Standard Fixed'],
          countries: [{ name: 'Spain', region: 'Europe', iso: 'ES' }],
          roamingEnabled: [],
          dataAmount: 1000,
          duration: 7,
          speed: ['4G', '5G'],
          autostart: true,
          unlimited: false,
          price: 1.9,
          billingType: 'FixedCost',
          profileName: 'x',
          allowances: [],
        },
      ],
      pageCount: 1,
      rows: 1,
    };
    const { articles, size, pageCount } = toCataloguePage(page, 'USD');
    assert.deepEqual([size, pageCount], [1, 1]);
    assert.deepEqual(
      articles.map((one) => [one.id, one.bytes, one.coverage, one.cost.minor]),
      [['esim_1GB_7D_ES_V2', 1_000_000_000, ['ESP'], 190]],
    );
  });
});

describe('a callback of eSIM Go', () => {
  const KEY = 'demo-key';
  const BODY = `{"iccid":"${ICCID}","alertType":"FirstAttachment"}`;
  const SIGNATURE = 'Z/aW8qZr7o56uCcP3B6z/vnlqu9k3xrQRu3/BGrt5SI=';
  const ofEsim: Hint = { kind: 'esim', iccid: ICCID, esim_id: null };
  const hints = (body: object | string): Hint[] => {
    const callback = readCallback(signed(body, KEY), KEY);
    assert.deepEqual([callback.trust, callback.reports], ['signed', []]);
    return callback.hints;
  };

  it('is known by the signature of the documentation', () => {
    const raw = { headers: { 'x-signature-sha256': SIGNATURE }, body: BODY };
    assert.deepEqual(readCallback(raw, KEY).hints, [ofEsim]);
    const forged = (change: { body?: string; signature?: string | undefined }, key = KEY): void => {
      const headers =
        'signature' in change ? { 'x-signature-sha256': change.signature } : raw.headers;
      assert.throws(
        () => readCallback({ body: change.body ?? BODY, headers }, key),
        ForgedCallback,
      );
    };
    forged({}, 'another-key');
    forged({ body: `${BODY} ` });
    forged({ signature: undefined });
    forged({ signature: '' });
    forged({ signature: SIGNATURE.slice(0, -1) });
    forged({ signature: Buffer.from(SIGNATURE, 'base64').toString('hex') });
    // The same bytes in another writing.
    assert.deepEqual(
      Buffer.from(SIGNATURE.replace('SI=', 'SJ='), 'base64'),
      Buffer.from(SIGNATURE, 'base64'),
    );
    forged({ signature: SIGNATURE.replace('SI=', 'SJ=') });
  });

  it('of use is a hint at the eSIM, never a figure', () => {
    const bundle = {
      id: 'asg-77',
      reference: '6a3e-0',
      name: 'esim_1GB_7D_ES_V2',
      description: 'x',
      initialQuantity: 1000000000,
      remainingQuantity: 200000000,
      startTime: '2026-11-28T13:00:00Z',
      endTime: '2026-12-05T13:00:00Z',
      unlimited: false,
    };
    for (const alertType of ['Utilisation', 'FirstUse'])
      assert.deepEqual(hints({ iccid: ICCID, alertType, bundle }), [ofEsim]);
    for (const alertType of ['FirstAttachment', 'CountryChange', 'Topup'])
      assert.deepEqual(hints({ iccid: ICCID, alertType }), [ofEsim]);
    for (const event of ['esim.deletion_scheduled', 'esim.deleted'])
      assert.deepEqual(hints({ date: '2026-11-28', event, iccid: ICCID }), [ofEsim]);
  });

  it('with its ICCID as a number keeps all its digits', () => {
    const iccid = '8944123400000000017';
    assert.notEqual(String(Number(iccid)), iccid);
    const body = `{ "alertType": "FirstUse", "note": "\\"iccid\\": 1", "iccid" : ${iccid} }`;
    assert.deepEqual(hints(body), [{ ...ofEsim, iccid }]);
  });

  it('of money is an alarm', () => {
    assert.deepEqual(hints({ alertType: 'LowBalance' }), [
      { kind: 'account', alarm: 'low_balance' },
    ]);
    assert.deepEqual(hints({ alertType: 'InsufficientBalance' }), [
      { kind: 'account', alarm: 'no_funds' },
    ]);
  });

  it('of anything else is nothing', () => {
    for (const body of [
      ...['MSISDNEnabled', 'MSISDNDisabled', 'SMSFailed', 'New', 'constructor', 7].map(
        (alertType) => ({ iccid: ICCID, alertType }),
      ),
      { iccid: ICCID },
      { alertType: 'Utilisation' },
      { alertType: 'Utilisation', iccid: 'x' },
      // Version 2
      { iccid: ICCID, bundle: { name: 'x', remainingQuantity: 1 } },
      'null',
      '[]',
      '7',
    ])
      assert.deepEqual(hints(body), [], JSON.stringify(body));
    assert.throws(() => hints('no json'), ProviderUnclear);
  });

  it('is known again by its body, and not taken for another', () => {
    const id = (body: string) => readCallback(signed(body, KEY), KEY).id;
    assert.notEqual(id(BODY), id(`${BODY} `));
    assert.match(id(BODY), /^[0-9a-f]{64}$/);
  });
});
