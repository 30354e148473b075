/**
 * Scenes of the demo on the way: departure triggers, installation, usage to the last byte, top-up,
 * expiry.
 */
import { subjectOf } from '../feed.ts';
import { after, before, clockTo, type Clock } from './clock.ts';
import {
  dashboard,
  gigabytes,
  must,
  type Esim,
  type Package,
  type Queue,
  type Stage,
} from './stage.ts';

const CUTOFF_HOURS = 7 * 24;
const ABOUT_TO_DEPART_HOURS = 2;

export async function comeToDepart(stage: Stage, clock: Clock): Promise<void> {
  const { screen, beside } = stage;
  screen.title('Seven days before, and two hours before');
  await clockTo(stage, before(clock.departure, CUTOFF_HOURS), 'seven days before the departure');
  await beside.expect('booking.within_cutoff');
  screen.note('It says esim_installed: false, so this is the day to remind the traveler.');
  await clockTo(stage, before(clock.departure, ABOUT_TO_DEPART_HOURS), 'two hours before');
  await beside.expect('booking.about_to_depart');
}

export async function install(stage: Stage, { iccid }: Esim): Promise<void> {
  const { screen, hubby, beside } = stage;
  screen.title('The traveler installs the eSIM and switches it on');
  await hubby.sandboxEsimInstall({ iccid });
  await hubby.sandboxEsimEnable({ iccid });
  screen.done(
    `the telco reports it, the dashboard says ${(await dashboard(stage)).current_esim!.status}`,
  );
  await beside.expect('esim.installed', 'esim.enabled');
}

/** Percent of the package used in each step, and what has to be told of it. */
const USAGE: [percent: number, events: string[]][] = [
  [25, ['package.activated', 'package.usage.20_percent']],
  [30, ['package.usage.50_percent']],
  [30, ['package.usage.80_percent']],
  [15, ['package.usage.100_percent']],
];

export async function useUp(
  stage: Stage,
  clock: Clock,
  { iccid }: Esim,
  queue: Queue,
): Promise<void> {
  const { screen, hubby, beside } = stage;
  screen.title(`Data is used in ${queue.destination}`);
  await clockTo(stage, after(clock.departure, 4), 'landed');
  let used = 0;
  for (const [percent, events] of USAGE) {
    await hubby.sandboxEsimConsume({ iccid, body: { percent, country: 'GR' } });
    const { total_bytes, used_bytes } = await packageOf(stage, queue);
    const [total, left] = [total_bytes!, total_bytes! - used_bytes];
    screen.done(`${(used += percent)} %: ${gigabytes(left)} left of ${gigabytes(total)}`);
    await beside.expect(...events);
  }
  const { status } = await packageOf(stage, queue);
  must(status === 'DEPLETED', `the package is ${status}`);
  screen.done(`${queue.destination} is ${status}; the packages of other countries are untouched`);
}

export async function topUp(stage: Stage, { iccid }: Esim): Promise<void> {
  const { screen, hubby, user, beside } = stage;
  screen.title('Top-up: 3 GB more in one call');
  const { booking, current_esim } = await hubby.topUp({
    body: { external_user_id: user, size: '3GB', destination: 'GR' },
  });
  beside.owns(booking.id);
  must(current_esim?.iccid === iccid, 'the top-up went to another eSIM');
  screen.done(
    `${gigabytes(current_esim!.data_left)} left on the same eSIM; the traveler installs nothing again`,
  );
  await beside.expect('booking.created', 'package.provisioned');
  await hubby.sandboxEsimConsume({ iccid, body: { percent: 10, country: 'GR' } });
  screen.done('10 % of it used');
  await beside.expect('package.activated');
}

export async function comeHome(stage: Stage, queue: Queue): Promise<void> {
  const { screen, beside } = stage;
  screen.title('Home again, and the week is over');
  const { expires_at } = await packageOf(stage, queue);
  must(expires_at !== null, 'a package that was used does not expire');
  await clockTo(stage, after(new Date(expires_at!), 1), 'an hour past the expiry');
  await beside.expect('package.expired');
  const { status } = await packageOf(stage, queue);
  must(status === 'EXPIRED', `the package is ${status}`);
  screen.done(`${queue.destination} is ${status}; the top-up is good for a year`);
}

async function packageOf(stage: Stage, queue: Queue): Promise<Package> {
  const found = (await dashboard(stage)).current_esim_packages.find(
    (k) => k.package_queue_id === queue.id,
  );
  must(found !== undefined, `${queue.destination} is not on the eSIM`);
  return found!;
}

/** Every event of the trip, each id once. */
export async function listEvents(stage: Stage): Promise<void> {
  const { screen, beside } = stage;
  screen.title('Every event of this trip, as the feed gave it');
  const events = await beside.all();
  const ids = new Set(events.map((e) => e.event_id));
  for (const event of events)
    screen.item(`${event.event_id}  ${event.event.padEnd(26)} ${subjectOf(event)}`);
  const once = events
    .filter((e) => /^(package\.(usage|expired)|booking\.(within|about))/.test(e.event))
    .map((e) => e.event);
  must(ids.size === events.length, `${events.length - ids.size} events came twice`);
  must(
    new Set(once).size === once.length,
    `a threshold or trigger fired twice: ${once.join(', ')}`,
  );
  screen.done(`${events.length} events, ${ids.size} ids: each once`);
}
