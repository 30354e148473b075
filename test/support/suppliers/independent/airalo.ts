/**
 * Airalo's API as its reference has it, written without a look at the stand-in: two readings of one
 * page, so that a mistake of both would have to be made twice. `loose`: wherever the page allows two
 * forms, the other one.
 */
import { createHmac } from 'node:crypto';
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

const CLIENT = { client_id: 'cid-1', client_secret: 'demo-secret' };
const GUAY = { id: 'guay-7days-1gb', net_price: 3.6, price: 4.5, amount: 1024, day: 7 };
const TOPUP = { ...GUAY, id: 'guay-7days-1gb-topup' };

type Entry = { id: number; soldAs: string; used: number; activated: string | null };
type Sim = { id: number; iccid: string; matching_id: string; entries: Entry[] };
type Order = Record<string, unknown> & { id: number; description: string; created_at: string };

const stamp = (ms = Date.now()): string =>
  new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
const said = (data: unknown, status = 200, more: object = {}): Answered => ({
  status,
  body: { data, ...more, meta: { message: status === 200 ? 'api.succes' : 'success' } },
});
const unknown: Answered = {
  status: 404,
  body: { data: [], meta: { message: 'messages.resource_not_found' } },
};

export async function startAiralo({ loose = false } = {}) {
  const trouble = makeTrouble();
  const sims = new Map<string, Sim>();
  const orders: Order[] = [];
  const own = digits();
  let token = 0;
  let ids = 71_000;
  const form = (value: number): unknown => (loose ? String(value) : value);

  const simShown = (sim: Sim) => ({
    id: form(sim.id),
    created_at: stamp(),
    iccid: sim.iccid,
    lpa: 'rsp.example.com',
    imsis: null,
    matching_id: sim.matching_id,
    confirmation_code: loose ? '4321' : null,
    qrcode: `LPA:1$rsp.example.com$${sim.matching_id}`,
    qrcode_url: 'https://sandbox.airalo.com/qr?expires=1&id=2',
    direct_apple_installation_url:
      'https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=x',
    airalo_code: null,
    apn_type: loose ? 'manual' : 'automatic',
    apn_value: loose ? 'internet' : null,
    apn: loose ? [] : { ios: {}, android: {} },
    is_roaming: true,
    msisdn: null,
  });

  function place(asked: Asked): Answered {
    const body = bodyOf(asked);
    const isTopup = asked.route.endsWith('/topups');
    const wanted = isTopup ? TOPUP : GUAY;
    if (body['package_id'] !== wanted.id)
      return {
        status: 422,
        body: {
          data: { package_id: 'The selected package is invalid.' },
          meta: { message: 'the parameter is invalid' },
        },
      };
    const id = ++ids;
    const order: Order = {
      id,
      code: `20261128-${id}`,
      currency: 'USD',
      package_id: wanted.id,
      quantity: loose ? '1' : 1,
      type: isTopup ? 'topup' : 'sim',
      description: String(body['description']),
      esim_type: 'Prepaid',
      validity: 7,
      package: 'Guay-1 GB - 7 Days',
      data: '1 GB',
      price: 3.6,
      text: null,
      voice: null,
      created_at: stamp(),
      installation_guides: { en: 'https://sandbox.airalo.com/installation-guide' },
      manual_installation: '<p></p>',
      qrcode_installation: '<p></p>',
      brand_settings_name: null,
    };
    let sim = sims.get(String(body['iccid']));
    if (!isTopup) {
      // Digits of 18, 19 and 20.
      const iccid = `8910${own}${String(id).padStart(8 + (id % 3), '0')}`;
      sim = { id: id + 10_000, iccid, matching_id: `K2-AB${id}`, entries: [] };
      sims.set(iccid, sim);
      order['sims'] = [simShown(sim)];
    }
    sim!.entries.push({ id: id + 500, soldAs: wanted.id, used: 0, activated: null });
    orders.unshift(order);
    return said(order);
  }

  const listed = (order: Order) => ({
    ...order,
    validity: '7',
    price: '3.60',
    status: { name: 'Completed', slug: 'completed' },
  });

  function list({ query }: Asked): Answered {
    const [from, to] = (query.get('filter[created_at]') ?? ' - ').split(' - ') as [string, string];
    const text = query.get('filter[description]') ?? '';
    const all = orders.filter(
      (one) =>
        one.description.includes(text) &&
        (from === '' || one.created_at.slice(0, 10) >= from) &&
        (to === '' || one.created_at.slice(0, 10) <= to),
    );
    const limit = Number(query.get('limit') ?? 25);
    const page = Number(query.get('page') ?? 1);
    const rows = all.slice((page - 1) * limit, page * limit).map(listed);
    // How a list of orders is wrapped the page does not show; pages of packages say `last_page`.
    if (loose) return said(page === 1 ? rows : { ...rows });
    const last_page = Math.max(1, Math.ceil(all.length / limit));
    const meta = { message: 'success', current_page: page, last_page, total: all.length };
    return { body: { data: page === 1 ? rows : { ...rows }, links: { next: null }, meta } };
  }

  const entryShown = ({ id, soldAs, used, activated }: Entry) => ({
    id,
    status: activated === null ? 'NOT_ACTIVE' : used >= 1024 ? 'FINISHED' : 'ACTIVE',
    remaining: form(Math.max(0, 1024 - Math.ceil(used))),
    activated_at: activated,
    expired_at: activated === null ? null : stamp(Date.parse(`${activated}Z`) + 7 * 86_400_000),
    finished_at: null,
    package: { ...TOPUP, id: soldAs, type: 'topup', is_unlimited: false, amount: form(1024) },
  });

  function answer(asked: Asked): Answered {
    const { route, headers } = asked;
    if (route === 'POST /token') return signIn(asked);
    if (headers.authorization !== `Bearer tok-${token}`)
      return {
        status: 401,
        body: { data: [], meta: { message: 'This action is unauthorized.' } },
      };
    if (route === 'GET /packages') return packages(asked, loose);
    if (route === 'POST /orders')
      return trouble.around(() => place(asked), noStock, { status: 502, body: HTML });
    if (route === 'GET /orders') return list(asked);
    if (route === 'GET /balance')
      return said({
        balances: {
          name: 'balance',
          availableBalance: { amount: loose ? '12.50' : 12.5, currency: 'USD' },
        },
      });
    if (route === 'POST /orders/topups')
      return sims.has(bodyOf(asked)['iccid']) ? place(asked) : unknown;
    const [iccid, what] = at(route, /^GET \/sims\/(\d+)(\/\w+)?$/) ?? [];
    const sim = sims.get(iccid ?? '');
    if (sim === undefined) return unknown;
    if (what === undefined) return said({ ...simShown(sim), recycled: false, recycled_at: null });
    if (what === '/topups')
      return said([{ ...TOPUP, type: 'topup', is_unlimited: false, title: '1 GB', voice: null }]);
    if (what === '/packages')
      return said(loose ? sim.entries.map(entryShown).reverse() : sim.entries.map(entryShown));
    return unknown;
  }

  function signIn(asked: Asked): Answered {
    const body = bodyOf(asked);
    if (body['client_id'] !== CLIENT.client_id)
      return {
        status: 422,
        body: {
          data: { client_id: 'The selected client_id is invalid' },
          meta: { message: 'invalid' },
        },
      };
    if (body['client_secret'] !== CLIENT.client_secret)
      return { status: 401, body: { data: [], meta: { message: 'Unauthorized' } } };
    token++;
    return said({ token_type: 'Bearer', expires_in: 31_622_400, access_token: `tok-${token}` });
  }

  return {
    ...(await serve('/v2', answer)),
    credentials: CLIENT,
    breakNext: trouble.breakNext,
    expireToken: () => void token++,
    countAll: (): number => orders.length,
    count: (reference: string) => orders.filter((one) => one.description === reference).length,
    use(iccid: string, bytes: number, packageAt = 0): void {
      const entry = sims.get(iccid)!.entries[packageAt]!;
      entry.used += bytes / 1_048_576;
      entry.activated ??= stamp();
    },
    /** As PHP writes it, slashes escaped, and signed. */
    lowData(iccid: string) {
      const said = {
        level: '75%',
        package_name: 'Hola 7/Days',
        remaining_percentage: 25,
        iccid,
      };
      const body = JSON.stringify(loose ? { data: said } : said).replaceAll('/', '\\/');
      const signature = createHmac('sha512', CLIENT.client_secret).update(body).digest('hex');
      return { headers: { 'airalo-signature': signature }, body };
    },
  };
}

