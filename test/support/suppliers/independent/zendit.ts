/**
 * Zendit as its reference has it, written without a look at the stand-in. `loose`: wherever the page
 * allows two forms, the other one.
 */
import { at, bodyOf, digits, makeTrouble, serve, type Answered, type Asked } from './serve.ts';

const KEY = 'KEY';
const OFFER = 'ESIM-ES-7D-1GB';
const now = (): string => new Date().toISOString().replace(/\.\d+Z$/, 'Z');
const inAWeek = (): string => new Date(Date.now() + 7 * 86_400_000).toISOString();
const error = (status: number, errorCode: string, fields?: object): Answered => ({
  status,
  body: { errorCode, message: 'x', ...(fields === undefined ? {} : { fields }) },
});

type Purchase = {
  transactionId: string;
  iccid: string;
  isDone: boolean;
  refund: string | null;
  at: string;
};
type Plan = { purchase: Purchase; left: number; startAt: string | null };
type Esim = { iccid: string; installedAt: string | null; plans: Plan[] };

/** `isQuick`: what was ordered is done at once. */
export async function startZendit({ loose = false, isQuick = false } = {}) {
  const trouble = makeTrouble();
  const own = digits();
  const purchases = new Map<string, Purchase>();
  const esims = new Map<string, Esim>();

  function place(asked: Asked): Answered {
    const { transactionId, offerId, iccid } = bodyOf(asked);
    if (offerId !== OFFER) return error(404, 'NOT_FOUND', { offerId: 'unknown' });
    const before = purchases.get(transactionId);
    // What a used id is answered with the page does not say.
    if (before !== undefined)
      return loose
        ? { body: shown(before) }
        : error(400, 'INVALID_REQUEST', { transactionId: 'already used' });
    if (iccid !== undefined && !esims.has(iccid))
      return error(400, 'INVALID_REQUEST', { iccid: 'unknown' });
    const number = iccid ?? `8944${own}${String(purchases.size).padStart(9, '0')}`;
    const one = { transactionId, iccid: number, isDone: false, refund: null, at: now() };
    purchases.set(transactionId, one);
    if (isQuick) finish();
    return { body: { transactionId, status: 'ACCEPTED' } };
  }

  const shown = (one: Purchase) => ({
    transactionId: one.transactionId,
    status: one.isDone ? 'DONE' : 'IN_PROGRESS',
    offerId: OFFER,
    productType: 'ESIM',
    subTypes: ['Mobile Data'],
    brand: 'acme',
    brandName: 'Acme eSIM',
    country: 'ES',
    regions: ['Western Europe'],
    roaming: [],
    dataGB: 1,
    dataUnlimited: false,
    dataSpeeds: ['4G'],
    durationDays: 7,
    notes: '',
    shortNotes: '',
    priceType: 'FIXED',
    cost: 150,
    costBase: 150,
    costFee: 0,
    costCurrency: 'USD',
    costCurrencyDivisor: 100,
    price: 250,
    priceCurrency: 'USD',
    priceCurrencyDivisor: 100,
    ...(one.isDone ? { confirmation: confirmed(one.iccid) } : loose ? { confirmation: null } : {}),
    ...(one.refund === null ? {} : { refund: { status: one.refund } }),
    log: [],
    createdAt: one.at,
    updatedAt: one.at,
  });

  const confirmed = (iccid: string) => ({
    iccid,
    smdpAddress: 'rsp.example.com',
    activationCode: loose ? ' LPA:1$rsp.example.com$K2-AB12CD ' : 'K2-AB12CD',
    externalReferenceId: 'x-1',
    redemptionInstructions: '…',
  });

  function plansOf({ iccid, installedAt, plans }: Esim): Answered {
    const list = plans.map(({ left, startAt }) => ({
      iccid,
      offerId: OFFER,
      description: '1GB 7 days',
      initialDataGB: 1,
      remainingDataGB: left,
      unlimited: false,
      status: startAt === null ? 'QUEUED' : 'ACTIVE',
      ...(startAt === null
        ? loose
          ? { startAt: '', endAt: '' }
          : {}
        : { startAt, endAt: inAWeek() }),
    }));
    const never = loose ? { firstInstalledAt: '' } : {};
    const first = installedAt === null ? never : { firstInstalledAt: installedAt };
    return { body: { ...first, total: list.length, list } };
  }

  function page({ query }: Asked, all: object[]): Answered {
    const [limit, offset] = [Number(query.get('_limit')), Number(query.get('_offset'))];
    if (!query.has('_limit') || !query.has('_offset') || limit < 1 || limit > 1024)
      return error(400, 'INVALID_REQUEST', { _limit: 'required' });
    // One page never has more than this server likes.
    const list = all.slice(offset, offset + Math.min(limit, loose ? 5 : 1024));
    return { body: { limit, offset, total: all.length, list } };
  }

  function answer(asked: Asked): Answered {
    const { route, query, headers } = asked;
    if (headers.authorization !== `Bearer ${KEY}`) return error(401, 'NOT_AUTHORIZED');
    switch (route) {
      case 'GET /balance':
        return { body: { availableBalance: 12_345, currency: 'USD', currencyDivisor: 100 } };
      case 'GET /esim/offers':
        return page(asked, offers(loose));
      case 'POST /esim/purchases':
        return trouble.around(
          () => place(asked),
          () => error(404, 'NOT_FOUND', loose ? undefined : { offerId: 'off' }),
          error(503, 'SYSTEM_UNAVAILABLE'),
        );
      case 'GET /esim/purchases': {
        const from = query.get('createdAt')?.replace(/^gte/, '') ?? '';
        const rows = [...purchases.values()].filter((one) => one.at >= from);
        return page(asked, (loose ? rows.reverse() : rows).map(shown));
      }
    }
    const [iccid] = at(route, /^GET \/esim\/(\d+)\/plans$/) ?? [];
    const esim = esims.get(iccid ?? '');
    if (esim !== undefined) return plansOf(esim);
    const [verb, id, refund] = at(route, /^(\w+) \/esim\/purchases\/([^/]+)(\/refund)?$/) ?? [];
    const purchase = purchases.get(id ?? '');
    if (purchase === undefined) return error(404, 'NOT_FOUND');
    if (verb === 'GET' && refund === undefined) return { body: shown(purchase) };
    purchase.refund ??= 'ACCEPTED';
    return { body: { status: purchase.refund } };
  }

  function finish(): void {
    for (const purchase of purchases.values()) {
      if (purchase.isDone) continue;
      purchase.isDone = true;
      const { iccid } = purchase;
      const esim = esims.get(iccid) ?? { iccid, installedAt: null, plans: [] };
      esims.set(iccid, esim);
      esim.plans.push({ purchase, left: 1, startAt: null });
    }
  }

  return {
    ...(await serve('/v1', answer)),
    apiKey: KEY,
    breakNext: trouble.breakNext,
    countAll: (): number => purchases.size,
    count: (reference: string): number => (purchases.has(reference) ? 1 : 0),
    finish,
    use(iccid: string, bytes: number): void {
      const esim = esims.get(iccid)!;
      const [plan] = esim.plans;
      esim.installedAt ??= new Date().toISOString();
      plan!.startAt ??= new Date().toISOString();
      plan!.left -= bytes / 1e9;
      if (plan!.left <= 0) esim.plans.shift();
    },
    /** The purchase itself, with the header that was agreed on. */
    webhook(iccid: string) {
      const purchase = [...purchases.values()].find((one) => one.iccid === iccid)!;
      return {
        headers: { 'x-hubby-callback': 'sixteen-letters-0' },
        body: JSON.stringify(shown(purchase)),
      };
    },
  };
}

