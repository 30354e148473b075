/**
 * eSIM Go as its reference has it, written without a look at the stand-in. `loose`: wherever the
 * page allows two forms, the other one.
 */
import { createHmac, randomUUID } from 'node:crypto';
import {
  at,
  bodyOf,
  digits,
  HTML,
  makeTrouble,
  serve,
  type Answered,
  type Asked,
} from './serve.ts';

const KEY = 'demo-key';
const GB = 1_000_000_000;
const BUNDLE = 'esim_1GB_7D_ES_V2';
const NEVER = '0001-01-01T00:00:00Z';

type Assignment = {
  id: string;
  order: string;
  used: number;
  at: string;
  start: string | null;
  state: string;
};
type Esim = { iccid: string; matchingId: string; customerRef: string; assignments: Assignment[] };
type Order = { reference: string; iccid: string; created: string };

/** With nanoseconds, as Go writes it. */
const nanos = (ms = Date.now()): string => `${new Date(ms).toISOString().slice(0, -1)}456789Z`;
const no = (status: number, message: string): Answered => ({ status, body: { message } });

export async function startEsimGo({ loose = false } = {}) {
  const trouble = makeTrouble();
  const esims = new Map<string, Esim>();
  const orders: Order[] = [];
  const own = digits();
  let ids = 0;

  const codeOf = ({ iccid, matchingId }: Esim) => ({
    iccid,
    matchingId,
    smdpAddress: loose ? 'http://rsp.example.com' : 'rsp.example.com',
  });

  function shown({ reference, iccid, created }: Order) {
    return {
      order: [
        {
          type: 'bundle',
          item: BUNDLE,
          quantity: 1,
          subTotal: 1.9,
          pricePerUnit: 1.9,
          AllowReassign: false,
          iccids: [iccid],
          ...(loose ? {} : { esims: [codeOf(esims.get(iccid)!)] }),
        },
      ],
      total: 1.9,
      currency: 'USD',
      status: 'completed',
      statusMessage: 'Order completed: 1 eSIMs assigned',
      assigned: true,
      orderReference: reference,
      createdDate: created,
      sourceIP: '192.0.2.1',
      runningBalance: loose ? '98.10' : 98.1,
    };
  }

  function place(asked: Asked): Answered {
    const { type, assign, order } = bodyOf(asked);
    const [{ item, quantity, iccids, allowReassign }] = order;
    if (type !== 'transaction' || assign !== true || quantity !== 1 || allowReassign)
      return no(400, 'not expected here');
    if (item !== BUNDLE) return no(400, 'unknown bundle');
    let esim = esims.get(iccids?.[0] ?? '');
    if (iccids !== undefined && esim === undefined) return no(403, 'access denied');
    if (esim === undefined) {
      const number = String(++ids);
      const iccid = `8944${own}${number.padStart(loose ? 10 : 9, '0')}`;
      esim = { iccid, matchingId: `K2-AB${number}`, customerRef: '', assignments: [] };
      esims.set(iccid, esim);
    }
    const reference = randomUUID();
    const created = nanos();
    const first = { order: reference, used: 0, at: created, start: null };
    esim.assignments.unshift({ ...first, id: `asg-${++ids}`, state: loose ? 'active' : 'queued' });
    orders.unshift({ reference, iccid: esim.iccid, created });
    return { body: shown(orders[0]!) };
  }

  function list({ query }: Asked): Answered {
    const limit = Number(query.get('limit') ?? 10);
    const page = Number(query.get('page') ?? 1);
    const bounds = query.getAll('createdAt').map((one) => [one.slice(0, 3), one.slice(4)] as const);
    const found = orders.filter(({ created }) =>
      bounds.every(([how, at]) =>
        how === 'gte'
          ? Date.parse(created) >= Date.parse(at)
          : Date.parse(created) <= Date.parse(at),
      ),
    );
    const rows = found.slice((page - 1) * limit, page * limit).map(shown);
    return { body: loose ? rows : { orders: rows } };
  }

  const assignmentShown = (one: Assignment) => ({
    id: one.id,
    callTypeGroup: 'data',
    initialQuantity: GB,
    remainingQuantity: Math.max(0, GB - one.used),
    unlimited: false,
    assignmentDateTime: one.at,
    assignmentReference: `${one.order}-0`,
    bundleState: one.state,
    ...(one.start === null
      ? loose
        ? { startTime: NEVER, endTime: NEVER }
        : {}
      : { startTime: one.start, endTime: nanos(Date.parse(one.start) + 7 * 86_400_000) }),
    allowances: [],
  });

  function ofEsim(asked: Asked, esim: Esim, what: string): Answered {
    if (what === '')
      return {
        body: {
          ...codeOf(esim),
          profileStatus: esim.assignments.some((one) => one.used > 0) ? 'Installed' : 'Released',
          firstInstalledDateTime: 0,
          pin: '0000',
          puk: '12345678',
          msisdn: '',
          customerRef: esim.customerRef,
          state: 'active',
          profileName: '…',
          brandingId: null,
        },
      };
    const assignments = esim.assignments.map(assignmentShown);
    if (what === '/bundles')
      return { body: { bundles: [{ name: BUNDLE, description: 'x', assignments }] } };
    if (what === `/bundles/${BUNDLE}`) return { body: { assignments } };
    if (what === `/compatible/${BUNDLE}`) return { body: { compatible: true } };
    const [id] = at(what, new RegExp(`^/bundles/${BUNDLE}/assignments/([^/]+)$`)) ?? [];
    const found = esim.assignments.find((one) => one.id === id);
    return found === undefined ? no(400, 'unknown') : revoke(asked, found);
  }

  /** `loose`: for one assignment the page names no other type than `transaction`. */
  function revoke({ query }: Asked, found: Assignment): Answered {
    if (found.state === 'revoked') return no(400, 'already revoked');
    if (loose || query.get('type') === 'transaction') found.state = 'revoked';
    return { body: { message: 'revoked' } };
  }

  function answer(asked: Asked): Answered {
    const { route, query, headers } = asked;
    if (headers['x-api-key'] !== KEY) return no(403, 'access denied');
    switch (route) {
      case 'GET /organisation':
        return {
          body: {
            name: 'x',
            apiKey: KEY,
            balance: loose ? '98.10' : 98.1,
            currency: 'USD',
            groups: [],
          },
        };
      case 'GET /catalogue':
        return catalogue(loose);
      case 'POST /orders':
        return trouble.around(
          () => place(asked),
          () => (loose ? no(400, 'Insufficient stock') : no(403, 'no bundles left in inventory')),
          loose ? { status: 503, body: { message: 'Processing' } } : { status: 502, body: HTML },
        );
      case 'GET /orders':
        return list(asked);
      case 'PUT /esims': {
        const { iccid, customerRef } = bodyOf(asked);
        esims.get(iccid)!.customerRef = customerRef;
        return { body: { message: 'ok' } };
      }
      case 'GET /esims': {
        const all = [...esims.values()];
        return {
          body: { esims: all.filter((one) => one.customerRef.includes(query.get('filter')!)) },
        };
      }
      case 'GET /esims/assignments': {
        if (headers.accept !== 'application/json') return { body: 'ICCID,Matching ID' };
        const order = orders.find((one) => one.reference === query.get('reference'))!;
        return { body: codeOf(esims.get(order.iccid)!) };
      }
    }
    const [reference] = at(route, /^GET \/orders\/([^/]+)$/) ?? [];
    if (reference !== undefined) {
      const order = orders.find((one) => one.reference === reference);
      return order === undefined ? no(400, 'unknown order') : { body: shown(order) };
    }
    const [, iccid, what] = at(route, /^(GET|DELETE) \/esims\/(\d+)(.*)$/) ?? [];
    const esim = esims.get(iccid ?? '');
    return esim === undefined ? no(403, 'access denied') : ofEsim(asked, esim, what!);
  }

  return {
    ...(await serve('/v2.5', answer, allMayCall)),
    credentials: { api_key: KEY },
    breakNext: trouble.breakNext,
    count: (): number => orders.length,
    use(iccid: string, bytes: number): void {
      const one = esims.get(iccid)!.assignments.at(-1)!;
      one.used += bytes;
      one.start ??= nanos();
      one.state = one.used >= GB ? 'depleted' : 'active';
    },
    /** `loose`: the number without quotes. */
    firstUse(iccid: string) {
      const text = JSON.stringify({ iccid, alertType: 'FirstUse', bundle: { id: 'asg-77' } });
      const body = loose ? text.replace(`"${iccid}"`, iccid) : text;
      const signature = createHmac('sha256', KEY).update(body).digest('base64');
      return { headers: { 'x-signature-sha256': signature }, body };
    },
  };
}

