/** One HTTP call to Hubby: its envelope opened, a refusal thrown. */
import { HubbyConnectionError, HubbyError, type Detail, type ErrorBody } from './errors.ts';

export type Call = {
  /** the server's address without a trailing slash */
  base: string;
  method: string;
  /** path and query, as signed */
  target: string;
  headers: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer> | undefined;
  signal?: AbortSignal | undefined;
  fetch?: typeof fetch | undefined;
  /** members and parameters that were sent and that the server does not know */
  onWarning?: ((warning: Detail) => void) | undefined;
};

type Envelope = { data?: unknown; error?: ErrorBody; warnings?: Detail[] };

/** What stands in `data`. Throws HubbyError and HubbyConnectionError; an abort is thrown as it is. */
export async function send(call: Call): Promise<unknown> {
  const { response, bytes } = await exchange(call);
  const text = new TextDecoder().decode(bytes);
  const answer = envelopeOf(call, response, text);
  for (const warning of answer.warnings ?? []) call.onWarning?.(warning);
  if (!response.ok) throw new HubbyError(response.status, answer.error ?? {}, response.headers);
  return answer.data;
}

/** The same for what is no JSON where it succeeds: pictures. */
export async function sendForBytes(call: Call): Promise<Uint8Array> {
  const { response, bytes } = await exchange(call);
  if (response.ok) return bytes;
  const answer = envelopeOf(call, response, new TextDecoder().decode(bytes));
  throw new HubbyError(response.status, answer.error ?? {}, response.headers);
}

async function exchange(call: Call): Promise<{ response: Response; bytes: Uint8Array }> {
  const { base, target, method, headers, body, signal } = call;
  try {
    const response = await (call.fetch ?? fetch)(base + target, {
      method,
      headers,
      // What is signed is this target on this server, and nobody else is to get the key.
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
      ...(signal === undefined ? {} : { signal }),
    });
    return { response, bytes: new Uint8Array(await response.arrayBuffer()) };
  } catch (error) {
    if (signal?.aborted === true && (error as Error).name !== 'TimeoutError') throw error;
    const why = (error as { cause?: Error }).cause?.message ?? (error as Error).message;
    throw new HubbyConnectionError(`${base} cannot be reached (${why}). Is Hubby running?`, {
      cause: error,
    });
  }
}

function envelopeOf({ base }: Call, response: Response, text: string): Envelope {
  try {
    return JSON.parse(text) as Envelope;
  } catch (cause) {
    throw new HubbyConnectionError(
      `${base} answered ${response.status} with something else than Hubby's JSON. Is that the right address?`,
      { cause },
    );
  }
}
