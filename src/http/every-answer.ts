/**
 * What every answer carries, whoever makes it: the router, a page, or the framework for a target it
 * cannot read.
 */
import type { Server } from 'node:http';

/** `isLeaving`: this process is about to stop, so that nobody should keep a connection to it. */
export function dressAnswers(
  server: Server,
  options: { isProduction: boolean; isLeaving(): boolean },
): void {
  // Before the framework's own listener.
  server.prependListener('request', (_req, res) => {
    res.setHeader('x-content-type-options', 'nosniff');
    if (options.isProduction) res.setHeader('strict-transport-security', 'max-age=31536000');
    // Node says so in the answer, and closes when it is out.
    if (options.isLeaving()) res.shouldKeepAlive = false;
  });
}