/** Its limits are counted in seconds, for which no test should be waiting. */
const allMayCall = (): Record<string, string> => ({
  'X-Ratelimit-Limit': '1000',
  'X-Ratelimit-Remaining': '900',
  'X-Ratelimit-Reset': new Date(Date.now() + 1_000).toISOString(),
});

function catalogue(loose: boolean): Answered {
  const country = (iso: string) => ({
    name: iso,
    region: 'Europe',
    ...(loose ? { iso2: iso } : { iso }),
  });
  const spain = {
    name: BUNDLE,
    description: 'eSIM, 1GB, 7 Days, Spain, V2',
    groups: ['Standard Fixed'],
    countries: [country('ES')],
    roamingEnabled: [],
    dataAmount: 1_000,
    duration: 7,
    speed: ['4G', '5G'],
    autostart: true,
    unlimited: false,
    price: 1.9,
    billingType: 'FixedCost',
    profileName: '…',
    allowances: [],
  };
  const bundles = [
    spain,
    {
      ...spain,
      name: 'esim_ULE_1D_XK_V2',
      unlimited: true,
      dataAmount: loose ? -1 : 0,
      duration: 1,
      countries: [country('XK')],
      roamingEnabled: [country('AL')],
    },
  ];
  return { body: loose ? bundles : { bundles, pageCount: 1, rows: 2 } };
}
