/**
 * Connects to what a partner's URL names, and to public addresses only unless that rule is lifted.
 */
import { buildConnector } from 'undici';
import {
  AddressRefused,
  guardedLookup,
  isPublic,
  literalOf,
  makeResolve,
  type Resolve,
} from './address.ts';

export type Guard = {
  /** lifts the rule about addresses, and only that */
  allowPrivate: boolean;
  /** the system's resolver unless a test says otherwise */
  resolve?: Resolve;
};

const CONNECT_MS = 5_000;

export function makeConnector(
  { allowPrivate, resolve: given }: Guard,
  resolve: Resolve = makeResolve(given),
): buildConnector.connector {
  const ownLookup = given !== undefined && allowPrivate ? unguarded(resolve) : undefined;
  const lookup = allowPrivate ? ownLookup : guardedLookup(resolve);
  const connect = buildConnector({
    timeout: CONNECT_MS,
    allowH2: false,
    ...(lookup === undefined ? {} : { lookup }),
  });
  // `lookup` is never asked about literals.
  return (target, callback) => {
    const literal = literalOf(target.hostname);
    if (!allowPrivate && literal !== null && !isPublic(literal))
      callback(new AddressRefused('the address is not public'), null);
    else connect(target, callback);
  };
}

const unguarded =
  (resolve: Resolve) =>
  (
    host: string,
    options: { all?: boolean },
    callback: (error: Error | null, address: never, family?: number) => void,
  ): void => {
    resolve(host).then(
      (found) =>
        options.all === true
          ? callback(null, found as never)
          : callback(null, found[0]!.address as never, found[0]!.family),
      (error: Error) => callback(error, [] as never),
    );
  };
