import type { Desk, Trouble } from '../desk.ts';
import type { How } from './faults.ts';
import type { EsimAccessStandIn } from './server.ts';

const FAULTS: Record<Trouble, [How, 'before' | 'after']> = {
  cut_before: ['cut', 'before'],
  cut_after: ['cut', 'after'],
  error_before: ['error', 'before'],
  error_after: ['error', 'after'],
  hang_after: ['hang', 'after'],
  malformed: ['malformed', 'after'],
  busy: ['too_many', 'before'],
};
const PATHS: Record<'purchase' | 'lookup', string | undefined> = {
  purchase: undefined,
  lookup: '/esim/query',
};
/** Its money is in ten-thousandths. */
const UNITS = 10_000;
const BALANCE = 100_000;
const SLOW_MS = 100;

export function esimAccessDesk({ control, ledger }: EsimAccessStandIn): Desk {
  const { settings, webhooks } = control;
  const usual = settings.allocationMs;
  const out = new Set<string>();
  const sellOut = (article: string, isOut: boolean): void => {
    if (isOut) out.add(article);
    control.setStock(article, isOut ? 0 : null);
  };
  const fail = (how: How, when: 'before' | 'after', path?: string, count = 1): void =>
    control.fail(how, { when, count, ...(path === undefined ? {} : { path }) });
  const desk: Desk = {
    fail: (trouble, on, times) => fail(...FAULTS[trouble], PATHS[on], times),
    setBalance: (amount) => control.setBalance(Math.round(amount * UNITS)),
    sellOut,
    block: (isBlocked) => void (settings.isShutOut = isBlocked),
    quirks: {
      held: (isOn) => void (settings.allocationMs = isOn ? null : usual),
      given_up: (isOn) => control.failAllocations(isOn ? 1 : 0),
      server_error: (isOn) => void (isOn && fail('fault', 'after')),
      system_busy: (isOn) => void (isOn && fail('busy', 'before')),
      too_old: (isOn) => void (isOn && fail('too_old', 'before')),
      no_profiles: (isOn) => void (isOn && fail('no_stock', 'before')),
      slow: (isOn) => void (settings.delayMs = isOn ? SLOW_MS : 0),
      untold_reference: (isOn) => void (webhooks.omitTransactionId = isOn),
    },
    async tellAt(url) {
      webhooks.url = url;
    },
    setManner(manner) {
      webhooks.times = manner === 'duplicate' ? 2 : 1;
      webhooks.isHeld = manner === 'reordered';
      if (!webhooks.isHeld) void webhooks.flush({ isReversed: true });
      if (manner === 'forged')
        void webhooks.forge({ notifyType: 'ORDER_STATUS', content: { orderNo: 'B1' } });
    },
    release: control.release,
    heal() {
      control.heal();
      settings.isShutOut = false;
      control.setBalance(BALANCE * UNITS);
      desk.setManner('normal');
      for (const quirk of Object.values(desk.quirks)) quirk(false);
      for (const article of out) sellOut(article, false);
      desk.release();
    },
    install: (iccid) => control.setProfile(control.esimTranNoOf(iccid), 'INSTALLATION'),
    use: (iccid, bytes) => control.use(control.esimTranNoOf(iccid), bytes),
    sold: () =>
      ledger().bought.map(({ kind, id, reference, article, iccid }) => ({
        kind: kind === 'esim' ? 'esim' : 'package',
        id,
        reference,
        article,
        iccid,
        isLive: true,
      })),
  };
  return desk;
}
