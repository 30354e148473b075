/** How many days of requests are kept: the installation's, or fewer where their partner says so. */
import type { RequestLogConfig } from './config.ts';

/** As a partner's setting `retention` says; left out: as long as the installation. */
export type OwnRequestDays = {
  request_days?: number | undefined;
  request_body_days?: number | undefined;
};

export function requestDays(
  { requestLogDays: most }: Pick<RequestLogConfig, 'requestLogDays'>,
  own: OwnRequestDays | null | undefined,
): { request_days: number; request_body_days: number } {
  const request_days = Math.min(own?.request_days ?? most, most);
  return {
    request_days,
    // A body does not outlive its request.
    request_body_days: Math.min(own?.request_body_days ?? request_days, request_days),
  };
}
