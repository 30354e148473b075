import type { Desk, Trouble } from '../desk.ts';
import type { Fault, RouteName } from './faults.ts';
import type { AiraloStandIn } from './server.ts';

const FAULTS: Record<Trouble, Fault> = {
  cut_before: { kind: 'cut_before' },
  cut_after: { kind: 'cut_after' },
  error_before: { kind: 'error_before' },
  error_after: { kind: 'error_after' },
  hang_after: { kind: 'hang_after' },
  malformed: { kind: 'malformed' },
  busy: { kind: 'busy', retryAfterS: 1 },
};
const ROUTES: Record<'purchase' | 'lookup', readonly RouteName[]> = {
  purchase: ['orders', 'topups'],
  lookup: ['find', 'sim-topups'],
};
const BALANCE = 10_000;
const LATE_MS = 300;

export function airaloDesk({ control, ledger }: AiraloStandIn): Desk {
  const out = new Set<string>();
  const sellOut = (article: string, isOut: boolean): void => {
    if (isOut) out.add(article);
    control.setStock(article, isOut ? 0 : Infinity);
  };
  const desk: Desk = {
    fail(trouble, on, times) {
      for (const route of ROUTES[on]) control.break(route, FAULTS[trouble], times);
    },
    setBalance: control.setBalance,
    sellOut,
    block: (isBlocked) => control.allowAddress(!isBlocked),
    quirks: {
      token_expired: (isOn) => void (isOn && control.expireTokens()),
      token_refused: (isOn) => void (isOn && control.break('token', { kind: 'error_before' }, 1)),
      listed_late: (isOn) => control.lagList(isOn ? LATE_MS : 0),
      done_late: (isOn) =>
        void (isOn && control.break('orders', { kind: 'done_late', ms: LATE_MS }, 1)),
    },
    tellAt: async (url) => control.tellAt(url),
    setManner: control.setManner,
    release: control.releaseAsync,
    heal() {
      control.heal();
      control.allowAddress(true);
      control.setBalance(BALANCE);
      control.lagList(0);
      control.setManner('normal');
      for (const article of out) sellOut(article, false);
      desk.release();
    },
    install: control.install,
    use(iccid, bytes) {
      control.use(iccid, bytes);
      control.sendLowData(iccid, '75%');
    },
    sold: () =>
      ledger().orders.map(({ id, type, sold, description, status, sims, iccid }) => ({
        kind: type === 'sim' ? 'esim' : 'package',
        id: String(id),
        reference: description,
        article: sold.id,
        iccid: iccid ?? sims[0]?.iccid ?? null,
        isLive: status === 'completed',
      })),
  };
  return desk;
}