function offers(loose: boolean): object[] {
  const cost = {
    currency: 'USD',
    currencyDivisor: 100,
    fixed: 150,
    fee: 0,
    feePct: 0,
    discount: 0,
    fx: 1,
    min: 0,
    max: 0,
  };
  const spain = {
    offerId: OFFER,
    productType: 'ESIM',
    subTypes: ['Mobile Data'],
    brand: 'acme',
    brandName: 'Acme eSIM',
    country: 'ES',
    regions: ['Western Europe'],
    roaming: [],
    dataGB: 1,
    dataUnlimited: false,
    dataSpeeds: ['4G', '5G'],
    durationDays: 7,
    enabled: true,
    notes: '',
    shortNotes: '1GB 7 days',
    priceType: 'FIXED',
    cost,
    createdAt: '2026-01-01T00:00:00Z',
    updatedAt: '2026-11-01T00:00:00Z',
  };
  return [
    spain,
    { ...spain, offerId: 'OFF', enabled: false },
    {
      ...spain,
      offerId: 'REGION',
      country: '',
      dataGB: loose ? 0 : 0.5,
      dataUnlimited: loose,
      roaming: [
        { country: 'XK', dataSpeeds: ['4G'] },
        { country: 'fr', dataSpeeds: [] },
      ],
      cost: { ...cost, currency: 'JPY', currencyDivisor: 1, fixed: 200 },
    },
    // A list that moved while it was read tells one of them twice.
    ...(loose ? [spain, spain, spain] : []),
  ];
}
