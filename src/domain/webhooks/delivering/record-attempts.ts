/** Writing down what became of attempts, by record-attempts.sql. */
import type { Queryable } from '../../../db/pool.ts';

/** As record-attempts.sql takes it; instants are the partner's time. */
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
    'select * from record_attempts($1, $2, $3)',
    [partnerId, results.map((r) => r.event_id), JSON.stringify(results)],
    'record-attempts',
  );
