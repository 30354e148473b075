/** Ends a listening server without cutting anybody off who is under way. */
import { setImmediate as immediate, setTimeout as sleep } from 'node:timers/promises';
import type { App } from './app.ts';

/** A connection that was silent for so long is no busy client's. */
const SILENT_MS = 1_000;
/** Nobody has asked for so long: who balances has seen that /readyz says no. */
const QUIET_MS = 500;
/** For balancers to see that /readyz says no, and for clients to come back elsewhere. */
const LEAVE_MS = 5_000;
const LOOK_MS = 50;
/** Requests under way may take this long to finish. */
const FINISH_MS = 20_000;

const connections = (app: App): Promise<number> =>
  new Promise((resolve, reject) => {
    app.server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });

/**
 * From now on /readyz is 503 and each answer ends its connection. Busy clients are gone with their
 * next request, silent ones are let go, and only then nobody is listened to any more: a request
 * that meets a closed socket is lost. That there is no connection just now is no sign of that:
 * clients whose last one was ended are about to open the next. Time in which this process stood
 * still does not count, since whoever asked meanwhile has not been heard yet.
 */
export async function stopServing(app: App): Promise<void> {
  app.health.drain();
  let awake = 0;
  let askedAt = 0;
  app.server.on('request', ({ url }) => {
    if (url !== '/readyz') askedAt = awake;
  });
  const isLeft = async (): Promise<boolean> =>
    awake - askedAt > QUIET_MS && (await connections(app)) === 0;
  while (!(await isLeft()) && awake < LEAVE_MS) {
    awake += await listenOn();
    // Whoever asked since has been answered and closed, so what is idle now was idle all the time.
    if (awake > SILENT_MS) app.server.closeIdleConnections();
  }
  const timer = setTimeout(() => app.server.closeAllConnections(), FINISH_MS);
  await app.close();
  clearTimeout(timer);
}

/** For a moment, and until what has arrived in it is read. Answers how long it was at the most. */
async function listenOn(): Promise<number> {
  const begun = performance.now();
  await sleep(LOOK_MS);
  await immediate();
  return Math.min(performance.now() - begun, 2 * LOOK_MS);
}
