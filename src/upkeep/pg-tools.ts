/** pg_dump and pg_restore of the machine, for a database that is not embedded. */
import { spawn } from 'node:child_process';

const HINTS: [RegExp, string][] = [
  [
    /row-level security/,
    'The owner is bound by row-level security too: give the DATABASE_URL of a superuser, or of an account with bypassrls, for this command.',
  ],
  [/server version mismatch/, 'Use the tools of the server’s version or a newer one.'],
];

/** The URL goes without its password, which would stand in the list of processes. */
export async function runPgTool(tool: string, url: string, args: string[]): Promise<void> {
  const [, scheme = '', user = '', secret, rest = ''] =
    /^(\w+:\/\/)([^:@/?]*)(?::([^@/?]*))?(?=@|\/|$)(.*)$/s.exec(url) ?? [];
  const child = spawn(tool, [...args, `--dbname=${scheme}${user}${rest}`], {
    stdio: ['ignore', 'inherit', 'pipe'],
    env: {
      ...process.env,
      ...(secret === undefined ? {} : { PGPASSWORD: decodeURIComponent(secret) }),
    },
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'ENOENT'
          ? new Error(
              `${tool} is not there. It comes with PostgreSQL's client tools (Debian: postgresql-client); or back the server up by its own means.`,
            )
          : error,
      );
    });
    child.once('close', resolve);
  });
  if (code === 0) return;
  const hint = HINTS.find(([pattern]) => pattern.test(said))?.[1];
  throw new Error(
    `${tool} ended with ${code}: ${said.trim()}${hint === undefined ? '' : `\n${hint}`}`,
  );
}
