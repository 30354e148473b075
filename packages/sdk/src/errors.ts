/** How a call fails. */
import type { ErrorType } from './generated/types.ts';

export type { ErrorType };
export type Detail = { field: string; issue: string };

/** The first line and these stay on the screen. */
const MAX_SHOWN = 20;

/** Hubby answered, and refused. Its message has the sentence and what is wrong with which field. */
export class HubbyError extends Error {
  override readonly name = 'HubbyError';
  /** of HTTP */
  readonly status: number;
  /** one of a closed list, which docs/errors of the server explains; '' where the answer has none */
  readonly type: ErrorType | '';
  /** the API's own sentence */
  readonly reason: string;
  /** every problem of the request */
  readonly details: readonly Detail[];
  /** of the first problem; null where none has one */
  readonly field: string | null;
  /** what the operator finds the call by; null where the answer has none */
  readonly requestId: string | null;
  readonly docUrl: string | null;
  /** milliseconds that Hubby asks to wait; null where it does not */
  readonly retryAfterMs: number | null;

  constructor(status: number, body: ErrorBody, headers: { get(name: string): string | null }) {
    const { type = '', message = 'no message', details = [] } = body;
    super([`${status} ${type}: ${message}`, ...shown(details)].join('\n'));
    this.status = status;
    this.type = type;
    this.reason = message;
    this.details = details;
    this.field = details[0]?.field ?? null;
    this.requestId = body.request_id ?? headers.get('x-request-id');
    this.docUrl = body.doc_url ?? null;
    const wait = headers.get('retry-after');
    this.retryAfterMs = wait !== null && /^\d{1,6}$/.test(wait) ? Number(wait) * 1000 : null;
  }
}

export type ErrorBody = {
  type?: ErrorType;
  message?: string;
  details?: Detail[];
  request_id?: string;
  doc_url?: string;
};

function shown(details: readonly Detail[]): string[] {
  const lines = details.slice(0, MAX_SHOWN).map(({ field, issue }) => `  ${field}: ${issue}`);
  const more = details.length - lines.length;
  return more > 0 ? [...lines, `  … and ${more} more`] : lines;
}

/**
 * No answer, or not one of Hubby's: whether the call has done something is unknown. `cause` says
 * why.
 */
export class HubbyConnectionError extends Error {
  override readonly name = 'HubbyConnectionError';
}
