import { Logger } from 'graphile-worker';

/** graphile-worker logs every job; we log outcomes ourselves. */
export const silentLogger = new Logger(() => () => {});
