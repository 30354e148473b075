import type { Tx } from '../../db/pool.ts';

/**
 * `booking`: its departure triggers. `package`: its thresholds by time, expiry and activation
 * window. `message`: schedules of a booking or package.
 */
export type TimerKind = 'booking' | 'package' | 'message';
export type Timer = { partnerId: string; dueAt: Date; kind: TimerKind; subjectId: string };

/** A hint to look at the subject then; nothing has to be taken back when the subject changes. */
export const setTimer = (tx: Tx, { partnerId, dueAt, kind, subjectId }: Timer): Promise<unknown> =>
  tx.rows(
    `insert into timers (partner_id, due_at, kind, subject_id)
     values ($1, $2, $3, $4)
     on conflict do nothing`,
    [partnerId, dueAt, kind, subjectId],
  );

/** Of any partners. */
export const setTimers = async (tx: Tx, timers: readonly Timer[]): Promise<unknown> =>
  timers.length === 0
    ? []
    : tx.rows(
        `insert into timers (partner_id, due_at, kind, subject_id)
         select *
         from unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[])
         on conflict do nothing`,
        [
          timers.map((t) => t.partnerId),
          timers.map((t) => t.dueAt),
          timers.map((t) => t.kind),
          timers.map((t) => t.subjectId),
        ],
        'set-timers',
      );
