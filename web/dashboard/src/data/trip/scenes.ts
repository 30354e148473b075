/** The steps of a trip: each a call or two, as a partner's server and a traveler make them. */
import { call } from '../client.ts';
import { consume, moveClock, onPhone } from '../sandbox.ts';
import type { EsimStatus, Phone, PhonePage, PhonePlan, SandboxClock } from '../types.ts';
import type { Facts, StepName, Trip } from './trip.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const DAYS_AHEAD = 10;
const DAYS_AWAY = 5;

type Scene = {
  name: StepName;
  /** what has to be told of it, whatever the partner's settings are */
  expects: readonly string[];
  play(path: string, trip: Trip): Promise<Partial<Facts>>;
  /** as it stands at the server, whoever has done it */
  isDone(stand: Stand): boolean;
};

/** How a trip stands: its times are the partner's, in milliseconds. */
export type Stand = { now: number; departure: number; phone?: Phone; plan?: PhonePlan };

/** `percent` of the plan, so that all steps together use it to the last byte, of which `sum` are used then. */
const using = (percent: number, sum: number): Pick<Scene, 'play' | 'isDone'> => ({
  async play(path, trip) {
    const { iccid, packageId } = trip.facts;
    await consume(path, iccid!, { percent, package_id: packageId! });
    return {};
  },
  isDone: ({ plan }) =>
    plan !== undefined && plan.used_bytes * 100 >= (plan.total_bytes ?? Infinity) * sum,
});

const CUTOFF_MS = -HOUR_MS;
const LANDED_MS = 4 * HOUR_MS;
const isAt = ({ now, departure }: Stand, ms: number): boolean => now >= departure + ms;
const isOne = ({ phone }: Stand, ...states: EsimStatus[]): boolean =>
  phone !== undefined && states.includes(phone.status);

export const SCENES: readonly Scene[] = [
  { name: 'book', expects: ['booking.created'], play: book, isDone: () => true },
  {
    name: 'redeem',
    expects: ['package.provisioned'],
    play: redeem,
    isDone: ({ plan }) => plan !== undefined,
  },
  {
    name: 'cutoff',
    expects: [],
    play: (path, { facts }) => clockTo(path, facts.departure!.getTime() + CUTOFF_MS),
    isDone: (stand) => isAt(stand, CUTOFF_MS),
  },
  {
    name: 'install',
    expects: ['esim.installed'],
    async play(path, { facts }) {
      await onPhone(path, facts.iccid!, 'install');
      return {};
    },
    isDone: (stand) => isOne(stand, 'INSTALLED', 'ENABLED', 'DISABLED', 'DELETED'),
  },
  {
    name: 'depart',
    expects: ['esim.enabled'],
    async play(path, { facts }) {
      await clockTo(path, facts.departure!.getTime() + LANDED_MS);
      await onPhone(path, facts.iccid!, 'enable');
      return {};
    },
    isDone: (stand) => isAt(stand, LANDED_MS) && isOne(stand, 'ENABLED', 'DISABLED', 'DELETED'),
  },
  {
    name: 'firstBytes',
    expects: ['package.activated', 'package.usage.20_percent'],
    ...using(25, 25),
  },
  { name: 'half', expects: ['package.usage.50_percent'], ...using(30, 55) },
  { name: 'most', expects: ['package.usage.80_percent'], ...using(30, 85) },
  { name: 'lastByte', expects: ['package.usage.100_percent'], ...using(15, 100) },
  {
    name: 'home',
    expects: ['esim.removed'],
    async play(path, { facts }) {
      await clockTo(path, facts.departure!.getTime() + DAYS_AWAY * DAY_MS);
      await onPhone(path, facts.iccid!, 'remove');
      return {};
    },
    isDone: (stand) => isOne(stand, 'DELETED'),
  },
];

/** Its booking's reference is this and its traveler. */
export const REFERENCE = 'TRIP-';

type Booked = { id: string; package_queues: { id: string }[] };

async function book(path: string, { user, destination }: Trip): Promise<Partial<Facts>> {
  const { now } = await call<SandboxClock>('GET', `${path}/sandbox/clock`);
  const departure = new Date(
    Math.ceil((Date.parse(now) + DAYS_AHEAD * DAY_MS) / HOUR_MS) * HOUR_MS,
  );
  const email = `${user}@traveler.example`;
  // The same trip again, after an answer that was lost, is the same booking.
  const { id, package_queues: queues } = await call<Booked>('POST', `${path}/bookings`, {
    booking_id: REFERENCE + user,
    departure_date: departure.toISOString(),
    return_date: new Date(departure.getTime() + DAYS_AWAY * DAY_MS).toISOString(),
    email,
    communication_options: { should_send_message: true, channels: ['EMAIL'] },
    package_specifications: [{ external_user_id: user, email, destination, size: '1GB' }],
  });
  const queueId = queues[0]!.id;
  return { departure, bookingId: id, queueId, subjects: [id, queueId] };
}

/** What was redeemed by a call whose answer was lost is found where it is. */
async function redeem(path: string, trip: Trip): Promise<Partial<Facts>> {
  const { queueId, subjects } = trip.facts;
  const found = await onPhones(path, queueId!);
  if (found === undefined)
    await call('POST', `${path}/native/redeem-package`, {
      external_user_id: trip.user,
      package_queue_id: queueId,
    });
  const { phone, plan } = found ?? (await onPhones(path, queueId!))!;
  return {
    iccid: phone.iccid,
    packageId: plan.id,
    subjects: [...subjects, phone.id, plan.id],
  };
}

export async function onPhones(path: string, queueId: string) {
  const { esims } = await call<PhonePage>('GET', `${path}/sandbox/esims?limit=50`);
  return esims
    .flatMap((phone) => phone.packages.map((plan) => ({ phone, plan })))
    .find(({ plan }) => plan.package_queue_id === queueId);
}

/** Forward only: whoever moved it further meanwhile is there already. */
async function clockTo(path: string, at: number): Promise<Partial<Facts>> {
  const { now } = await call<SandboxClock>('GET', `${path}/sandbox/clock`);
  if (Date.parse(now) < at) await moveClock(path, { now: new Date(at).toISOString() });
  return {};
}