const noStock = (): Answered => ({ status: 422, body: { code: 33, reason: 'not enough stock' } });

function packages({ query }: Asked, loose: boolean): Answered {
  const shared = { is_unlimited: false, is_fair_usage_policy: false, fair_usage_policy: null };
  const operator = (more: object) => ({
    id: 900,
    title: 'Guay',
    type: 'local',
    plan_type: 'data',
    activation_policy: 'first-usage',
    is_kyc_verify: false,
    rechargeability: true,
    install_window_days: null,
    apn: { ios: {}, android: {} },
    countries: [{ country_code: 'ES', title: 'Spain' }],
    coverages: [{ name: 'ES', code: 'ES', networks: [{ name: 'Uno', types: ['4G', '5G'] }] }],
    ...more,
  });
  const spain = {
    slug: 'spain',
    country_code: 'ES',
    title: 'Spain',
    operators: [
      operator({
        packages: [
          {
            ...GUAY,
            ...shared,
            type: 'sim',
            title: '1 GB - 7 Days',
            prices: { net_price: { USD: loose ? '3.60' : 3.6, EUR: 3.3 } },
          },
          { ...TOPUP, ...shared, type: 'topup', title: '1 GB - 7 Days' },
        ],
      }),
      operator({
        id: 901,
        title: 'Known',
        is_kyc_verify: true,
        packages: [{ ...GUAY, id: 'kyc-1gb', ...shared, type: 'sim', title: 'K' }],
      }),
    ],
  };
  const world = {
    slug: 'world',
    country_code: '',
    title: 'Discover',
    operators: [
      operator({
        title: 'Discover',
        type: 'global',
        activation_policy: 'installation',
        countries: [{ country_code: 'XK', title: 'Kosovo' }],
        coverages: [
          { name: 'Kosovo', code: 'XK', networks: [] },
          { name: 'fr', code: 'fr', networks: [] },
        ],
        packages: [
          {
            ...GUAY,
            id: 'all-7days',
            ...shared,
            is_unlimited: true,
            amount: loose ? 66_651 : 0,
            type: 'sim',
            title: 'Unlimited',
          },
        ],
      }),
    ],
  };
  const page = Number(query.get('page') ?? 1);
  return {
    body: {
      pricing: { model: 'net_pricing', discount_percentage: 0 },
      data: page === 1 ? [spain] : { 1000: world },
      links: { first: 'x', last: 'y', prev: null, next: page === 1 ? 'z' : null },
      meta: {
        message: 'success',
        current_page: page,
        last_page: loose ? '2' : 2,
        per_page: '1000',
      },
    },
  };
}
