import type { Desk, Trouble } from '../desk.ts';
import type { Fault } from './control.ts';
import type { EsimGoStandIn } from './server.ts';

const FAULTS: Record<Trouble, Fault> = {
  cut_before: 'cut_before',
  cut_after: 'cut_after',
  error_before: 'fail_before',
  error_after: 'fail_after',
  hang_after: 'hang_after',
  malformed: 'malformed',
  busy: 'busy',
};
const ROUTES: Record<'purchase' | 'lookup', readonly string[]> = {
  purchase: ['POST /orders'],
  lookup: ['GET /orders', 'GET /orders/:id', 'GET /esims/:iccid', 'GET /esims/:iccid/bundles'],
};
const BALANCE = 100_000;

export function esimGoDesk({ control, ledger, credentials }: EsimGoStandIn): Desk {
  const out = new Set<string>();
  const sellOut = (article: string, isOut: boolean): void => {
    if (isOut) out.add(article);
    control.sellOut(article, isOut);
  };
  const next = (route: string, fault: Fault, isOn: boolean): void => {
    if (isOn) control.next(route, fault);
  };
  const desk: Desk = {
    fail(trouble, on, times) {
      for (const route of ROUTES[on]) control.next(route, FAULTS[trouble], times);
    },
    setBalance: control.setBalance,
    sellOut,
    block: (isBlocked) => control.setKey(isBlocked ? 'another-key' : credentials.api_key),
    quirks: {
      processing: (isOn) => void (control.mood.allocation = isOn ? 'processing' : 'at_once'),
      unseen: (isOn) => void (control.mood.allocation = isOn ? 'unseen' : 'at_once'),
      busy_esims: (isOn) => void (control.mood.busyEsims = isOn),
      listed_late: (isOn) => void (control.mood.listIsLate = isOn),
      new_esim_forbidden: (isOn) => void (control.mood.newEsimForbidden = isOn ? 2 : 0),
      no_json: (isOn) => next('POST /orders', 'no_json', isOn),
      still_processing: (isOn) => next('POST /orders', 'processing', isOn),
      reference_not_written: (isOn) => next('PUT /esims', 'fail_before', isOn),
    },
    tellAt: async (url) => control.tellAt(url),
    setManner: control.setManner,
    release: control.release,
    heal() {
      control.heal();
      desk.block(false);
      control.setBalance(BALANCE);
      control.setManner('normal');
      for (const quirk of Object.values(desk.quirks)) quirk(false);
      for (const article of out) sellOut(article, false);
      desk.release();
    },
    install: control.install,
    use: (iccid, bytes) => control.use(iccid, { bytes, packageId: null }),
    sold: () =>
      ledger().orders.flatMap(({ kind, orderReference, reference, item, iccids }) =>
        iccids.map((iccid) => ({
          kind: kind === 'create_esim' ? ('esim' as const) : ('package' as const),
          id: orderReference,
          reference,
          article: item,
          iccid,
          isLive: true,
        })),
      ),
  };
  return desk;
}
