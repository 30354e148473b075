/** Scenes of a trip on a supplier's data. */
import type { Shop } from './shop.ts';
import {
  dashboard,
  gigabytes,
  must,
  redeem,
  type Package,
  type Queue,
  type Stage,
} from './stage.ts';

const WAIT_MS = 60_000;
/** Beyond the threshold of 80 %. */
const USED_SHARE = 0.85;

export async function bookThere(stage: Stage, { bundle }: Shop): Promise<Queue[]> {
  const { screen, user, hubby, beside } = stage;
  screen.title(`Booking for traveler ${user}`);
  const one = { external_user_id: user, package_id: bundle };
  const booking = await hubby.createBooking({
    body: {
      departure_date: new Date(Date.now() + 10 * 86_400_000).toISOString(),
      package_specifications: [one, one],
    },
  });
  beside.owns(booking.id);
  screen.done(`${booking.id}: twice ${bundle}`);
  await beside.expect('booking.created');
  return booking.package_queues;
}

/** Redeems; what the supplier works off later is waited for. Answers the ICCID. */
export async function redeemOne(stage: Stage, queue: Queue, onto?: string): Promise<string> {
  const { screen, beside } = stage;
  screen.title(onto === undefined ? 'Redeem the first package' : 'Redeem the second package');
  await redeem(stage, queue).catch((error: { status?: number }) => {
    if (error.status !== 503) throw error;
    screen.note('the supplier takes its time; it finishes by itself');
  });
  const found = await screen.wait('waiting for the supplier', WAIT_MS, async () => {
    const { current_esim, current_esim_packages: packages } = await dashboard(stage);
    return packages.some((one) => one.package_queue_id === queue.id) ? current_esim : null;
  });
  if (found === null) throw new Error(`Nothing was provisioned after ${WAIT_MS / 1000} s.`);
  const { iccid, qr } = found.value;
  must(onto === undefined || iccid === onto, 'it went onto another eSIM');
  beside.owns(iccid);
  screen.done(
    onto === undefined ? `the eSIM came with it: ${iccid}` : `onto the same eSIM, ${iccid}`,
  );
  if (onto === undefined) screen.item(`activation  ${qr}`);
  await beside.expect('package.provisioned');
  return iccid;
}

export async function installAndUse(
  stage: Stage,
  { supplier, operator }: Shop,
  iccid: string,
  queue: Queue,
): Promise<void> {
  const { screen, beside } = stage;
  screen.title('The eSIM is installed, and data is used');
  const { total_bytes: total } = await packageOf(stage, queue);
  await supplier.desk.install(iccid);
  supplier.desk.use(iccid, Math.round(total! * USED_SHARE));
  screen.done(`85 % of ${gigabytes(total!)} are used, which only the supplier knows`);
  await operator('POST', `/esims/${iccid}/ask`);
  const seen = await screen.wait('Hubby asks the supplier', WAIT_MS, async () => {
    const { used_bytes } = await packageOf(stage, queue);
    return used_bytes > 0 ? used_bytes : null;
  });
  if (seen === null) throw new Error('Hubby was not told of the usage. Is a worker running?');
  screen.done(`the dashboard says ${gigabytes(total! - seen.value)} are left`);
  await beside.expect(
    'package.activated',
    ...[20, 50, 80].map((percent) => `package.usage.${percent}_percent`),
  );
}

export async function topUpThere(stage: Stage, iccid: string): Promise<void> {
  const { screen, user, hubby, beside } = stage;
  screen.title('Top-up in one call');
  const { booking, current_esim } = await hubby.topUp({
    body: { external_user_id: user, size: '1GB', destination: 'ES' },
  });
  beside.owns(booking.id);
  must(current_esim?.iccid === iccid, 'the top-up went to another eSIM');
  screen.done(`${gigabytes(current_esim!.data_left)} are on eSIM ${iccid}`);
  await beside.expect('booking.created', 'package.provisioned');
}

async function packageOf(stage: Stage, queue: Queue): Promise<Package> {
  const { current_esim_packages: all } = await dashboard(stage);
  const found = all.find((one) => one.package_queue_id === queue.id);
  must(found !== undefined, 'the package is not on the eSIM');
  return found!;
}
