/**
 * `npm run bench:web`: what the first look at the WebView costs a phone, beside a plain page of the
 * same server, in turns: bytes as they travel, the first and the largest picture, and processor time
 * of the page's thread. Chromium, slow 4G and a processor four times slower, as phones have them.
 *   --rounds <n>    5
 *   --json <file>   the figures
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { signedHeaders } from '@hubby/sdk/signing';
import { chromium, type Browser, type CDPSession, type Page } from 'playwright-core';
import { request } from 'undici';
import { Children } from './children.ts';
import { median, rounded } from './figures.ts';
import { makeStage, type Stage } from './stage.ts';

/** Bits per second and milliseconds of a round trip, as Lighthouse has them for slow 4G. */
const SLOW_4G = { downloadThroughput: (1.6e6 / 8) * 0.9, uploadThroughput: (750e3 / 8) * 0.9 };
const ROUND_TRIP_MS = 150;
const SLOWER = 4;
/** After the last answer, for a slow phone to draw it. */
const SETTLED_MS = 2_000;
const PHONE = { width: 390, height: 844 };

type Looked = {
  /** of what came over the network, headers and all: documents, styles and scripts */
  kilobytes: number;
  /** answers of the API */
  answers_kilobytes: number;
  /** milliseconds from the navigation on */
  first_picture_ms: number;
  largest_picture_ms: number;
  /** milliseconds of the processor in the page's thread, which is not slowed for these */
  script_ms: number;
  page_ms: number;
};
type Times = Pick<Looked, 'script_ms' | 'page_ms'>;
const GOALS: Partial<Looked> = {
  kilobytes: 60,
  first_picture_ms: 1_500,
  largest_picture_ms: 2_000,
};

const { values: args } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, json: { type: 'string' } },
});
const rounds = Number(args.rounds);
if (!Number.isInteger(rounds) || rounds < 1 || rounds > 50)
  throw new Error('--rounds: expected 1 to 50');

/** Opens the managed screens of a traveler who has data, once. */
async function linkOf(stage: Stage, origin: string): Promise<string> {
  const path = '/api/redirect-tokens/create';
  const { statusCode, body } = await request(origin + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...signedHeaders(stage.key, 'POST', path) },
    body: JSON.stringify({ external_user_id: stage.shown[0] }),
  });
  const text = await body.text();
  if (statusCode !== 201) throw new Error(`${path} answered ${statusCode}: ${text}`);
  return (JSON.parse(text) as { data: { redirect_url: string } }).data.redirect_url;
}

type Weights = { page: number; answers: number };

/** Counts from now on. */
async function weigh(cdp: CDPSession): Promise<Weights> {
  const weights: Weights = { page: 0, answers: 0 };
  const isAnswer = new Map<string, boolean>();
  await cdp.send('Network.enable');
  cdp.on('Network.responseReceived', ({ requestId, response }) => {
    isAnswer.set(requestId, new URL(response.url).pathname.startsWith('/api/'));
  });
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength: bytes }) => {
    weights[isAnswer.get(requestId) === true ? 'answers' : 'page'] += bytes;
  });
  return weights;
}

async function slowDown(cdp: CDPSession): Promise<void> {
  await cdp.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: ROUND_TRIP_MS,
    ...SLOW_4G,
  });
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
}

const PICTURES = `new Promise((resolve) => {
  const [first] = performance.getEntriesByName('first-contentful-paint');
  new PerformanceObserver((list) => {
    const largest = list.getEntries().at(-1);
    resolve({ first: first.startTime, largest: largest.startTime });
  }).observe({ type: 'largest-contentful-paint', buffered: true });
})`;

type Use<T> = (page: Page, cdp: CDPSession, open: () => Promise<void>) => Promise<T>;

