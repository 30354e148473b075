/** The steps of a trip: each a call or two, as a partner's server and a traveler make them. */
import { call } from '../client.ts';
import { consume, moveClock, onPhone } from '../sandbox.ts';
import type { PhonePage, SandboxClock } from '../types.ts';
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
};

/** `percent` of the plan, so that all steps together use it to the last byte. */
const using = (percent: number) => async (path: string, trip: Trip) => {
  const { iccid, packageId } = trip.facts;
  await consume(path, iccid!, { percent, package_id: packageId! });
  return {};
};

export const SCENES: readonly Scene[] = [
  { name: 'book', expects: ['booking.created'], play: book },
  { name: 'redeem', expects: ['package.provisioned'], play: redeem },
  {
    name: 'cutoff',
    expects: [],
    play: (path, { facts }) => clockTo(path, facts.departure!.getTime() - HOUR_MS),
  },
  {
    name: 'install',
    expects: ['esim.installed'],
    async play(path, { facts }) {
      await onPhone(path, facts.iccid!, 'install');
      return {};
    },
  },
  {
    name: 'depart',
    expects: ['esim.enabled'],
    async play(path, { facts }) {
      await clockTo(path, facts.departure!.getTime() + 4 * HOUR_MS);
      await onPhone(path, facts.iccid!, 'enable');
      return {};
    },
  },
  {
    name: 'firstBytes',
    expects: ['package.activated', 'package.usage.20_percent'],
    play: using(25),
  },
  { name: 'half', expects: ['package.usage.50_percent'], play: using(30) },
  { name: 'most', expects: ['package.usage.80_percent'], play: using(30) },
  { name: 'lastByte', expects: ['package.usage.100_percent'], play: using(15) },
  {
    name: 'home',
    expects: ['esim.removed'],
    async play(path, { facts }) {
      await clockTo(path, facts.departure!.getTime() + DAYS_AWAY * DAY_MS);
      await onPhone(path, facts.iccid!, 'remove');
      return {};
    },
  },
];

type Booked = { id: string; package_queues: { id: string }[] };

async function book(path: string, { user, destination }: Trip): Promise<Partial<Facts>> {
  const { now } = await call<SandboxClock>('GET', `${path}/sandbox/clock`);
  const departure = new Date(
    Math.ceil((Date.parse(now) + DAYS_AHEAD * DAY_MS) / HOUR_MS) * HOUR_MS,
  );
  const email = `${user}@traveler.example`;
  // The same trip again, after an answer that was lost, is the same booking.
  const { id, package_queues: queues } = await call<Booked>('POST', `${path}/bookings`, {
    booking_id: `TRIP-${user}`,
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

async function onPhones(path: string, queueId: string) {
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
