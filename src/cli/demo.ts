/**
 * `hubby demo`: plays the journey against a running staging server as a partner would, over HTTP only, and compares at
 * the end what Hubby says with the telco's own ledger. Throws when the two do not agree.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, baseUrl, partnerCall, type ServerOptions } from './client.ts';

const ESIM_WAIT_MS = 20_000;
const FINISH_WAIT_MS = 40_000;
const GB = 1_073_741_824;

type Queue = { id: string; uuid: string; destination: string | null; iso3: string | null; covers?: string[]; redeemed_at?: string | null };
type Booking = { id: string; package_specifications: { package_id: string; size: string; package_duration: number }[]; package_queues: Queue[] };
type Esim = { iccid: string; qr: string; provider: string; status: string; total_data: number; data_left: number };
type Dashboard = { package_queues: Queue[]; current_esim: Esim | null; current_esim_packages: { total_bytes: number }[]; partner: { id: string; name: string } };
type Bundle = { type: string; size: string; duration_in_days: number; b2b_price: number; b2c_price: number; currency: string };
type Ledger = {
  orders: { order: { reference: string; kind: string; profile: { iccid: string } } }[];
  calls: { reference: string; kind: string; outcome: string; fault: string | null }[];
  complete: boolean;
};

/** What every step needs: one traveler of one partner on one server. */
type Stage = { screen: Screen; url: string; user: string; call<T>(method: string, path: string, body?: unknown): Promise<T> };

export async function demo(options: ServerOptions): Promise<void> {
  const stage = makeStage(options);
  await meetServer(stage);
  const { booking, rest } = await book(stage);
  const esim = await waitForEsim(stage);
  await redeemFirst(stage, booking.package_queues[0]!, esim);
  await topUp(stage);
  await surviveTimeout(stage, rest[0]!);
  await tapFiveTimes(stage, rest[1]!);
  await compareWithLedger(stage);
  nextSteps(stage);
}

function makeStage(options: ServerOptions): Stage {
  const url = baseUrl(options);
  const server: ServerOptions = { ...options, url };
  return {
    screen: makeScreen(process.stdout, process.env),
    url,
    user: `demo_${randomBytes(4).toString('hex')}`,
    call: async <T>(method: string, path: string, body?: unknown) => (await partnerCall(server, method, path, body)) as T,
  };
}

const dashboard = ({ call, user }: Stage): Promise<Dashboard> => call('GET', `/api/native/user-dashboard?external_user_id=${user}`);
const ledger = ({ call }: Stage): Promise<Ledger> => call('GET', '/api/sandbox/ledger');
const redeem = ({ call, user }: Stage, queue: Queue): Promise<{ current_esim: Esim }> =>
  call('POST', '/api/native/redeem-package', { external_user_id: user, package_queue_id: queue.id });
const gigabytes = (bytes: number): string => `${Math.round((bytes / GB) * 100) / 100} GB`;

/** Only staging has a sandbox telco, so the first question is for its ledger. */
async function meetServer(stage: Stage): Promise<void> {
  const { screen } = stage;
  screen.title('Server');
  try {
    await ledger(stage);
  } catch (error) {
    const type = error instanceof ApiError ? error.body.error?.type : undefined;
    if (type === 'not_found' || type === 'api_key_wrong_environment') throw new Error(`${stage.url} is not a staging server with these credentials; the demo runs on staging only, since it books and breaks things.`);
    throw error;
  }
  const { bundles } = await stage.call<{ bundles: Bundle[] }>('GET', '/api/destinations/GR');
  const year = bundles.find((b) => b.type === 'data-limited' && b.size === '1GB' && b.duration_in_days === 365);
  screen.done(`${stage.url}  staging, requests signed with HMAC-SHA256`);
  screen.done(`Greece has ${bundles.length} bundles on sale${year === undefined ? '' : `; 1 GB for a year: ${year.b2b_price.toFixed(2)} ${year.currency} net, ${year.b2c_price.toFixed(2)} recommended`}`);
}

