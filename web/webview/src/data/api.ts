/** Calls of the API as the traveler of this session. */
import { isDue, keepSession, session, type Session } from './session.ts';

/** What the API refused, or `offline`: it was not reached. */
export class Refusal extends Error {
  readonly type: string;
  readonly status: number;
  /** seconds after which to try again, where the API says so */
  readonly retryAfter: number | null;

  constructor(type: string, status: number, message: string, retryAfter: number | null = null) {
    super(message);
    this.type = type;
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

export type Options = { body?: unknown; key?: string; token?: string | null };

const TIMEOUT_MS = 30_000;

type Envelope<T> = {
  data: T;
  error?: { type: string; message: string };
};

async function send(method: string, path: string, options: Options): Promise<Response> {
  const { body, key, token } = options;
  try {
    return await fetch(path, {
      method,
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token == null ? {} : { authorization: `Bearer ${token}` }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new Refusal('offline', 0, 'The API was not reached.');
  }
}

async function refusalOf(response: Response): Promise<Refusal> {
  const said = (await response.json().catch(() => ({}))) as Partial<Envelope<never>>;
  const wait = Number(response.headers.get('retry-after'));
  return new Refusal(
    said.error?.type ?? 'unavailable',
    response.status,
    said.error?.message ?? '',
    Number.isFinite(wait) && wait > 0 ? wait : null,
  );
}

/** Without a session, or with the one given. */
export async function callBare<T>(method: string, path: string, options: Options): Promise<T> {
  const response = await send(method, path, options);
  if (!response.ok) throw await refusalOf(response);
  return ((await response.json()) as Envelope<T>).data;
}

let renewing: Promise<void> | null = null;

type Renewed = { session_token: string; expires_at: string };

/** Once for all calls that wait for it. */
const renewed = (old: Session): Promise<void> =>
  (renewing ??= callBare<Renewed>('POST', '/api/webapp/auth/renew', { token: old.token })
    .then(({ session_token, expires_at }) => {
      keepSession({ ...old, token: session_token, expires_at });
    })
    .finally(() => {
      renewing = null;
    }));

/** As the traveler; `path` is below `/api/webapp/me/`. */
export async function call<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const held = session();
  if (held === null) throw new Refusal('session_ended', 401, 'There is no session.');
  // Where the old token still holds, a renewal that fails is tried again by the next call.
  if (isDue(held)) await renewed(held).catch(endedOnly);
  return callBare<T>(method, `/api/webapp/me/${path}`, {
    ...options,
    token: session()?.token ?? null,
  });
}

const endedOnly = (error: unknown): void => {
  if (error instanceof Refusal && error.status === 401) throw error;
};

/** A picture that only this traveler may see, as an address that a page can show. */
export async function pictureOf(path: string): Promise<string> {
  const response = await send('GET', `/api/webapp/me/${path}`, { token: session()?.token ?? null });
  if (!response.ok) throw await refusalOf(response);
  return `data:image/svg+xml,${encodeURIComponent(await response.text())}`;
}
