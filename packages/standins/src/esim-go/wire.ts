/** The book in eSIM Go's forms. */
import type { Assignment, Book, Esim, Order } from './book.ts';
import type { Bundle } from './bundles.ts';

/** Where its descriptions contradict each other, the stand-in can speak either way. */
export type Shape = {
  catalogue: 'wrapped' | 'bare';
  /** bundles on a page, however many are asked for */
  mostPerPage: number;
  orders: 'wrapped' | 'bare';
  countryCode: 'iso' | 'iso2';
  /** before the SM-DP+ */
  scheme: '' | 'http://' | 'https://';
  /** install data stands in the order's answer, or has to be asked for */
  esimsInOrders: boolean;
};
export const USUAL: Shape = {
  catalogue: 'wrapped',
  mostPerPage: Infinity,
  orders: 'bare',
  countryCode: 'iso',
  scheme: '',
  esimsInOrders: true,
};

const HOST = 'rsp.example.com';

/** With nanoseconds, as programs in Go write it. */
const nano = (at: Date): string => at.toISOString().replace('Z', '456789Z');

export const installJson = (esim: Esim, { scheme }: Shape): Record<string, unknown> => ({
  iccid: esim.iccid,
  matchingId: esim.matchingId,
  smdpAddress: scheme + HOST,
});

export function orderJson(book: Book, order: Order, shape: Shape, withIccids: boolean): object {
  const esims = (iccids: string[]) => iccids.flatMap((iccid) => book.esims.get(iccid) ?? []);
  return {
    order: order.lines.map(({ bundle, quantity, iccids, allowReassign }) => ({
      type: 'bundle',
      item: bundle.name,
      quantity,
      subTotal: bundle.price * quantity,
      pricePerUnit: bundle.price,
      AllowReassign: allowReassign,
      ...(withIccids ? { iccids } : {}),
      ...(withIccids && shape.esimsInOrders
        ? { esims: esims(iccids).map((esim) => installJson(esim, shape)) }
        : {}),
    })),
    total: order.total,
    currency: book.currency,
    status: 'completed',
    statusMessage: `Order completed: ${order.lines.length} eSIMs assigned`,
    assigned: order.assigned,
    orderReference: order.orderReference,
    createdDate: nano(order.createdAt),
    sourceIP: '192.0.2.1',
    runningBalance: String(book.balance),
  };
}

export const esimJson = (esim: Esim, shape: Shape, withUrls: boolean): object => ({
  ...installJson(esim, shape),
  profileStatus: esim.profileStatus,
  firstInstalledDateTime: esim.firstInstalledAt,
  pin: '0000',
  puk: '12345678',
  msisdn: '',
  customerRef: esim.customerRef,
  state: esim.state,
  profileName: esim.profileName,
  brandingId: null,
  ...(withUrls ? urlsOf(esim) : {}),
});

const urlsOf = ({ matchingId }: Esim): object => {
  const code = encodeURIComponent(`LPA:1$${HOST}$${matchingId}`);
  return {
    appleInstallUrl: `https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=${code}`,
    androidInstallUrl: `https://esimsetup.android.com/esim_qrcode_provisioning?carddata=${code}`,
  };
};

/** The columns of the file that a browser gets. */
export const esimsCsv = (esims: readonly Esim[], { scheme }: Shape): string =>
  [
    'ICCID,Matching ID,RSP URL',
    ...esims.map(({ iccid, matchingId }) => `${iccid},${matchingId},${scheme}${HOST}`),
  ].join('\n');

export const assignmentJson = (one: Assignment): object => ({
  id: one.id,
  callTypeGroup: 'data',
  initialQuantity: one.initial,
  remainingQuantity: one.remaining,
  unlimited: one.bundle.unlimited,
  assignmentDateTime: nano(one.assignedAt),
  assignmentReference: one.reference,
  bundleState: one.state,
  ...(one.startedAt === null ? {} : { startTime: one.startedAt.toISOString() }),
  ...(one.endsAt === null ? {} : { endTime: one.endsAt.toISOString() }),
  allowances: [],
});

export const bundleJson = (bundle: Bundle, { countryCode }: Shape): object => {
  const coded = ({ iso, ...rest }: Bundle['countries'][number]) => ({
    ...rest,
    [countryCode]: iso,
  });
  return {
    name: bundle.name,
    description: bundle.description,
    groups: [bundle.group],
    countries: bundle.countries.map(coded),
    roamingEnabled: bundle.roaming.map(coded),
    dataAmount: bundle.mb,
    duration: bundle.days,
    speed: ['4G', '5G'],
    autostart: true,
    unlimited: bundle.unlimited,
    price: bundle.price,
    billingType: 'FixedCost',
    profileName: bundle.profileName,
    allowances: [
      {
        type: 'DATA',
        service: 'ROAMING',
        description: '',
        amount: bundle.mb,
        unit: 'MB',
        unlimited: bundle.unlimited,
      },
    ],
  };
};
