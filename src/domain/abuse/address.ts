/**
 * Whose request it is, as far as limits go: one visitor, one key, however the address is written.
 */
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

const WITH_PORT = /^(?:\[([^\]]+)\](?::\d{1,5})?|(\d+\.\d+\.\d+\.\d+):\d{1,5})$/;

/**
 * Null for what is no address. Some proxies write the port behind it; an IPv4 address in IPv6 form
 * is IPv4.
 */
function parse(text: string): Address | null {
  const [, six, four] = WITH_PORT.exec(text) ?? [];
  const bare = (six ?? four ?? text).replace(/%.*$/, '');
  return isIP(bare) === 0 ? null : ipaddr.process(bare);
}

/**
 * IPv4 whole; of IPv6 the /64 that one subscriber has; all that is no address counts as one
 * visitor.
 */
export function addressKey(text: string): string {
  const address = parse(text);
  if (address === null) return 'none';
  return address instanceof ipaddr.IPv6
    ? `${address.parts
        .slice(0, 4)
        .map((part) => part.toString(16))
        .join(':')}::/64`
    : address.toString();
}

export type Range = readonly [address: Address, bits: number];

/** An address, or a range in CIDR notation; null for anything else. */
export function readRange(text: string): Range | null {
  const [, from = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const address = parse(from);
  const all = address?.kind() === 'ipv4' ? 32 : 128;
  return address === null || Number(bits ?? all) > all ? null : [address, Number(bits ?? all)];
}

/** As people write it: `203.0.113.0/24`. */
export const rangeText = ([address, bits]: Range): string => `${address.toString()}/${bits}`;

/** Whether an address, however it is written, is in one of them; what is none is in none. */
export function isWithin(text: string, ranges: readonly Range[]): boolean {
  const address = parse(text);
  return (
    address !== null &&
    ranges.some(
      ([range, bits]) =>
        range.kind() === address.kind() &&
        (address as ipaddr.IPv4).match(range as ipaddr.IPv4, bits),
    )
  );
}

/**
 * Whether a hop may say for whom it forwards: Fastify's `trustProxy`, from HUBBY_TRUSTED_PROXIES.
 * Fastify's own reading of the list takes no address with a port, so that a proxy behind a proxy
 * would make one visitor of everybody.
 */
export function trustedHops(list: readonly string[]): (address: string) => boolean {
  const ranges = list.map((entry) => {
    const range = readRange(entry);
    if (range === null)
      throw new Error(`HUBBY_TRUSTED_PROXIES: "${entry}" is no address or range.`);
    return range;
  });
  return (text) => isWithin(text, ranges);
}