/** One booking, two entries: a single country, and four countries that Hubby covers with as few bundles as possible. */
async function book(stage: Stage): Promise<{ booking: Booking; rest: Queue[] }> {
  const { screen, user, call } = stage;
  screen.title(`Booking for traveler ${user}`);
  const body = {
    departure_date: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10), booking_id: `TRIP-${user}`,
    package_specifications: [{ external_user_id: user, destination: 'GR', size: '1GB' }, { external_user_id: user, destination: ['US', 'CA', 'MX', 'CU'], size: '1GB' }],
  };
  const booking = await call<Booking>('POST', '/api/bookings', body);
  screen.done(`${booking.id}, departing ${body.departure_date}`);
  booking.package_queues.forEach((queue, i) => {
    const covers = queue.covers === undefined ? '' : `  covers ${queue.covers.join(' ')}`;
    screen.item(`${booking.package_specifications[i]!.package_id}  ${queue.destination}${covers}`);
  });
  const again = await call<Booking>('POST', '/api/bookings', body);
  const isSame = again.id === booking.id && again.package_queues.length === booking.package_queues.length;
  must(isSame, `the same request made booking ${again.id} with ${again.package_queues.length} packages beside ${booking.id}`);
  must(booking.package_queues.length >= 3, 'this catalog covers the four countries in one bundle; the demo needs the shipped catalog');
  screen.done('Sent once more, as after a lost answer: the same booking, nothing doubled');
  return { booking, rest: booking.package_queues.slice(1) };
}

async function waitForEsim(stage: Stage): Promise<Esim> {
  const { screen } = stage;
  screen.title('eSIM, made in the background right after the booking');
  const seen = await screen.wait('waiting for the telco', ESIM_WAIT_MS, async () => (await dashboard(stage)).current_esim);
  if (seen === null) throw new Error(`No eSIM after ${ESIM_WAIT_MS / 1000} s. Is a worker running (hubby work), and is the setting esim_assignment "booking"?`);
  const { value: esim, ms } = seen;
  screen.done(`ready after ${(ms / 1000).toFixed(1)} s, status ${esim.status}, by ${esim.provider}`);
  screen.item(`ICCID       ${esim.iccid}`);
  screen.item(`activation  ${esim.qr}`);
  screen.note('That text is what the QR code of an installation screen holds.');
  return esim;
}

async function redeemFirst(stage: Stage, queue: Queue, esim: Esim): Promise<void> {
  stage.screen.title(`Redeem ${queue.destination}`);
  const { current_esim } = await redeem(stage, queue);
  must(current_esim.iccid === esim.iccid, 'the package went to another eSIM');
  stage.screen.done(`${gigabytes(current_esim.data_left)} on eSIM ${current_esim.iccid}`);
}

async function topUp(stage: Stage): Promise<void> {
  stage.screen.title('Top-up: 3 GB more in one call');
  const { current_esim } = await stage.call<{ current_esim: Esim }>('POST', '/api/esims/topup', { external_user_id: stage.user, size: '3GB' });
  stage.screen.done(`${gigabytes(current_esim.data_left)} on the same eSIM; the traveler installs nothing again`);
}

/** The worst case of provisioning: the telco has done it, and its answer never comes. */
async function surviveTimeout(stage: Stage, queue: Queue): Promise<void> {
  const { screen, call } = stage;
  screen.title(`The telco goes silent while ${queue.destination} is redeemed`);
  await call('POST', '/api/sandbox/fail', { next: 'timeout', count: 1 });
  try {
    const answer = await redeem(stage, queue).then(() => null, (error: unknown) => error);
    if (answer !== null && !(answer instanceof ApiError && answer.status === 503)) throw answer;
    if (answer instanceof ApiError) screen.done(`the caller is told the truth: ${answer.status} ${answer.body.error?.type}. ${answer.body.error?.message}`);
    const isRedeemed = async (): Promise<true | null> => ((await dashboard(stage)).package_queues.some((q) => q.id === queue.id && q.redeemed_at !== null) ? true : null);
    const seen = await screen.wait('Hubby looks the order up by its reference', FINISH_WAIT_MS, isRedeemed);
    if (seen === null) throw new Error(`The redemption did not finish within ${FINISH_WAIT_MS / 1000} s. Is a worker running (hubby work)?`);
    screen.done(`finished by itself ${(seen.ms / 1000).toFixed(1)} s later, by look-up: nothing was sent twice`);
  } finally {
    await call('POST', '/api/sandbox/fail', { next: 'timeout', count: 0 }).catch(() => {});
  }
}

async function tapFiveTimes(stage: Stage, queue: Queue): Promise<void> {
  stage.screen.title(`Five impatient taps on "redeem ${queue.destination}" at once`);
  const results = await Promise.all(Array.from({ length: 5 }, () => redeem(stage, queue).then(() => 'redeemed', typeOf)));
  const redeemed = results.filter((r) => r === 'redeemed').length;
  must(redeemed === 1, `${redeemed} of five calls redeemed: ${results.join(', ')}`);
  stage.screen.done(`one is redeemed, four are refused (${[...new Set(results)].filter((r) => r !== 'redeemed').join(', ')})`);
}

