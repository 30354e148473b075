/**
 * Which addresses a partner's URL may lead to: plain public unicast, and nothing that wraps another
 * address. Names are resolved here, all their addresses looked at, and the connection goes to
 * exactly those.
 */
import { lookup as systemLookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

export type Address = { address: string; family: number };
/** Rejects when the name has no address. */
export type Resolve = (host: string) => Promise<Address[]>;

/**
 * IPv6 is handed out from here only; the rest of the space wraps IPv4, is local, or is nobody's.
 */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/** Takes the literal forms that a resolver or a URL gives; false for anything else. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address) || address.includes('%')) return false;
  const parsed = ipaddr.parse(address);
  return (
    parsed.range() === 'unicast' &&
    (parsed.kind() === 'ipv4' || (parsed as ipaddr.IPv6).match(GLOBAL_UNICAST))
  );
}

/**
 * The host of a URL as an address, null where it is a name. The URL parser has turned `127.1` and
 * `0x7f.1` into one form.
 */
export function literalOf(hostname: string): string | null {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(host) === 0 ? null : host;
}

export class AddressRefused extends Error {
  readonly code = 'ERR_ADDRESS_REFUSED';
}

const RESOLVE_MS = 5_000;

/**
 * Questions for one name that come at the same time are asked once: they occupy threads that all of
 * the process share.
 */
export function makeResolve(ask: Resolve = (host) => systemLookup(host, { all: true })): Resolve {
  const asking = new Map<string, Promise<Address[]>>();
  return (host) => {
    let answer = asking.get(host);
    if (answer === undefined) {
      answer = ask(host).finally(() => asking.delete(host));
      asking.set(host, answer);
    }
    return within(RESOLVE_MS, answer);
  };
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const timer = setTimeout(
    () => reject(Object.assign(new Error('resolving took too long'), { code: 'ETIMEOUT' })),
    ms,
  );
  work.then(resolve, reject).finally(() => clearTimeout(timer));
  return promise;
}

/**
 * For `net.connect`: the addresses of a name, or AddressRefused when a single one of them is not
 * public.
 */
export const guardedLookup =
  (resolve: Resolve): LookupFunction =>
  (host, options, callback) => {
    resolve(host)
      .then((addresses) => {
        if (addresses.length === 0 || !addresses.every(({ address }) => isPublic(address)))
          throw new AddressRefused('the host has an address that is not public');
        return addresses;
      })
      .then(
        (addresses) => {
          if (options.all === true) callback(null, addresses);
          else callback(null, addresses[0]!.address, addresses[0]!.family);
        },
        (error: NodeJS.ErrnoException) => callback(error, []),
      );
  };
