/** Calls of the private API with the session's cookie, and what follows from its refusals. */

/** What the API refused, or `offline`: it was not reached. */
export class Refusal extends Error {
  readonly type: string;
  readonly status: number;
  /** the API's name of this request; null where none was answered */
  readonly requestId: string | null;
  readonly details: { field: string; issue: string }[];
  /** what is missing of the session */
  readonly stage: string | null;

  constructor(
    status: number,
    said: {
      type: string;
      message: string;
      request_id?: string;
      details?: { field: string; issue: string }[];
      stage?: string;
    },
  ) {
    super(said.message);
    this.type = said.type;
    this.status = status;
    this.requestId = said.request_id ?? null;
    this.details = said.details ?? [];
    this.stage = said.stage ?? null;
  }
}

const TIMEOUT_MS = 30_000;

type Follows = {
  /** nobody is signed in: to the sign-in, and back here */
  ended(): void;
  /** something of the sign-in is missing */
  staged(): void;
  /** asks the member to show once more who they are; false = they would rather not */
  fresh(): Promise<boolean>;
};
let follows: Follows = { ended() {}, staged() {}, fresh: async () => false };

/** Set by who shows it. */
export const followRefusals = (how: Partial<Follows>): void => {
  follows = { ...follows, ...how };
};

type How = {
  /** the page may be gone before the answer is there */
  isLeaving?: boolean;
  /** for what may take longer than the usual patience */
  timeoutMs?: number;
};

/** Files are sent as they are, and are tables: there are no others. */
const typeOf = (body: unknown): string => (body instanceof File ? 'text/csv' : 'application/json');

async function send(
  method: string,
  path: string,
  body: unknown,
  { isLeaving = false, timeoutMs = TIMEOUT_MS }: How,
): Promise<Response> {
  try {
    return await fetch(`/web-api/${path}`, {
      method,
      cache: 'no-store',
      signal: AbortSignal.timeout(timeoutMs),
      keepalive: isLeaving,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': typeOf(body) }),
      },
      ...(body === undefined ? {} : { body: body instanceof File ? body : JSON.stringify(body) }),
    });
  } catch (error) {
    throw new Refusal(0, { type: 'offline', message: String(error) });
  }
}

async function refusalOf(response: Response): Promise<Refusal> {
  const said = (await response.json().catch(() => ({}))) as {
    error?: ConstructorParameters<typeof Refusal>[1];
  };
  return new Refusal(
    response.status,
    said.error ?? { type: 'unavailable', message: `HTTP ${response.status}` },
  );
}

/** Without what follows from refusals: for who is not signed in yet. `path` is below `/web-api/`. */
export async function callBare<T>(
  method: string,
  path: string,
  body?: unknown,
  how: How = {},
): Promise<T> {
  const response = await send(method, path, body, how);
  if (!response.ok) throw await refusalOf(response);
  return ((await response.json()) as { data: T }).data;
}

/**
 * As the member. Where a fresh sign-in is asked for, the member is, and the call made again; where
 * they would rather not, the refusal is thrown.
 */
export async function call<T>(
  method: string,
  path: string,
  body?: unknown,
  how: How = {},
): Promise<T> {
  try {
    return await callBare<T>(method, path, body, how);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.type === 'fresh_sign_in_required' && (await follows.fresh()))
      return callBare<T>(method, path, body, how);
    if (error.type === 'session_ended') follows.ended();
    if (error.stage !== null) follows.staged();
    throw error;
  }
}

/** What one may do, or that one is signed in, is another thing than the screens believe. */
export const sessionMoved = (): void => follows.staged();

/** `{ a: 'x', b: undefined }` → `?a=x`, '' where nothing is set */
export function queryOf(values: Record<string, string | undefined>): string {
  const set = Object.entries(values).filter((entry): entry is [string, string] => !!entry[1]);
  return set.length === 0 ? '' : `?${new URLSearchParams(set)}`;
}
