/** Calls to one account at eSIM Access, signed, and what its answers say. */
import { object, unfit, type Fields } from '../fields.ts';
import { httpClient, type Answer } from '../http.ts';
import { ProviderBusy, ProviderRefused, ProviderUnclear } from '../provider.ts';
import { signedHeaders, type Keys } from './auth.ts';
import { BUSY, refusalOf } from './errors.ts';
import type { Rate } from './rate.ts';

/** `code` is a text of six digits, empty where the telco gave none. */
export type Said = { succeeded: true; obj: unknown } | { succeeded: false; code: string };

export type AccessClient = {
  /**
   * A call that costs money or ends something; answers `obj`, without members where there is nothing
   * to tell. Throws `ProviderRefused` where the telco says no, else `ProviderUnclear`.
   */
  act(path: string, body: Fields): Promise<Fields>;
  /** A question, with the telco's word whatever it is. A telco that is busy is `ProviderBusy`. */
  ask(path: string, body: Fields): Promise<Said>;
  /** A question about the account; answers `obj`. Throws `ProviderRefused` for a wrong key. */
  askAccount(path: string, body: Fields): Promise<Fields>;
  close(): Promise<void>;
};

export type AccessClientOptions = {
  url: string;
  keys: Keys;
  timeoutMs: number;
  maxAnswer?: number;
  /** shared by all clients of an account */
  rate: Rate;
};

/** Where it says that it is busy and not for how long. */
const BUSY_PAUSE_MS = 1_000;
/** Answers of an address where there is no such interface, or of a door that is shut. */
const NOT_IT: ReadonlySet<number> = new Set([401, 403, 404, 405]);

export function accessClient({ keys, rate, ...options }: AccessClientOptions): AccessClient {
  const http = httpClient({ ...options, headers: {} });
  const send = async (how: 'call' | 'ask', path: string, body: Fields): Promise<Answer> => {
    const text = JSON.stringify(body);
    await rate();
    return http[how]('POST', path, text, { headers: signedHeaders(keys, text) });
  };
  const settled = (answer: Answer): Fields => {
    if (NOT_IT.has(answer.status) && !hasEnvelope(answer)) throw notThere(answer);
    const said = toSaid(answer);
    if (!said.succeeded) throw refusalOf(said.code) ?? unexpected(said.code);
    return object(said.obj ?? {}, 'obj');
  };
  return {
    act: async (path, body) => settled(await send('call', path, body)),
    ask: async (path, body) => toSaid(notBusy(await send('ask', path, body))),
    askAccount: async (path, body) => settled(notBusy(await send('ask', path, body))),
    close: () => http.close(),
  };
}

/** Nothing is lost where a question is not taken: it is asked again. */
function notBusy(answer: Answer): Answer {
  if (hasEnvelope(answer) && codeOf(answer.body as Fields) === BUSY)
    throw new ProviderBusy('The telco is busy.', BUSY_PAUSE_MS);
  return answer;
}

/** An answer that decides nothing. The code is one of the telco's, no text of its. */
export const unexpected = (code: string): ProviderUnclear =>
  new ProviderUnclear(
    code === '' ? 'The telco said no without a code.' : `The telco said ${code}.`,
  );

const notThere = ({ status }: Answer): ProviderRefused =>
  new ProviderRefused(
    'rejected',
    `The telco is not at the base URL of this account, or shuts us out: it answered ${status}.`,
    'account',
  );

const hasEnvelope = ({ body }: Answer): boolean =>
  typeof body === 'object' && body !== null && Object.hasOwn(body, 'success');

/** `success` is a boolean or its text, `errorCode` absent, null, or zeros where all is well. */
export function toSaid({ status, body }: Answer): Said {
  const from = object(body, 'answer');
  const isSuccess = READ_SUCCESS.get(from['success']);
  if (isSuccess === undefined) throw unfit('success');
  const code = codeOf(from);
  if (!isSuccess) return { succeeded: false, code };
  if (code !== '' || status >= 300) throw unfit('success');
  return { succeeded: true, obj: from['obj'] };
}

const READ_SUCCESS = new Map<unknown, boolean>(
  [true, false].flatMap((value) => [
    [value, value],
    [String(value), value],
  ]),
);

function codeOf(from: Fields): string {
  const value = from['errorCode'] ?? '';
  if (typeof value !== 'string' && typeof value !== 'number') throw unfit('errorCode');
  const text = String(value);
  if (!/^\d{0,6}$/.test(text)) throw unfit('errorCode');
  return /^0*$/.test(text) ? '' : text.padStart(6, '0');
}
