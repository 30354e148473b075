/** Zendit's adapter against its stand-in: orders, and the account's kind. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { isIccid, parseLpa } from '../../src/providers/identifiers.ts';
import {
  ForgedCallback,
  ProviderNotReached,
  ProviderUnclear,
} from '../../src/providers/provider.ts';
import { zenditKind } from '../../src/providers/zendit/config.ts';
import { until } from '../faults/checks.ts';
import { makeOffer } from '../../packages/standins/src/zendit/offers.ts';
import { stepsAt, zenditBench } from './zendit-bench.ts';
import { collect, refusedAs, TEMPLATE } from './zendit-subject.ts';

const b = zenditBench();
const { create, add, find, finished, bought, reloaded, purchases } = stepsAt(b);

describe('orders', () => {
  it('are accepted, and worked off later', async () => {
    b.standIn.control.hold();
    const reference = randomUUID();
    const { created_at, ...accepted } = await create(reference);
    assert.deepEqual(accepted, {
      id: reference,
      reference,
      kind: 'create_esim',
      status: 'pending',
      iccid: null,
      profile: null,
      package_id: null,
      template_id: TEMPLATE.id,
      cost: null,
    });
    assert.equal(new Date(created_at).toISOString(), created_at);
    const open = await find(reference);
    assert.deepEqual([open?.status, open?.iccid, open?.package_id], ['pending', null, null]);
    b.standIn.control.release(reference);
    const done = await find(reference);
    assert.equal(done?.status, 'confirmed');
    assert.deepEqual(
      [done.id, done.reference, done.kind, done.package_id, done.template_id],
      [reference, reference, 'create_esim', reference, TEMPLATE.id],
    );
    assert.deepEqual(done.cost, { minor: 150, currency: 'USD' });
    assert.ok(isIccid(done.iccid!) && parseLpa(done.profile!.lpa) !== null);
    assert.deepEqual([done.profile?.iccid, done.profile?.state], [done.iccid, 'RELEASED']);
  });

  it('go through every status that is open, and are pending in each', async () => {
    const seen = new Set<string>();
    const { reference } = await create();
    await until('it is done', async () => {
      const found = await find(reference);
      seen.add(found!.status);
      return found!.status === 'confirmed';
    });
    assert.ok(seen.has('confirmed') && !seen.has('cancelled'));
    const { log } = b.standIn.ledger().purchases.at(-1)!;
    assert.deepEqual(
      log.map(({ status }) => status),
      ['ACCEPTED', 'PENDING', 'AUTHORIZED', 'IN_PROGRESS', 'DONE'],
    );
  });

  it('go onto an eSIM that is there, by the same offers or by the reload that is named', async () => {
    const first = await bought();
    const iccid = first.iccid!;
    const { reference } = await add(iccid);
    assert.equal(b.standIn.ledger().purchases.at(-1)?.onto, iccid);
    const second = await finished(reference, { kind: 'add_package', iccid });
    assert.deepEqual(
      [second.kind, second.iccid, second.profile, second.package_id],
      ['add_package', iccid, null, reference],
    );
    const third = await reloaded(iccid, { ...TEMPLATE, topup_id: 'ESIM-ES-30D-3GB' });
    assert.equal(third.template_id, 'ESIM-ES-30D-3GB');
    assert.equal(await b.provider.canAdd({ iccid, esim_id: null, template: TEMPLATE }), true);
  });

  it('without a package are refused, and not sent', async () => {
    const reference = randomUUID();
    await assert.rejects(create(reference, null), refusedAs('rejected'));
    assert.equal(purchases(reference), 0);
  });

  it('that fail after they were accepted are refused when they are looked up', async () => {
    b.standIn.control.setBalance(149);
    const { reference: poor } = await create();
    await assert.rejects(finished(poor), refusedAs('no_funds', 'account'));
    assert.equal(b.standIn.ledger().provisioned(poor), 0);
    b.standIn.control.setBalance(150);
    b.standIn.control.rules.failures.push('SUPPLIER_ERROR');
    const { reference: dry } = await create();
    await assert.rejects(finished(dry), refusedAs('out_of_stock'));
    // Nothing was taken.
    assert.deepEqual([b.standIn.ledger().available, b.standIn.ledger().reserved], [150, 0]);
    b.standIn.control.rules.soldOut.add('ESIM-FR-7D-1GB');
    const template = { ...TEMPLATE, id: 'ESIM-FR-7D-1GB' };
    const { reference: gone } = await create(randomUUID(), template);
    await assert.rejects(finished(gone, { template }), refusedAs('out_of_stock'));
  });

  it('of an offer that was switched off, or has vanished, are refused', async () => {
    b.standIn.control.setOffer(makeOffer({ offerId: 'SHORT-LIVED', country: 'ES', costMinor: 90 }));
    const template = { ...TEMPLATE, id: 'SHORT-LIVED' };
    await create(randomUUID(), template);
    b.standIn.control.switchOff('SHORT-LIVED');
    await assert.rejects(create(randomUUID(), template), refusedAs('out_of_stock'));
    b.standIn.control.removeOffer('SHORT-LIVED');
    const reference = randomUUID();
    await assert.rejects(create(reference, template), refusedAs('out_of_stock'));
    assert.equal(await find(reference, { template }), null);
  });

  it('onto an eSIM that Zendit does not know, or of another brand, are refused', async () => {
    await assert.rejects(add('8944129999999999999'), refusedAs('rejected'));
    b.standIn.control.setOffer(
      makeOffer({ offerId: 'OTHER', brand: 'other', country: 'ES', costMinor: 90 }),
    );
    const { iccid } = await bought();
    const other = add(iccid!, randomUUID(), { ...TEMPLATE, id: 'OTHER' });
    await assert.rejects(other, refusedAs('rejected'));
  });

  it('under a used reference buy nothing twice, whatever Zendit makes of them', async () => {
    for (const duplicates of ['refuse', 'same'] as const) {
      b.standIn.control.rules.duplicates = duplicates;
      b.standIn.control.hold();
      const reference = randomUUID();
      const before = b.standIn.ledger().purchases.length;
      assert.equal((await create(reference)).status, 'pending');
      assert.equal((await create(reference)).status, 'pending', duplicates);
      b.standIn.control.release(reference);
      const done = await create(reference);
      assert.equal(done.status, 'confirmed', duplicates);
      assert.deepEqual(done, await find(reference));
      // Nor does the offer have to be on sale any more.
      b.standIn.control.breakNext({ kind: 'offer_gone' });
      assert.deepEqual(await create(reference), done);
      assert.equal(b.standIn.ledger().purchases.length, before + 1);
    }
    b.standIn.control.rules.failures.push('INSUFFICIENT_FUNDS');
    const reference = randomUUID();
    await create(reference);
    b.standIn.control.release(reference);
    for (const duplicates of ['refuse', 'same'] as const) {
      b.standIn.control.rules.duplicates = duplicates;
      await assert.rejects(create(reference), refusedAs('no_funds', 'account'));
    }
  });

  it('under a used reference stay unclear while Zendit cannot be asked about it', async () => {
    const { reference } = await bought();
    for (const fault of [
      { kind: 'busy' },
      { kind: 'cut_before' },
      { kind: 'error_before' },
    ] as const) {
      b.standIn.control.breakNext(fault, { on: 'read' });
      await assert.rejects(
        create(reference),
        (error) => error instanceof ProviderUnclear && !(error instanceof ProviderNotReached),
        fault.kind,
      );
    }
    // It knows the reference, and says that it does not.
    b.standIn.control.rules.hiddenMs = 60_000;
    const { reference: hidden } = await create();
    await assert.rejects(create(hidden), ProviderUnclear);
  });
});

describe('the kind', () => {
  it('makes a provider of an account, as an operator enters it', async () => {
    const made = zenditKind.make({
      name: 'zendit-main',
      baseUrl: b.standIn.url,
      credentials: { ...b.standIn.credentials, callback_value: 'sixteen or more chars' },
      settings: { callback_header: 'X-Ours', bytes_per_gb: 2 ** 30 },
      limits: {},
    });
    await made.signIn();
    assert.equal(made.name, 'zendit-main');
    assert.deepEqual(made.tiers, { create_esim: 'T2', add_package: 'T2' });
    const [page] = await collect(made.catalog());
    assert.equal(page!.find((one) => one.id === TEMPLATE.id)?.bytes, 2 ** 30);
    const body = JSON.stringify({ transactionId: 't', status: 'DONE' });
    assert.throws(() => made.parseCallback({ headers: {}, body }), ForgedCallback);
    const headers = { 'x-ours': 'sixteen or more chars' };
    assert.equal(made.parseCallback({ headers, body }).hints.length, 1);
    await made.close();
  });
});
