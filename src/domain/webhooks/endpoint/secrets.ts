/**
 * The endpoint's key and signing secrets: sealed in the database, opened once per process and kept
 * ready for use.
 */
import { signingKeys, type SigningKeys } from '@hubby/sdk/webhooks';
import { LRUCache } from 'lru-cache';
import type { Secrets } from '../../../secrets.ts';

export const keyRow = (partnerId: string): string => `webhook_key:${partnerId}`;
export const secretRow = (partnerId: string): string => `webhook_secret:${partnerId}`;

export type EndpointSecrets = {
  openKey(partnerId: string, sealed: Buffer): string;
  openSigningKeys(partnerId: string, sealed: Buffer): SigningKeys;
};

export function makeEndpointSecrets(secrets: Pick<Secrets, 'open'>): EndpointSecrets {
  const key = remembering((sealed, row) => secrets.open(sealed, row));
  const signing = remembering((sealed, row) => signingKeys(secrets.open(sealed, row)));
  return {
    openKey: (partnerId, sealed) => key(sealed, keyRow(partnerId)),
    openSigningKeys: (partnerId, sealed) => signing(sealed, secretRow(partnerId)),
  };
}

type Open<T> = (sealed: Buffer, row: string) => T;

/** What is sealed differs each time, so it is its own name. */
function remembering<T extends object | string>(open: Open<T>): Open<T> {
  const known = new LRUCache<string, T>({ max: 10_000 });
  return (sealed, row) => {
    const name = `${row} ${sealed.toString('latin1')}`;
    let value = known.get(name);
    if (value === undefined) known.set(name, (value = open(sealed, row)));
    return value;
  };
}
