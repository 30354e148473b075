/**
 * API key → partner, from memory. A key is looked up again after TTL_MS, so that a revoked key
 * stops and changed settings and prices take effect within 5 s on every node. Unknown keys are
 * remembered too: they cost what known ones cost.
 */
import { createSecretKey, type KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Db } from '../../../db/pool.ts';
import type { Secrets } from '../../../secrets.ts';
import type { PriceBooks } from '../price-book.ts';
import { keyRow } from './key-format.ts';
import { readRange, type Range } from '../../abuse/address.ts';
import type { KeyScope } from './scopes.ts';
import { PARTNER_COLUMNS, partnerOf, type Partner, type PartnerRow } from '../partner.ts';

const TTL_MS = 3_000;

export type ApiKey = {
  id: string;
  /** as a KeyObject: using it costs half of what importing the text each time does */
  secret: KeyObject;
  minSignatureVersion: number;
  scopes: ReadonlySet<KeyScope>;
  expiresAt: Date | null;
  revokedAt: Date | null;
  /** from where it may sign; null = from everywhere */
  allowedFrom: readonly Range[] | null;
  partner: Partner;
};

export type KeyStore = {
  find(keyId: string): Promise<ApiKey | null>;
  forget(keyId: string): void;
  /** Drops all of a partner's keys, after its settings or prices changed. */
  forgetPartner(partnerId: string): void;
  clear(): void;
};

type KeyRow = PartnerRow & {
  id: string;
  secret_sealed: Buffer;
  min_signature_version: number;
  scopes: KeyScope[];
  expires_at: Date | null;
  revoked_at: Date | null;
  allowed_ips: string[];
};

export function makeKeyStore(db: Db, secrets: Secrets, books: PriceBooks): KeyStore {
  const cache = new LRUCache<string, { key: ApiKey | null }>({ max: 50_000, ttl: TTL_MS });
  const loading = new Map<string, Promise<ApiKey | null>>();
  let generation = 0;

  async function load(keyId: string): Promise<ApiKey | null> {
    const started = generation;
    const row = await db.one<KeyRow>(
      `select k.id, k.secret_sealed, k.min_signature_version, k.scopes, k.expires_at,
         k.revoked_at, k.allowed_ips, ${PARTNER_COLUMNS}
       from api_keys k
       join partners p on p.id = k.partner_id
       where k.id = $1`,
      [keyId],
      'key-lookup',
    );
    const key = row === undefined ? null : await keyOf(books, secrets, row);
    // What was read before a change must not be remembered after it.
    if (started === generation) cache.set(keyId, { key });
    return key;
  }

  return {
    async find(keyId) {
      const cached = cache.get(keyId);
      if (cached !== undefined) return cached.key;
      let pending = loading.get(keyId);
      if (pending === undefined) {
        pending = load(keyId).finally(() => loading.delete(keyId));
        loading.set(keyId, pending);
      }
      return pending;
    },
    forget(keyId) {
      generation++;
      loading.delete(keyId);
      cache.delete(keyId);
    },
    forgetPartner(partnerId) {
      generation++;
      loading.clear();
      for (const [id, { key }] of cache.entries())
        if (key?.partner.id === partnerId) cache.delete(id);
    },
    clear() {
      generation++;
      loading.clear();
      cache.clear();
    },
  };
}

/** What cannot be read allows nothing. */
const rangeOf = (text: string): Range[] => {
  const range = readRange(text);
  return range === null ? [] : [range];
};

const keyOf = async (books: PriceBooks, secrets: Secrets, row: KeyRow): Promise<ApiKey> => ({
  id: row.id,
  secret: createSecretKey(secrets.open(row.secret_sealed, keyRow(row.id)), 'utf8'),
  minSignatureVersion: row.min_signature_version,
  scopes: new Set(row.scopes),
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at,
  allowedFrom:
    row.allowed_ips.length === 0 ? null : row.allowed_ips.flatMap((text) => rangeOf(text)),
  partner: await partnerOf(books, row),
});
