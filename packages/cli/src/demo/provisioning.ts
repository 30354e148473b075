/**
 * Scenes of the demo before the trip: booking, eSIM, redemption, and a telco that fails in the
 * worst moment.
 */
import { HubbyError } from '@hubby/sdk';
import { amountText } from '../print.ts';
import type { Clock } from './clock.ts';
import {
  dashboard,
  gigabytes,
  ledger,
  must,
  redeem,
  type Booking,
  type Esim,
  type Queue,
  type Stage,
} from './stage.ts';

const ESIM_WAIT_MS = 20_000;
const FINISH_WAIT_MS = 40_000;

/** Only staging has a sandbox telco, so the first question is for its ledger. */
export async function meetServer(stage: Stage): Promise<void> {
  const { screen } = stage;
  screen.title('Server');
  try {
    await ledger(stage);
  } catch (error) {
    const type = error instanceof HubbyError ? error.type : undefined;
    if (type === 'not_found' || type === 'api_key_wrong_environment')
      throw new Error(
        `${stage.url} is not a staging server with these credentials; the demo runs on staging only, since it books and breaks things.`,
      );
    throw error;
  }
  const { bundles } = await stage.hubby.getDestination({ id: 'GR' });
  const week = bundles.find(
    (b) => b.type === 'data-limited' && b.size === '1GB' && b.duration_in_days === 7,
  );
  must(
    week !== undefined,
    'Greece has no bundle of 1 GB for 7 days; the demo needs the shipped catalog',
  );
  screen.done(`${stage.url}  staging, requests signed with HMAC-SHA256`);
  screen.done(
    `Greece has ${bundles.length} bundles on sale; 1 GB for a week: ${amountText(week!.b2b_price, week!.currency)} ${week!.currency} net, ${amountText(week!.b2c_price, week!.currency)} recommended`,
  );
  await stage.beside.open();
}

/**
 * One booking, two entries: a single country, and four countries that Hubby covers with as few
 * bundles as possible.
 */
export async function book(stage: Stage, clock: Clock): Promise<Booking> {
  const { screen, user, hubby, beside } = stage;
  screen.title(`Booking for traveler ${user}`);
  const body = {
    departure_date: clock.departure.toISOString(),
    return_date: clock.return.toISOString(),
    booking_id: `TRIP-${user}`,
    package_specifications: [
      { external_user_id: user, destination: 'GR', size: '1GB', package_duration: 7 },
      { external_user_id: user, destination: ['US', 'CA', 'MX', 'CU'], size: '1GB' },
    ],
  };
  const booking = await hubby.createBooking({ body });
  beside.owns(booking.id);
  screen.done(`${booking.id}, departing ${body.departure_date.slice(0, 16).replace('T', ' ')} UTC`);
  booking.package_queues.forEach((queue, i) => {
    const covers = queue.covers === undefined ? '' : `  covers ${queue.covers.join(' ')}`;
    screen.item(`${booking.package_specifications[i]!.package_id}  ${queue.destination}${covers}`);
  });
  await beside.expect('booking.created');
  const again = await hubby.createBooking({ body });
  const isSame =
    again.id === booking.id && again.package_queues.length === booking.package_queues.length;
  must(
    isSame,
    `the same request made booking ${again.id} with ${again.package_queues.length} packages beside ${booking.id}`,
  );
  must(
    booking.package_queues.length >= 3,
    'this catalog covers the four countries in one bundle; the demo needs the shipped catalog',
  );
  screen.done('Sent once more, as after a lost answer: the same booking, nothing doubled');
  return booking;
}

export async function waitForEsim(stage: Stage): Promise<Esim> {
  const { screen, beside } = stage;
  screen.title('eSIM, made in the background right after the booking');
  const seen = await screen.wait(
    'waiting for the telco',
    ESIM_WAIT_MS,
    async () => (await dashboard(stage)).current_esim,
  );
  if (seen === null)
    throw new Error(
      `No eSIM after ${ESIM_WAIT_MS / 1000} s. Is a worker running (hubby work), and is the setting esim_assignment "booking"?`,
    );
  const { value: esim, ms } = seen;
  beside.owns(esim.iccid);
  screen.done(
    `ready after ${(ms / 1000).toFixed(1)} s, status ${esim.status}, by ${esim.provider}`,
  );
  screen.item(`ICCID       ${esim.iccid}`);
  screen.item(`activation  ${esim.qr}`);
  screen.note('That text is what the QR code of an installation screen holds.');
  return esim;
}

export async function redeemFirst(stage: Stage, queue: Queue, esim: Esim): Promise<void> {
  stage.screen.title(`Redeem ${queue.destination}`);
  const { current_esim } = await redeem(stage, queue);
  must(current_esim?.iccid === esim.iccid, 'the package went to another eSIM');
  stage.screen.done(`${gigabytes(current_esim!.data_left)} on eSIM ${current_esim!.iccid}`);
  await stage.beside.expect('package.provisioned');
}

/** The worst case of provisioning: the telco has done it, and its answer never comes. */
export async function surviveTimeout(stage: Stage, queue: Queue): Promise<void> {
  const { screen, hubby } = stage;
  screen.title(`The telco goes silent while ${queue.destination} is redeemed`);
  await hubby.sandboxFail({ body: { next: 'timeout', count: 1 } });
  try {
    const answer = await redeem(stage, queue).then(
      () => null,
      (error: unknown) => error,
    );
    if (answer !== null && !(answer instanceof HubbyError && answer.status === 503)) throw answer;
    if (answer instanceof HubbyError)
      screen.done(
        `the caller is told the truth: ${answer.status} ${answer.type}. ${answer.reason}`,
      );
    const isRedeemed = async (): Promise<true | null> =>
      (await dashboard(stage)).package_queues.some(
        (q) => q.id === queue.id && q.redeemed_at !== null,
      )
        ? true
        : null;
    const seen = await screen.wait(
      'Hubby looks the order up by its reference',
      FINISH_WAIT_MS,
      isRedeemed,
    );
    if (seen === null)
      throw new Error(
        `The redemption did not finish within ${FINISH_WAIT_MS / 1000} s. Is a worker running (hubby work)?`,
      );
    screen.done(
      `finished by itself ${(seen.ms / 1000).toFixed(1)} s later, by look-up: nothing was sent twice`,
    );
    await stage.beside.expect('package.provisioned');
  } finally {
    await hubby.sandboxFail({ body: { next: 'timeout', count: 0 } }).catch(() => {});
  }
}

export async function tapFiveTimes(stage: Stage, queue: Queue): Promise<void> {
  stage.screen.title(`Five impatient taps on "redeem ${queue.destination}" at once`);
  const results = await Promise.all(
    Array.from({ length: 5 }, () => redeem(stage, queue).then(() => 'redeemed', typeOf)),
  );
  const redeemed = results.filter((r) => r === 'redeemed').length;
  must(redeemed === 1, `${redeemed} of five calls redeemed: ${results.join(', ')}`);
  stage.screen.done(
    `one is redeemed, four are refused (${[...new Set(results)].filter((r) => r !== 'redeemed').join(', ')})`,
  );
  await stage.beside.expect('package.provisioned');
}

const typeOf = (error: unknown): string => {
  if (error instanceof HubbyError) return error.type === '' ? String(error.status) : error.type;
  throw error;
};
