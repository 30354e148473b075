/** Zendit's adapter: calls that fail, and a bad day of them. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import {
  ProviderBusy,
  ProviderNotReached,
  ProviderUnclear,
  type ProviderOrder,
} from '../../src/providers/provider.ts';
import { until } from '../faults/checks.ts';
import { pick } from '../support/chance.ts';
import type { Fault as ZenditFault } from '../../packages/standins/src/zendit/faults.ts';
import { stepsAt, zenditBench } from './zendit-bench.ts';
import { providerAt, refusedAs, sent, TEMPLATE } from './zendit-subject.ts';

const b = zenditBench();
const { create, find, finished, bought, purchases } = stepsAt(b);

describe('calls that fail', () => {
  it('after they were stored are unclear, and the order is found', async () => {
    for (const kind of ['cut_after', 'hang_after', 'error_after', 'malformed'] as const) {
      const reference = randomUUID();
      b.standIn.control.breakNext({ kind });
      await assert.rejects(create(reference, TEMPLATE, b.impatient), ProviderUnclear, kind);
      assert.equal((await finished(reference)).reference, reference);
      assert.equal(b.standIn.ledger().provisioned(reference), 1);
      assert.equal(purchases(reference), 1);
    }
  });

  it('before they were stored are unclear, and nothing is found', async () => {
    for (const kind of ['cut_before', 'hang_before', 'error_before'] as const) {
      const reference = randomUUID();
      b.standIn.control.breakNext({ kind });
      await assert.rejects(create(reference, TEMPLATE, b.impatient), ProviderUnclear, kind);
      assert.equal(await find(reference), null);
    }
  });

  it('because there were too many say when to come again, and were not worked on', async () => {
    const reference = randomUUID();
    b.standIn.control.breakNext({ kind: 'busy', retryAfter: '7' });
    await assert.rejects(
      create(reference),
      (error) => error instanceof ProviderBusy && error.retryAfterMs === 7_000,
    );
    assert.equal(await find(reference), null);
  });

  it('late are answered all the same', async () => {
    b.standIn.control.breakNext({ kind: 'delay', ms: 50 });
    assert.equal((await create()).status, 'pending');
  });

  it('are no "none": a purchase may be hidden for some seconds, and no look-up that fails says so', async () => {
    b.standIn.control.rules.hiddenMs = 60_000;
    const { reference } = await create();
    assert.equal(await find(reference), null);
    b.clock = 60_000;
    assert.notEqual(await find(reference), null);
    assert.ok(b.provider.settleMs >= 2_000);
    for (const kind of ['cut_before', 'hang_before', 'error_before', 'malformed'] as const) {
      b.standIn.control.breakNext({ kind }, { on: 'read' });
      await assert.rejects(b.impatient.findByReference(sent(reference)), ProviderUnclear, kind);
    }
  });

  it('at a wrong key or from a wrong address concern the account; look-ups decide nothing', async () => {
    const stranger = providerAt(b.standIn.url, 'another-key');
    const input = { template: TEMPLATE, reference: randomUUID(), customer: 'c' };
    await assert.rejects(stranger.createEsim(input), refusedAs('rejected', 'account'));
    await assert.rejects(stranger.signIn(), refusedAs('rejected', 'account'));
    await assert.rejects(stranger.balance(), refusedAs('rejected', 'account'));
    await assert.rejects(stranger.findByReference(sent(input.reference)), ProviderUnclear);
    await stranger.close();
    const { reference } = await bought();
    b.standIn.control.block();
    await assert.rejects(create(), refusedAs('rejected', 'account'));
    await assert.rejects(b.provider.signIn(), refusedAs('rejected', 'account'));
    await assert.rejects(find(reference), ProviderUnclear);
    b.standIn.control.heal();
    await b.provider.signIn();
  });

  it('at a wrong base URL are no word of Zendit about an order or an eSIM', async () => {
    const lost = providerAt(b.standIn.url.replace('/v1', '/v9'), b.standIn.credentials.api_key);
    const input = { template: TEMPLATE, reference: randomUUID(), customer: 'c' };
    await assert.rejects(lost.createEsim(input), refusedAs('rejected', 'account'));
    await assert.rejects(lost.findByReference(sent(input.reference)), ProviderUnclear);
    await assert.rejects(
      lost.getEsim({ iccid: '8944123400000000013', esim_id: null, packages: [] }),
      ProviderUnclear,
    );
    await assert.rejects(lost.signIn(), refusedAs('rejected', 'account'));
    await lost.close();
  });

  it('to nobody: an order never left, a look-up stays unclear', async () => {
    const nobody = providerAt('http://127.0.0.1:1/v1', 'k');
    const input = { template: TEMPLATE, reference: randomUUID(), customer: 'c' };
    await assert.rejects(nobody.createEsim(input), ProviderNotReached);
    await assert.rejects(nobody.findByReference(sent(input.reference)), ProviderUnclear);
    await nobody.close();
  });
});

describe('a bad day', () => {
  const FAULTS: ZenditFault[] = [
    ...(['cut_after', 'error_after', 'cut_before', 'error_before'] as const).map((kind) => ({
      kind,
    })),
    { kind: 'busy', retryAfter: '0' },
    { kind: 'malformed' },
    { kind: 'delay', ms: 5 },
  ];
  const SETTLE_MS = 500;

  /** By the rule of the tier: looked up first, sent again only when it is not there after a while. */
  async function order(reference: string): Promise<ProviderOrder> {
    for (;;) {
      try {
        await create(reference);
        return await finished(reference);
      } catch (error) {
        if (error instanceof ProviderNotReached) continue;
        if (!(error instanceof ProviderUnclear)) throw error;
      }
      const unclearAt = Date.now();
      const found = await until('it is found, or certainly not there', async () => {
        const known = await find(reference).catch(() => null);
        return known ?? (Date.now() - unclearAt > SETTLE_MS && 'none');
      });
      if (found !== 'none') return finished(reference);
    }
  }

  it('buys nothing twice, and everything once, also where a used reference would buy again', async () => {
    Object.assign(b.standIn.control.rules, { duplicates: 'buy_again', hiddenMs: 20 });
    const references = Array.from({ length: 150 }, () => randomUUID());
    const next = references.values();
    const worker = async (): Promise<void> => {
      for (const reference of next) {
        if (pick([true, false])) b.standIn.control.breakNext(pick(FAULTS));
        const done = await order(reference);
        assert.deepEqual([done.status, done.reference], ['confirmed', reference]);
      }
    };
    await Promise.all(Array.from({ length: 12 }, worker));
    const { provisioned } = b.standIn.ledger();
    assert.deepEqual([...new Set(references.map(provisioned))], [1]);
  });
});
