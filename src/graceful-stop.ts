/** Ends a listening server without cutting anybody off who is under way. */
import { setTimeout as sleep } from 'node:timers/promises';
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
 * clients whose last one was ended are about to open the next.
 */
export async function stopServing(app: App): Promise<void> {
  app.health.drain();
  const begun = performance.now();
  let asked = begun;
  app.server.on('request', ({ url }) => {
    if (url !== '/readyz') asked = performance.now();
  });
  const isLeft = async (): Promise<boolean> =>
    performance.now() - asked > QUIET_MS && (await connections(app)) === 0;
  while (!(await isLeft()) && performance.now() - begun < LEAVE_MS) {
    await sleep(LOOK_MS);
    // Whoever asked since has been answered and closed, so what is idle now was idle all the time.
    if (performance.now() - begun > SILENT_MS) app.server.closeIdleConnections();
  }
  const timer = setTimeout(() => app.server.closeAllConnections(), FINISH_MS);
  await app.close();
  clearTimeout(timer);
}
