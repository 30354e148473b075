/**
 * Where a database is, as read from a URL: like node-postgres, and with several hosts, of which one
 * is writable.
 */
import { parse } from 'pg-connection-string';
import type { Host, Place, Ways } from './ways.ts';

/**
 * Settings of a connection. Whoever logs in is in `user` and `password`, or found among the `ways`.
 */
export type Address = Place & {
  /** found once, and anew when it is lost */
  ways?: Ways;
  /**
   * a pooler hands each transaction to another session: no prepared statements, no settings of a
   * session
   */
  isPooled?: boolean;
};

const DEFAULT_PORT = 5432;
/** Ours stand whatever the URL says; see session.ts. */
const OURS = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'] as const;

/**
 * `postgres://user:password@host[:port][,host[:port]…]/database[?…]`, also with libpq's
 * `?host=a,b&port=1,2`; a host that begins with a slash is the folder of a socket. Throws with a
 * sentence that holds nothing of the URL.
 */
export function readAddress(url: string): Address {
  const [, scheme, login = '', hosts = '', rest = ''] =
    /^(postgres(?:ql)?:\/\/)([^/?]*@)?([^/?@]*)(.*)$/s.exec(url) ?? [];
  if (scheme === undefined) throw new Error('expected a postgres:// URL');
  const each = hosts.split(',').map((host) => read(`${scheme}${login}${host}${rest}`));
  const found = each.flatMap(({ host, port }) => spread(host ?? '', String(port ?? '')));
  const address = { ...each[0], ...found[0] } as unknown as Address & Record<string, unknown>;
  for (const name of OURS) delete address[name];
  // What the URL leaves open comes from the PG* variables or from node-postgres, as ever.
  if (found[0]!.host === '') delete address['host'];
  for (const name of ['user', 'password']) if (!address[name]) delete address[name];
  // Named here, since by default it is named like the user, and others log in to the same one.
  const { PGDATABASE, PGUSER, USER } = process.env;
  address.database ||= PGDATABASE || address.user || PGUSER || USER;
  return found.length > 1 ? { ...address, hosts: found } : address;
}

function read(url: string): { host?: string | null; port?: string | null } {
  try {
    return { ...parse(url) };
  } catch (error) {
    throw new Error('expected a postgres:// URL that can be read', { cause: error });
  }
}

/** `a,b` and `1,2` belong together; one port stands for all. */
function spread(hosts: string, ports: string): Host[] {
  const given = ports.split(',');
  return hosts.split(',').map((host, i) => ({
    host,
    port: Number(given[i] || given[0] || process.env['PGPORT'] || DEFAULT_PORT),
  }));
}

/** The same database for somebody else. */
export const asUser = (address: Address, user: string, password: string): Address => ({
  ...address,
  user,
  password,
});

/** Another database on the same server. */
export const otherDatabase = (address: Address, database: string): Address => ({
  ...address,
  database,
});

/** The `options` of a connection with ours after the URL's, so that ours count. */
export const withOptions = (address: Address, options: string): Address => ({
  ...address,
  options: [address.options, options].filter(Boolean).join(' '),
});
