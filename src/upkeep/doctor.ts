/**
 * `hubby doctor`: what this installation lacks, looked at from where it runs; works with and
 * without a running server.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { credentialsFile, readCredentials, readEnvironment } from '@hubby/sdk/environment';
import { makeMailSenders } from '../channels/mail-senders.ts';
import { ConfigError } from '../config/read-parts.ts';
import { loadConfig, type Config } from '../config.ts';
import { expectedVersion } from '../db/history.ts';
import { sqlState } from '../db/retry.ts';
import { clock, examineDatabase } from '../domain/doctor/examine-database.ts';
import { examineSales, examineSurroundings } from '../domain/doctor/examine-parts.ts';
import { missing, notice, ok, type Finding } from '../domain/doctor/finding.ts';
import { openDatabase } from '../start/database.ts';
import { openSecrets } from '../start/open-secrets.ts';
import { makeLog, openRuntime } from '../runtime.ts';
import { SQLSTATE } from '../db/sqlstate.ts';

const ANSWER_MS = 3_000;

/** Prints every finding; ends with 0 when nothing is missing, else with 1. */
export async function doctor(options: { json?: boolean }): Promise<void> {
  const findings = await examine();
  const lacking = findings.filter((f) => f.state === 'missing').length;
  console.log(
    options.json
      ? JSON.stringify({ ok: lacking === 0, findings })
      : [...findings.map(line), '', summary(lacking)].join('\n'),
  );
  process.exitCode = lacking === 0 ? 0 : 1;
}

const MARKS = { ok: '✓', notice: '!', missing: '✗' } as const;
const line = ({ state, check, message, remedy }: Finding): string =>
  `  ${MARKS[state]} ${check.padEnd(15)} ${message}${remedy === null ? '' : `\n    ${' '.repeat(15)} → ${remedy}`}`;
const summary = (lacking: number): string =>
  lacking === 0
    ? 'Nothing is missing.'
    : `${lacking} ${lacking === 1 ? 'thing is' : 'things are'} missing.`;

async function examine(): Promise<Finding[]> {
  let config: Config;
  try {
    config = loadConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((problem) =>
      missing('configuration', `${problem}.`, 'See docs/operating.md, "Configuration".'),
    );
  }
  return [
    ok('configuration', `Environment: ${config.env}.`),
    ...(await examineSurroundingsOf(config)),
    ...(await examineStored(config)),
    await examineServer(config),
  ];
}

async function examineSurroundingsOf(config: Config): Promise<Finding[]> {
  const mail = makeMailSenders(config);
  await mail.close();
  return examineSurroundings({ config, mail: mail.byName });
}

/** Database and what stands in it. Nothing is created: a folder without a database is a finding. */
async function examineStored(config: Config): Promise<Finding[]> {
  const hasKey = config.secretKey !== null || existsSync(join(config.dataDir, 'secret.key'));
  const isElsewhere = config.databaseUrl !== null || config.appDatabaseUrl !== null;
  if (!hasKey || (!isElsewhere && !existsSync(credentialsFile(config.dataDir))))
    return [
      missing(
        'database',
        `Nothing has been started here yet (${config.dataDir}).`,
        'Run: npm start. Or set DATABASE_URL, and HUBBY_DATA_DIR to where credentials.json lies.',
      ),
    ];
  const log = makeLog('silent');
  const secrets = openSecrets(config);
  let database: Awaited<ReturnType<typeof openDatabase>>;
  try {
    database = await openDatabase(config, secrets, log);
  } catch (error) {
    return [unreachable(error)];
  }
  try {
    const runtime = await openRuntime(config, database.app, secrets, log, {
      poolSize: 2,
      telcoPool: 1,
      sandbox: database.sandbox?.app,
      onlyLooks: true,
    });
    try {
      const findings = await examineDatabase(runtime.ctx.db, () => new Date(), expectedVersion());
      return [
        ok('database', `Reached: ${database.how}.`),
        ...findings,
        ...examineSales(runtime.ctx),
      ];
    } finally {
      await runtime.close();
    }
  } catch (error) {
    return [refused(error)];
  } finally {
    await database.stop();
  }
}

const reasonOf = (error: unknown): string =>
  error instanceof Error
    ? error.message || (error as { code?: string }).code || error.name
    : String(error);

const unreachable = (error: unknown): Finding =>
  missing(
    'database',
    `The database cannot be reached: ${reasonOf(error)}`,
    'Is it running, and is DATABASE_URL right?',
  );

/** What a process would be refused for: its sentence says what to do. */
function refused(error: unknown): Finding {
  const reason = reasonOf(error);
  if (/npx hubby migrate/.test(reason) || sqlState(error) === SQLSTATE.undefinedTable)
    return missing('schema', reason, 'Run: npx hubby migrate.');
  if (sqlState(error) !== null || (error as { code?: string }).code !== undefined)
    return unreachable(error);
  return missing('database', reason, 'See docs/operating.md, "The database".');
}

/** Whether a server answers where the CLI would look for one, and whether its clock is ours. */
async function examineServer(config: Config): Promise<Finding> {
  const url =
    readEnvironment().url ?? readCredentials(config.dataDir)?.base_url ?? config.publicUrl;
  const start = 'Start one: npx hubby serve (or npm start).';
  if (url === null) return notice('server', 'No server is known here yet.', start);
  try {
    const response = await fetch(`${url.replace(/(?<!\/)\/+$/, '')}/readyz`, {
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const body = (await response.json()) as { reason?: string };
    if (!response.ok)
      return missing(
        'server',
        `${url} answers, but is not ready: ${body.reason ?? response.status}.`,
        'Its log says more.',
      );
    const ahead = Date.parse(response.headers.get('date') ?? '') - Date.now();
    const seen = clock(ahead, 0);
    // The header counts whole seconds.
    return seen.state === 'ok' || Math.abs(ahead) < 5_000
      ? ok('server', `${url} is ready.`)
      : { ...seen, check: 'server' };
  } catch (error) {
    const cause = (error as { cause?: unknown }).cause ?? error;
    return notice('server', `No server answers at ${url} (${reasonOf(cause)}).`, start);
  }
}
