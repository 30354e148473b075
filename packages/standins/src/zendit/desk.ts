import type { Desk, Trouble } from '../desk.ts';
import type { Fault } from './faults.ts';
import type { ZenditStandIn } from './server.ts';

const FAULTS: Record<Trouble, Fault> = {
  cut_before: { kind: 'cut_before' },
  cut_after: { kind: 'cut_after' },
  error_before: { kind: 'error_before' },
  error_after: { kind: 'error_after' },
  hang_after: { kind: 'hang_after' },
  malformed: { kind: 'malformed' },
  busy: { kind: 'busy', retryAfter: '1' },
};
const BALANCE = 100_000;
const LATE_MS = 300;

export function zenditDesk({ control, ledger }: ZenditStandIn): Desk {
  const { rules, webhooks } = control;
  const desk: Desk = {
    fail: (trouble, on, times) =>
      control.breakNext(FAULTS[trouble], {
        on: on === 'purchase' ? 'purchase' : 'read',
        count: times,
      }),
    setBalance: (amount) => control.setBalance(Math.round(amount * 100)),
    sellOut: (article, isOut) =>
      void (isOut ? rules.soldOut.add(article) : rules.soldOut.delete(article)),
    block: (isBlocked) => (isBlocked ? control.block() : control.heal()),
    quirks: {
      held: (isOn) => (isOn ? control.hold() : control.flow()),
      shown_late: (isOn) => void (rules.hiddenMs = isOn ? LATE_MS : 0),
      offer_gone: (isOn) => void (isOn && control.breakNext({ kind: 'offer_gone' })),
      fails_later: (isOn) => void (isOn && rules.failures.push('PROVIDER_ERROR')),
      slow: (isOn) => void (isOn && control.breakNext({ kind: 'delay', ms: LATE_MS })),
      buys_again: (isOn) => void (rules.duplicates = isOn ? 'buy_again' : 'refuse'),
    },
    tellAt: async (url) => {
      if (url === null) return webhooks.disconnect();
      try {
        await webhooks.connect({ url });
      } catch (cause) {
        throw new Error(`${url} does not answer HEAD with 2xx, as Zendit wants it to.`, { cause });
      }
    },
    setManner(manner) {
      const { delivery } = webhooks;
      delivery.copies = manner === 'duplicate' ? 2 : 1;
      delivery.header = manner === 'forged' ? 'wrong' : 'right';
      delivery.order = manner === 'reordered' ? 'reversed' : 'as_it_happens';
      delivery.statuses = manner === 'normal' ? 'final' : 'all';
    },
    release: () => void control.release(),
    heal() {
      control.heal();
      rules.soldOut.clear();
      rules.failures.splice(0);
      desk.setBalance(BALANCE);
      desk.setManner('normal');
      for (const quirk of Object.values(desk.quirks)) quirk(false);
      desk.release();
    },
    install: control.phone.install,
    use: (iccid, bytes) => void control.phone.use(iccid, bytes),
    sold: () =>
      ledger().purchases.map(({ onto, transactionId, offer, iccid, status, refund }) => ({
        kind: onto === null ? 'esim' : 'package',
        id: transactionId,
        reference: transactionId,
        article: offer.offerId,
        iccid: iccid ?? onto,
        isLive: status !== 'FAILED' && refund?.status !== 'DONE',
      })),
  };
  return desk;
}
