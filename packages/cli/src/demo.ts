/**
 * `hubby demo`: plays a whole trip against the running staging server as a partner would, over HTTP
 * only, shows the events as the feed gives them, and compares at the end what Hubby says with the
 * telco's own ledger. Throws when something is not as it should be.
 */
import type { ServerOptions } from './client.ts';
import { planTrip, tellClock } from './demo/clock.ts';
import { compareWithLedger } from './demo/compare-with-ledger.ts';
import {
  book,
  meetServer,
  redeemFirst,
  surviveTimeout,
  tapFiveTimes,
  waitForEsim,
} from './demo/provisioning.ts';
import { makeStage, type Stage } from './demo/stage.ts';
import { comeHome, comeToDepart, install, listEvents, topUp, useUp } from './demo/trip.ts';
import { makeForwarder, ownSecret, tellTry } from './forward.ts';

export type DemoOptions = ServerOptions & { forwardTo?: string; secret?: string };

export async function demo(options: DemoOptions): Promise<void> {
  const forwarder =
    options.forwardTo === undefined
      ? null
      : makeForwarder({
          url: options.forwardTo,
          secret: options.secret ?? ownSecret(),
          report: (t) => {
            if (t.number === 1 || !t.willRetry) stage.screen.note(tellTry(t));
          },
        });
  const stage = makeStage(options, forwarder);
  await meetServer(stage);
  if (options.forwardTo !== undefined)
    stage.screen.done(
      `events are forwarded to ${options.forwardTo}, signed with ${options.secret ?? ownSecret()}`,
    );
  const trip = await planTrip(stage);
  const {
    package_queues: [greece, north, latin],
  } = await book(stage, trip);
  const esim = await waitForEsim(stage);
  await redeemFirst(stage, greece!, esim);
  await surviveTimeout(stage, north!);
  await tapFiveTimes(stage, latin!);
  await comeToDepart(stage, trip);
  await install(stage, esim);
  await useUp(stage, trip, esim, greece!);
  await topUp(stage, esim);
  await comeHome(stage, greece!);
  await compareWithLedger(stage);
  await listEvents(stage);
  await forwarder?.settled();
  await nextSteps(stage);
}

async function nextSteps(stage: Stage): Promise<void> {
  const { screen, url, user } = stage;
  screen.title('Next');
  await tellClock(stage);
  screen.item(`${url}/docs/   every endpoint`);
  screen.item(
    `npx hubby sign GET '/api/native/user-dashboard?external_user_id=${user}' | curl -s -H @- '${url}/api/native/user-dashboard?external_user_id=${user}'`,
  );
  screen.item(
    'npx hubby listen --forward-to http://localhost:8000/hubby   events to a program of yours',
  );
  screen.item(
    'docs/getting-started.md   signing and booking from your own code; docs/webhooks.md, docs/sandbox.md',
  );
  screen.end();
}