/** A browser that was never here; `open` ends when all is drawn. */
async function asNewcomer<T>(browser: Browser, { link }: Sight, use: Use<T>): Promise<T> {
  const context = await browser.newContext({ viewport: PHONE, isMobile: true, hasTouch: true });
  try {
    const page = await context.newPage();
    return await use(page, await context.newCDPSession(page), async () => {
      // Whoever looks for something in the page meanwhile costs it a third of its time.
      await page.goto(await link(), { waitUntil: 'networkidle' });
      await sleep(SETTLED_MS);
    });
  } finally {
    await context.close();
  }
}

type Sight = { link(): Promise<string>; shows: string };

const look = async (browser: Browser, sight: Sight): Promise<Looked> => ({
  ...(await asNewcomer(browser, sight, async (page, cdp, open) => {
    const weights = await weigh(cdp);
    await slowDown(cdp);
    await open();
    if ((await page.locator(sight.shows).count()) !== 1) throw new Error(`no ${sight.shows}`);
    const pictures = await page.evaluate<{ first: number; largest: number }>(PICTURES);
    return {
      kilobytes: rounded(weights.page / 1_000, 1),
      answers_kilobytes: rounded(weights.answers / 1_000, 1),
      first_picture_ms: Math.round(pictures.first),
      largest_picture_ms: Math.round(pictures.largest),
    };
  })),
  ...(await asNewcomer(browser, sight, async (_page, cdp, open): Promise<Times> => {
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    await open();
    const { metrics } = await cdp.send('Performance.getMetrics');
    const ms = (name: string): number =>
      rounded(metrics.find((one) => one.name === name)!.value * 1_000, 1);
    return { script_ms: ms('ScriptDuration'), page_ms: ms('TaskDuration') };
  })),
});

const across = (looks: readonly Looked[]): Looked =>
  Object.fromEntries(
    Object.keys(looks[0]!).map((name) => [
      name,
      rounded(median(looks.map((one) => one[name as keyof Looked])), 1),
    ]),
  ) as Looked;

function print(screens: Looked, plain: Looked): void {
  console.log(
    `\n${'median'.padEnd(20)}${'WebView'.padStart(10)}${'plain page'.padStart(12)}  goal`,
  );
  for (const name of Object.keys(screens) as (keyof Looked)[]) {
    const goal = GOALS[name];
    const said =
      goal === undefined ? '' : `at most ${goal}: ${screens[name] <= goal ? 'met' : 'NOT met'}`;
    console.log(
      `${name.padEnd(20)}${String(screens[name]).padStart(10)}${String(plain[name]).padStart(12)}  ${said}`,
    );
  }
  console.log(
    'plain page: that of a claim link which nobody has, made by the server, without a script',
  );
}

async function main(
  children: Children,
  onUndo: (undo: () => Promise<void>) => void,
): Promise<void> {
  const stage = await makeStage({ bookers: 1, shown: 1, queuesEach: 1, log: console.log }, onUndo);
  onUndo(() => children.stop());
  const { url } = await children.serve(stage.env, join(stage.dir, 'web.log'), null);
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] || '/usr/bin/chromium',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  onUndo(() => browser.close());
  const seen: Record<'screens' | 'plain', Looked[]> = { screens: [], plain: [] };
  const screens: Sight = { link: () => linkOf(stage, url), shows: '.hero' };
  const plain: Sight = {
    link: async () => `${url}/free-esim/nobody?uuid=none`,
    shows: '.notice',
  };
  for (let round = 0; round < rounds; round++) {
    seen.screens.push(await look(browser, screens));
    seen.plain.push(await look(browser, plain));
    console.log(`round ${round + 1} of ${rounds}`);
  }
  const found = { screens: across(seen.screens), plain: across(seen.plain) };
  print(found.screens, found.plain);
  if (args.json !== undefined)
    writeFileSync(args.json, `${JSON.stringify({ rounds, ...found }, null, 2)}\n`);
}

const undo: (() => Promise<void>)[] = [];
try {
  await main(new Children(), (step) => void undo.push(step));
} finally {
  for (const step of undo.reverse()) await step().catch(console.error);
}