const typeOf = (error: unknown): string => {
  if (error instanceof ApiError) return error.body.error?.type ?? String(error.status);
  throw error;
};

/** Hubby's word against the telco's: every queue is exactly one order there, and the eSIM was made once. */
async function compareWithLedger(stage: Stage): Promise<void> {
  const { screen } = stage;
  screen.title("Hubby's word against the telco's own ledger");
  const mine = await dashboard(stage);
  const { orders, calls, complete } = await ledger(stage);
  if (!complete) return screen.note('skipped: the ledger of this partner is too long for one answer');
  const { iccid, total_data } = mine.current_esim!;
  const onEsim = orders.filter(({ order }) => order.profile.iccid === iccid);
  const made = onEsim.filter(({ order }) => order.kind === 'create_esim').length;
  const packages = onEsim.filter(({ order }) => order.kind === 'add_package');
  const lost = mine.package_queues.filter((q) => packages.every(({ order }) => order.reference !== q.uuid)).length;
  const doubled = packages.length - new Set(packages.map(({ order }) => order.reference)).size;
  const references = new Set(packages.map(({ order }) => order.reference));
  const silent = calls.filter((c) => references.has(c.reference) && c.fault !== null).length;
  screen.item(`Hubby   1 eSIM, ${mine.current_esim_packages.length} packages, ${gigabytes(total_data)}`);
  screen.item(`telco   ${made} eSIM, ${packages.length} packages, ${silent} answer${silent === 1 ? '' : 's'} withheld`);
  must(made === 1 && lost === 0 && doubled === 0 && packages.length === mine.current_esim_packages.length, `the two do not agree: ${made} eSIMs made, ${lost} packages lost, ${doubled} doubled`);
  screen.done('they agree: 0 lost, 0 doubled');
}

function nextSteps({ screen, url, user }: Stage): void {
  screen.title('Next');
  screen.item(`${url}/docs/   every endpoint`);
  screen.item(`npx hubby sign GET '/api/native/user-dashboard?external_user_id=${user}' | curl -s -H @- '${url}/api/native/user-dashboard?external_user_id=${user}'`);
  screen.item('docs/getting-started.md   signing and booking from your own code');
  screen.end();
}

function must(isTrue: boolean, otherwise: string): void {
  if (!isTrue) throw new Error(`Not as it should be: ${otherwise}.`);
}

// --- What people see: ANSI where a terminal reads along, plain text in a pipe, no colours under NO_COLOR ---------------

type Screen = {
  title(text: string): void;
  done(text: string): void;
  item(text: string): void;
  note(text: string): void;
  /** Asks until there is something, with a live line meanwhile; null when `limitMs` is over. */
  wait<T>(what: string, limitMs: number, ask: () => Promise<T | null>): Promise<{ value: T; ms: number } | null>;
  end(): void;
};

type Output = { isTTY?: boolean; write(text: string): unknown };

const POLL_MS = 100;
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

function makeScreen(out: Output, env: Record<string, string | undefined>): Screen {
  const isLive = out.isTTY === true && env['TERM'] !== 'dumb';
  const paint = (code: number) => (text: string): string => (isLive && !env['NO_COLOR'] ? `\x1b[${code}m${text}\x1b[0m` : text);
  const [bold, dim, green] = [paint(1), paint(2), paint(32)];
  const line = (text: string): void => { out.write(`${text}\n`); };
  let step = 0;
  return {
    title: (text) => line(`\n${bold(`${++step}. ${text}`)}`),
    done: (text) => line(`   ${green('✓')} ${text}`),
    item: (text) => line(`     ${text}`),
    note: (text) => line(`     ${dim(text)}`),
    async wait(what, limitMs, ask) {
      const began = performance.now();
      for (let i = 0; ; i++) {
        const value = await ask();
        const ms = performance.now() - began;
        if (isLive) out.write(value !== null || ms > limitMs ? '\r\x1b[2K' : `\r\x1b[2K   ${FRAMES[i % FRAMES.length]} ${dim(`${what} … ${(ms / 1000).toFixed(1)} s`)}`);
        if (value !== null) return { value, ms };
        if (ms > limitMs) return null;
        await sleep(POLL_MS);
      }
    },
    end: () => line(''),
  };
}
