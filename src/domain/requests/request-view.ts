/** A kept request as it is shown: a line of the list. */
import { timeOfId } from '../../ids.ts';
import { maskPath } from './mask-request.ts';

/** What a line is made of; the statements give these columns. */
export type RequestRow = {
  id: string;
  client_request_id: string | null;
  method: string;
  path: string;
  operation_id: string;
  status: number;
  error_type: string | null;
  duration_ms: number;
  key_id: string;
  ip: string | null;
  request_bytes: number;
  response_bytes: number;
};

export type RequestView = {
  id: string;
  request_id: string;
  at: string;
  method: string;
  path: string;
  operation_id: string | null;
  route: string | null;
  status: number;
  error_type: string | null;
  duration_ms: number;
  key_id: string | null;
  ip: string | null;
  request_bytes: number;
  response_bytes: number;
};

/** What its route says of an operation; undefined: this release has none of that name. */
export type Operation = { method: string; route: string };

/**
 * How requests are shown to somebody. `operation` finds what is known of one, `docUrl` the page of
 * an error type; `mayReadBodies`: also what says who a traveler is.
 */
export type Shown = {
  mayReadBodies: boolean;
  operation(operationId: string): Operation | undefined;
  docUrl(errorType: string): string;
};

export function requestView(row: RequestRow, shown: Shown): RequestView {
  const { client_request_id: clientId, operation_id, ...rest } = row;
  const route = shown.operation(operation_id)?.route ?? null;
  return {
    id: row.id,
    request_id: clientId ?? row.id,
    at: new Date(timeOfId(row.id)).toISOString(),
    method: rest.method,
    path: shown.mayReadBodies ? rest.path : maskPath(rest.path, route),
    operation_id,
    route,
    status: rest.status,
    error_type: rest.error_type,
    duration_ms: rest.duration_ms,
    key_id: rest.key_id,
    ip: rest.ip,
    request_bytes: rest.request_bytes,
    response_bytes: rest.response_bytes,
  };
}
