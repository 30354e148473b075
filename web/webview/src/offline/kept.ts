/**
 * What was read last, for when there is no network: on arrival abroad is when it is needed. Kept for
 * seven days in IndexedDB, under the partner's path; gone with the session. Without IndexedDB
 * nothing is kept, and nothing else changes.
 */
import type { Dashboard, Instructions } from '../types.ts';

const DAYS_7_MS = 7 * 86_400_000;
const STORE = 'kept';

export type Kept<T> = { value: T; /** ms, real time */ readAt: number };

let opening: Promise<IDBDatabase> | null = null;

const database = (): Promise<IDBDatabase> =>
  (opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('hubby', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error('IndexedDB is closed'));
  }));

async function ask<T>(
  mode: IDBTransactionMode,
  run: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T | null> {
  try {
    const store = (await database()).transaction(STORE, mode).objectStore(STORE);
    return await new Promise<T>((resolve, reject) => {
      const request = run(store);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(new Error('IndexedDB refused'));
    });
  } catch {
    return null;
  }
}

const put = (key: string, value: unknown): Promise<unknown> =>
  ask('readwrite', (store) =>
    store.put({ value, readAt: Date.now() } satisfies Kept<unknown>, key),
  );

async function get<T>(key: string): Promise<Kept<T> | null> {
  const kept = await ask<Kept<T> | undefined>('readonly', (store) => store.get(key));
  return kept == null || Date.now() - kept.readAt > DAYS_7_MS ? null : kept;
}

/** An activation code is kept only while it still has to be used. */
export const keepDashboard = (base: string, dashboard: Dashboard): Promise<unknown> =>
  put(`${base}dashboard`, {
    ...dashboard,
    esims: dashboard.esims.map((esim) => ({
      ...esim,
      qr: esim.status === 'RELEASED' ? esim.qr : '',
    })),
  });

export async function keptDashboard(
  base: string,
): Promise<{ dashboard: Dashboard; readAt: number } | null> {
  const kept = await get<Dashboard>(`${base}dashboard`);
  return kept === null ? null : { dashboard: kept.value, readAt: kept.readAt };
}

export const keepSteps = (base: string, iccid: string, said: Instructions): Promise<unknown> =>
  put(`${base}steps/${iccid}`, said);

export const keptSteps = async (base: string, iccid: string): Promise<Instructions | null> =>
  (await get<Instructions>(`${base}steps/${iccid}`))?.value ?? null;

/** All below a partner's path. */
export const forgetKept = (base: string): Promise<unknown> =>
  ask('readwrite', (store) => store.delete(IDBKeyRange.bound(base, `${base}\uffff`)));
