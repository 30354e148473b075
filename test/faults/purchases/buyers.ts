/** Travelers who buy, each in one of the ways in which a payment can go. They ask until they are answered. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { IN_A_YEAR } from '../../support/in-a-year.ts';
import type { Reply } from '../processes.ts';
import type { Shop, Speak } from './shop.ts';

export type Chance = { random(): number; pick<T>(of: readonly T[]): T };

/** The pay page's buttons; and what people do besides. */
export const WAYS = [
  'pay',
  'before',
  'late',
  'twice',
  'never',
  'later_paid',
  'later_failed',
  'reordered',
  'dispute',
  /** declined, and paid with another card */
  'decline',
  /** nobody pays */
  'close',
  /** the same checkout in two tabs, both pressed */
  'two_tabs',
  /** paid, and the money asked back while the package is made */
  'refund_race',
  /** paid, and given back at the pay desk while the package is made */
  'refund_there',
] as const;
export type Way = (typeof WAYS)[number];
export type Bought = { id: string; url: string; way: Way };

const FAULTS = ['timeout', 'timeout_before', 'error', 'out_of_stock'];
const PLACES = ['GRC', 'ESP', 'ITA'];

export type Buyers = {
  bought: readonly Bought[];
  /** answers that should not have come */
  wrong: readonly string[];
  /** Somebody new buys as often, one after the other. */
  shopping(times: number): Promise<void>;
};

export function makeBuyers(shop: Shop, chance: Chance, ways: () => Way): Buyers {
  const bought: Bought[] = [];
  const wrong: string[] = [];
  const ask = async (
    speak: () => Speak,
    request: Parameters<Speak>,
    isGood: (reply: Reply) => boolean,
  ): Promise<Reply> => {
    for (;;) {
      const reply = await speak()(...request);
      if (reply !== null && isGood(reply)) return reply;
      const isTrouble = reply !== null && reply.status !== 503 && reply.status !== 409;
      if (isTrouble)
        wrong.push(
          `${request.slice(0, 2).join(' ')}: ${reply.status} ${JSON.stringify(reply.body)}`,
        );
      if (wrong.length > 20) throw new Error(wrong.join('\n'));
      await sleep(100);
    }
  };
  const isDone = ({ status }: Reply): boolean => status >= 200 && status < 300;

  /** A traveler of a booking, with an open session. */
  async function enter(): Promise<Speak> {
    const user = `buyer-${randomUUID()}`;
    const partner = () => shop.as(shop.arena.key);
    const booking = {
      departure_date: IN_A_YEAR,
      booking_id: `trip-${user}`,
      package_specifications: [{ external_user_id: user, destination: 'GR', size: '1GB' }],
    };
    await ask(partner, ['POST', '/api/bookings', booking], isDone);
    for (;;) {
      const created = await ask(
        partner,
        ['POST', '/api/redirect-tokens/create', { external_user_id: user }],
        isDone,
      );
      const { redirect_token } = created.body.data;
      // One whose answer was lost is used up: then another is made.
      const opened = await shop.as(null)('POST', '/api/webapp/auth/exchange', { redirect_token });
      if (opened?.status === 200) return shop.as(opened.body.data.session_token);
    }
  }

  async function buy(speak: Speak): Promise<void> {
    const way = ways();
    const headers = { 'idempotency-key': randomUUID() };
    const iso3 = chance.pick(PLACES);
    const offers = await ask(() => speak, ['GET', `/api/webapp/me/store?iso3=${iso3}`], isDone);
    const { package_id } = chance.pick<{ package_id: string }>(
      offers.body.data.destinations[0].offers,
    );
    const body = { package_id, return_to: `store/${iso3}` };
    const checkout = (): Promise<Reply> =>
      ask(() => speak, ['POST', '/api/webapp/me/checkout', body, headers], isDone);
    const tabs = way === 'two_tabs' ? [checkout(), checkout()] : [checkout()];
    const made = (await Promise.all(tabs)).map((reply) => reply.body.data);
    const { purchase_id: id, checkout_url: url } = made[0];
    if (made.some((one) => one.purchase_id !== id || one.checkout_url !== url))
      wrong.push(`two tabs are two purchases: ${JSON.stringify(made)}`);
    bought.push({ id, url, way });
    if (chance.random() < 0.3)
      await shop.as(shop.arena.key)('POST', '/api/sandbox/fail', {
        next: chance.pick(FAULTS),
        count: 1,
      });
    await pay({ id, url, way }, speak);
  }

  async function pay({ id, url, way }: Bought, speak: Speak): Promise<void> {
    const [first, ...others]: readonly string[] = PRESSED[way];
    if (first === undefined) return;
    if (way === 'two_tabs') await Promise.all([press(url, first), press(url, first)]);
    else await press(url, first);
    for (const how of others) await press(url, how);
    if (way !== 'refund_race') return;
    const body = { reason: 'I bought it by mistake.' };
    // Before it is known to be paid there is nothing to give back.
    await ask(() => speak, ['POST', `/api/webapp/me/purchases/${id}/refund-request`, body], isDone);
  }

  return {
    bought,
    wrong,
    async shopping(times) {
      const speak = await enter();
      for (let n = 0; n < times; n++) await buy(speak);
    },
  };
}

const PRESSED: Readonly<Record<Way, readonly string[]>> = {
  pay: ['pay'],
  before: ['before'],
  late: ['late'],
  twice: ['twice'],
  never: ['never'],
  later_paid: ['later_paid'],
  later_failed: ['later_failed'],
  reordered: ['reordered'],
  dispute: ['dispute'],
  decline: ['decline', 'pay'],
  close: [],
  two_tabs: ['pay'],
  refund_race: ['pay'],
  refund_there: ['pay', 'refund'],
};

/** Until the page answers; a page that was paid already only shows itself. */
async function press(url: string, how: string): Promise<void> {
  for (;;) {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ how }),
      signal: AbortSignal.timeout(15_000),
    }).catch(() => null);
    await response?.arrayBuffer().catch(() => null);
    if (response !== null && response.status < 500) return;
    await sleep(100);
  }
}
