/**
 * The works set beside the bare signed select: what travelers' apps and browsers ask for. They
 * print where their time goes; a half is the goal where no telco is asked.
 */
import { call } from './call.ts';
import type { HttpSize, Work } from './http.ts';
import type { Target } from './round.ts';
import { DEPARTURE, type Stage } from './stage.ts';

const CPU_GOAL = 0.5;
const CODES_PER_BOOKING = 500;
/** What 32 visitors can claim in a second: each waits for 80 ms, hit or miss. */
const CLAIMS_PER_SECOND = 400;
const SHOWN_LINKS = 500;
const BESIDE = 'limit: that of the dashboard';

const bareSelect = (stage: Stage, origin: string): Target => ({
  origin,
  method: 'GET',
  paths: stage.shown.map((user) => `/api/native/user-dashboard?external_user_id=${user}`),
  bodies: null,
  auth: { key: stage.key },
  status: 200,
});

/** Links of fresh promo codes that nobody has claimed. */
async function claimLinks(stage: Stage, product: string, count: number): Promise<string[]> {
  const name = `links-${Date.now()}`;
  for (let i = 0; i < count; i += CODES_PER_BOOKING)
    await call(product, stage.key, 'POST', '/api/bookings', {
      booking_id: `${name}-${i}`,
      departure_date: DEPARTURE,
      package_specifications: Array.from(
        { length: Math.min(CODES_PER_BOOKING, count - i) },
        () => ({ destination: 'GR', size: '1GB' }),
      ),
    });
  const rows = await stage.sql<{ uuid: string }>(
    `select c.uuid from promo_codes c
     join package_queues q on q.partner_id = c.partner_id and q.id = c.queue_id
     join bookings b on b.partner_id = q.partner_id and b.id = q.booking_id
     where c.partner_id = $1 and b.booking_id like $2`,
    [stage.partnerId, `${name}-%`],
  );
  if (rows.length !== count)
    throw new Error(`${count} promo codes were booked, the database has ${rows.length} links`);
  await stage.sql('vacuum analyze');
  return rows.map(({ uuid }) => uuid);
}

const claimsIn = ({ rounds, seconds }: HttpSize): number =>
  (rounds + 1) * Math.ceil(seconds * CLAIMS_PER_SECOND);

export const READ_WORKS = {
  claim: {
    limit: 'dashboard',
    note: `a promo code is claimed by its link, from an address each; an answer takes 80 ms, whatever it is, so only the processor time says something; ${BESIDE}`,
    goal: null,
    cpuGoal: CPU_GOAL,
    env: { HUBBY_TRUSTED_PROXIES: '127.0.0.1' },
    targets: async (stage, product, limit, size) => {
      const links = await claimLinks(stage, product, claimsIn(size));
      return {
        product: {
          origin: product,
          method: 'POST',
          paths: links.map((uuid) => `/api/promo-codes/claim/${uuid}`),
          bodies: ['{"email":"{unique}@example.com"}'],
          auth: null,
          status: 200,
          once: true,
          fromEach: true,
        },
        limit: bareSelect(stage, limit),
      };
    },
  },
  'claim-page': {
    limit: 'dashboard',
    note: `the page of a claim link that was opened before; ${BESIDE}`,
    goal: null,
    cpuGoal: CPU_GOAL,
    targets: async (stage, product, limit) => {
      const links = await claimLinks(stage, product, SHOWN_LINKS);
      const [partner] = await stage.sql<{ slug: string }>(
        'select slug from partners where id = $1',
        [stage.partnerId],
      );
      return {
        product: {
          origin: product,
          method: 'GET',
          paths: links.map((uuid) => `/free-esim/${partner!.slug}?uuid=${uuid}`),
          bodies: null,
          auth: null,
          status: 200,
        },
        limit: bareSelect(stage, limit),
      };
    },
  },
  instructions: {
    limit: 'dashboard',
    note: `how to install an eSIM, as HTML with its QR code; ${BESIDE}`,
    goal: null,
    cpuGoal: CPU_GOAL,
    targets: (stage, product, limit) => ({
      product: {
        origin: product,
        method: 'POST',
        paths: ['/api/native/instructions'],
        bodies: stage.shown.map((external_user_id) =>
          JSON.stringify({
            format: 'html',
            external_user_id,
            device_name: 'Google Pixel 10',
            phone_os: 'android',
            os_version: '15',
            locale: 'de',
          }),
        ),
        auth: { key: stage.key },
        status: 200,
      },
      limit: bareSelect(stage, limit),
    }),
  },
  catalog: {
    limit: 'dashboard',
    note: `all destinations with their prices, asked by a client that keeps no copy; ${BESIDE}`,
    goal: null,
    cpuGoal: CPU_GOAL,
    targets: (stage, product, limit) => ({
      product: {
        origin: product,
        method: 'GET',
        paths: ['/api/destinations'],
        bodies: null,
        auth: { key: stage.key },
        status: 200,
      },
      limit: bareSelect(stage, limit),
    }),
  },
} as const satisfies Record<string, Work>;
