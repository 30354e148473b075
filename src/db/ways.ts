/**
 * Which of several hosts takes writes, and which of several logins is good: found by trying, kept
 * until a connection fails. node-postgres knows one host and one login.
 */
import pg from 'pg';
import { REFUSED_LOGIN } from './sqlstate.ts';

export type Host = { host: string; port: number };
/** Settings of a connection as node-postgres takes them, and where several hosts may be. */
export type Place = Omit<pg.PoolConfig, 'connectionString' | 'onConnect'> & {
  /** tried in turn for the one that takes writes; none: `host` and `port` are the only one */
  hosts?: readonly Host[];
};
export type Login = { user: string; password: string };
/** One host with one login. */
export type Way = { host?: Host; login?: Login };

const PROBE_MS = 3_000;
/**
 * The server is there and wants somebody else: no such role, none that may log in, another
 * password.
 */
const isRefusedLogin = (error: unknown): boolean =>
  REFUSED_LOGIN.includes((error as { code?: string }).code ?? '');

export class Ways {
  readonly #place: Place;
  readonly #hosts: readonly (Host | undefined)[];
  readonly #logins: readonly (Login | undefined)[];
  #known: Way | undefined;
  #looking: Promise<Way> | undefined;

  /** `logins`: tried in this order; none: the place's own. */
  constructor(place: Place, logins: readonly Login[] = []) {
    this.#place = place;
    this.#hosts = place.hosts ?? [undefined];
    this.#logins = logins.length > 0 ? logins : [undefined];
  }

  /** @throws the last host's refusal when there is none */
  async find(): Promise<Way> {
    if (this.#hosts.length === 1 && this.#logins.length === 1)
      return { host: this.#hosts[0], login: this.#logins[0] };
    if (this.#known !== undefined) return this.#known;
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  /** It led nowhere, so the next one looks again. */
  lost(way: Way): void {
    if (this.#known === way) this.#known = undefined;
  }

  async #look(): Promise<Way> {
    let problem: unknown = new Error('no host takes writes: all of them are standbys or read-only');
    for (const host of this.#hosts)
      for (const login of this.#logins) {
        const way = { host, login };
        try {
          if (await this.#takesWrites(way)) return (this.#known = way);
          break;
        } catch (error) {
          problem = error;
          if (!isRefusedLogin(error)) break;
        }
      }
    throw problem;
  }

  async #takesWrites({ host, login }: Way): Promise<boolean> {
    const client = new pg.Client({
      ...this.#place,
      ...host,
      ...login,
      connectionTimeoutMillis: PROBE_MS,
      query_timeout: PROBE_MS,
    });
    client.on('error', () => {});
    try {
      await client.connect();
      if (this.#hosts.length === 1) return true;
      const { rows } = await client.query<{ isReadOnly: boolean }>(
        `select pg_is_in_recovery()
           or current_setting('default_transaction_read_only')::boolean as "isReadOnly"`,
      );
      return rows[0]?.isReadOnly === false;
    } finally {
      client.end().catch(() => {});
    }
  }
}
