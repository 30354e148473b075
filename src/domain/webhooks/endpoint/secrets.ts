/**
 * The endpoint's key and signing secrets: sealed in the database, opened once per process and kept
 * ready for use.
 */
import { signingKeys, type SigningKeys } from '@hubby/sdk/webhooks';
import { LRUCache } from 'lru-cache';
import type { Context } from '../../../context.ts';

export const keyRow = (partnerId: string): string => `webhook_key:${partnerId}`;
export const secretRow = (partnerId: string): string => `webhook_secret:${partnerId}`;

const keys = new LRUCache<string, string>({ max: 10_000 });
const secrets = new LRUCache<string, SigningKeys>({ max: 10_000 });

/** What is sealed differs each time, so it is its own name. */
function remembered<T extends object | string>(
  cache: LRUCache<string, T>,
  sealed: Buffer,
  row: string,
  open: () => T,
): T {
  const name = `${row} ${sealed.toString('latin1')}`;
  let value = cache.get(name);
  if (value === undefined) cache.set(name, (value = open()));
  return value;
}

export const openKey = (ctx: Pick<Context, 'secrets'>, partnerId: string, sealed: Buffer): string =>
  remembered(keys, sealed, keyRow(partnerId), () => ctx.secrets.open(sealed, keyRow(partnerId)));

export const openSigningKeys = (
  ctx: Pick<Context, 'secrets'>,
  partnerId: string,
  sealed: Buffer,
): SigningKeys =>
  remembered(secrets, sealed, secretRow(partnerId), () =>
    signingKeys(ctx.secrets.open(sealed, secretRow(partnerId))),
  );
