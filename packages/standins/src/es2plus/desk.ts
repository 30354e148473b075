/** An SM-DP+ and a BSS beside it are one supplier. */
import type { Desk, Trouble } from '../desk.ts';
import type { Bss } from './bss.ts';
import type { Fault } from './faults.ts';
import type { Es2plus } from './server.ts';

const FAULTS: Record<Trouble, Fault> = {
  cut_before: 'cut_before',
  cut_after: 'cut',
  error_before: 'broken_before',
  error_after: 'broken_after',
  hang_after: 'hang',
  malformed: 'malformed',
  busy: 'busy',
};
const PURCHASES = ['downloadOrder', 'confirmOrder', 'releaseProfile'];
const TAKEN_BACK = new Set(['rejected', 'failed', 'cancelled', 'partial']);

export function es2plusDesk(smdp: Es2plus, bss: Bss): Desk {
  const { control } = smdp;
  const all = [control.faults, bss.control.faults];
  const away = new Map<string, Parameters<typeof bss.control.offer>[0]>();
  const sellOut = (article: string, isOut: boolean): void => {
    const offering = bss.control.offering(article) ?? away.get(article);
    if (offering === undefined) return;
    if (isOut) bss.control.withdrawOffer(article);
    else bss.control.offer(offering);
    if (isOut) away.set(article, offering);
    else away.delete(article);
  };
  const desk: Desk = {
    fail(trouble, on, times) {
      const fault = FAULTS[trouble];
      if (on === 'lookup')
        return bss.control.faults.next(fault, { count: times, of: 'GET productOrder' });
      bss.control.faults.next(fault, { count: times, of: 'POST productOrder' });
      for (const of of PURCHASES) control.faults.next(fault, { count: times, of });
    },
    // Neither tells one.
    setBalance: () => {},
    sellOut,
    block: (isBlocked) => {
      for (const faults of all)
        if (isBlocked) faults.next('refused', { count: 1 });
        else faults.none();
    },
    quirks: quirksOf(smdp, bss),
    async tellAt(url) {
      bss.control.tellAt(url);
    },
    // Its events carry nothing but what is asked for anyway.
    setManner: () => {},
    release: bss.control.finish,
    heal() {
      for (const faults of all) faults.none();
      for (const article of away.keys()) sellOut(article, false);
      for (const quirk of Object.values(desk.quirks)) quirk(false);
      desk.release();
    },
    async install(iccid) {
      await control.device.download(iccid);
      await control.device.install(iccid);
    },
    use(iccid, bytes) {
      const plan = bss.ledger().products.find((one) => one.iccid === iccid);
      if (plan === undefined) throw new RangeError('There is no plan on this eSIM.');
      bss.control.use(plan.id, bytes);
    },
    sold: () => [...profilesOf(smdp), ...plansOf(bss)],
  };
  return desk;
}

const quirksOf = ({ control }: Es2plus, bss: Bss): Desk['quirks'] => ({
  held: (isOn) => void (bss.control.looks = isOn ? 'held' : 1),
  token_expired: (isOn) => void (isOn && bss.control.expireTokens()),
  plan_fails: (isOn) => void (bss.control.failNext = isOn ? 'failed' : null),
  plan_rejected: (isOn) => void (bss.control.failNext = isOn ? 'rejected' : null),
  repeats_refused: (isOn) => void (bss.control.repeats = isOn ? 'conflict' : 'taken'),
  filters_ignored: (isOn) => void (bss.control.filters = isOn ? 'ignored' : 'honoured'),
  matching_id_in_use: (isOn) => void (control.repeat = isOn ? 'in_use' : 'success'),
  no_profiles: (isOn) => void (isOn && control.failNext('downloadOrder', '8.2.5/3.7')),
  warning: (isOn) => void (control.success = isOn ? 'Executed-WithWarning' : 'Executed-Success'),
});

const profilesOf = (smdp: Es2plus) =>
  smdp
    .ledger()
    .profiles.filter(({ allocations }) => allocations > 0)
    .map(({ iccid, state }) => ({
      kind: 'esim' as const,
      id: iccid,
      reference: null,
      article: null,
      iccid,
      isLive: state !== 'Available' && state !== 'Unavailable',
    }));

const plansOf = (bss: Bss) => {
  const { orders, products } = bss.ledger();
  const byOrder = new Map(products.map((one) => [one.orderId, one]));
  return orders
    .filter(({ action }) => action === 'add')
    .map(({ id, externalId, state }) => ({
      kind: 'package' as const,
      id,
      reference: externalId,
      article: byOrder.get(id)?.offeringId ?? null,
      iccid: byOrder.get(id)?.iccid ?? null,
      isLive: !TAKEN_BACK.has(state) && byOrder.get(id)?.status !== 'terminated',
    }));
};
