/** Writing down what became of attempts, by note-attempts.sql. */
import type { Queryable } from '../../../db/pool.ts';

/** Instants are the partner's time. */
export type Result = {
  event_id: string;
  fence: number;
  state: 'pending' | 'delivered' | 'exhausted';
  tries: number;
  next_attempt_at: Date | null;
  attempted_at: Date;
  ended_at: Date;
  url: string;
  duration_ms: number;
  status_code: number | null;
  error: string | null;
  response_body: string;
};

export type EndpointState = { is_enabled: boolean; failing_since: Date | null; warnings: number };

/** Answers how the endpoint stood before, undefined when it is gone. */
export const recordAttempts = (
  db: Queryable,
  partnerId: string,
  results: readonly Result[],
): Promise<EndpointState | undefined> =>
  db.one<EndpointState>(
    'select * from note_attempts($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)',
    [
      partnerId,
      results.map((r) => r.event_id),
      results.map((r) => r.fence),
      results.map((r) => r.state),
      results.map((r) => r.tries),
      results.map((r) => r.next_attempt_at?.toISOString() ?? null),
      results.map((r) => r.attempted_at.toISOString()),
      results.map((r) => r.ended_at.toISOString()),
      results.map((r) => r.url),
      results.map((r) => r.duration_ms),
      results.map((r) => r.status_code),
      results.map((r) => r.error),
      results.map((r) => r.response_body),
    ],
    'note-attempts',
  );
