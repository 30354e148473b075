/** Answers of the reports of partners, and of Home. */
import { Type } from 'typebox';
import { FIRST_STEPS } from '../../../domain/home/first-steps.ts';
import { NEEDS } from '../../../domain/home/needs.ts';
import { MESSAGE_STATUSES } from '../../../domain/messages/list-messages.ts';
import { DELIVERY_FATES } from '../../../domain/reports/delivery-report.ts';
import { FIGURES } from '../../../domain/reports/funnel.ts';
import { STEPS } from '../../../domain/reports/counting/day-counts.ts';
import { pageAnswer } from '../../route/paging.ts';
import { answer, nullable, oneOf } from './shapes.ts';

const count = Type.Integer({ minimum: 0 });
const share = nullable(Type.Number({ description: '0 to 1; null: there was nothing to count' }));
const ms = nullable(Type.Integer({ description: 'off by 5 % at most; null: it never happened' }));
const instant = Type.String({ format: 'date-time' });
const maybe = nullable(instant);
const each = <N extends string, T>(names: readonly N[], what: T): Record<N, T> =>
  Object.fromEntries(names.map((name) => [name, what])) as Record<N, T>;

const figures = each(FIGURES, count);
const range = { from: Type.String(), to: Type.String(), time_zone: Type.String() };
const counted = {
  counted_at: nullable(
    Type.String({
      format: 'date-time',
      description: 'of the oldest count, real time; null: all is of this moment',
    }),
  ),
  uncounted_days: Type.Integer({
    minimum: 0,
    description: 'days that are not counted yet, and empty here',
  }),
};
const funnelDay = answer({ date: Type.String(), ...figures }, { title: 'FunnelDay' });
const funnelFigures = answer(figures, { title: 'FunnelFigures' });

export const funnelAnswer = answer(
  { ...range, totals: funnelFigures, days: Type.Array(funnelDay) },
  { title: 'Funnel' },
);

const steps = Type.Array(
  answer(
    { step: oneOf(STEPS), count, median_ms: ms, p90_ms: ms },
    { title: 'FunnelStep', description: 'times are since the step before that happened' },
  ),
);
export const stepReportAnswer = answer(
  {
    ...range,
    ...counted,
    totals: funnelFigures,
    days: Type.Array(funnelDay),
    steps,
    places: Type.Array(
      answer({
        place: Type.String({
          description: 'alpha-3, or the id of a region; empty where none is chosen yet',
        }),
        name: nullable(Type.String({ description: 'in English' })),
        iso2: nullable(Type.String({ description: 'null: no country' })),
        steps,
      }),
    ),
  },
  { title: 'FunnelSteps' },
);

export const packagesAnswer = pageAnswer({
  packages: Type.Array(
    answer(
      {
        booking_id: Type.String({ description: 'ours' }),
        reference: nullable(Type.String({ description: "the partner's own" })),
        uuid: Type.String({ description: "of the package's queue" }),
        traveler_id: nullable(Type.String()),
        place: nullable(Type.String({ description: 'null: none is chosen yet' })),
        issued_at: maybe,
        mailed_at: maybe,
        opened_at: maybe,
        taken_at: maybe,
        installed_at: maybe,
        used_at: maybe,
      },
      { title: 'FunnelPackage' },
    ),
  ),
});

const messageFigures = {
  total: count,
  ...each(MESSAGE_STATUSES, count),
  delivered_share: share,
};
const messages = answer(messageFigures, { title: 'MessageFigures' });
const webhooks = answer(
  {
    total: count,
    ...each(DELIVERY_FATES, count),
    attempts: count,
    delivered_share: share,
    median_ms: ms,
    p90_ms: ms,
  },
  { title: 'WebhookFigures' },
);
export const deliveryReportAnswer = answer(
  {
    ...range,
    ...counted,
    channels: Type.Array(answer({ channel: Type.String(), ...messageFigures })),
    webhooks,
    days: Type.Array(answer({ date: Type.String(), messages, webhooks })),
  },
  { title: 'DeliveryReport' },
);

export const mailReportAnswer = answer(
  {
    from: Type.String(),
    to: Type.String(),
    ...counted,
    total: messages,
    partners: Type.Array(
      answer({ partner_id: Type.String(), partner: Type.String(), ...messageFigures }),
      { description: 'those with mails, most that did not arrive first' },
    ),
  },
  { title: 'MailReport' },
);

const period = answer({ from: Type.String(), to: Type.String() });
export const homeAnswer = answer({
  time_zone: Type.String(),
  period,
  previous: period,
  ...counted,
  figures: answer(each(FIGURES, answer({ now: count, before: count }))),
  days: Type.Array(answer({ date: Type.String(), accepted: count, refused: count })),
  bookings: answer({
    accepted_share: share,
    accepted_share_before: share,
    refused_by: Type.Array(answer({ error_type: Type.String(), count }), {
      description: 'as the request log counted them, in real time',
    }),
    refused_requests: Type.Integer({
      description:
        'requests to book that were answered with 400, as the request log counted them: one that was sent again under its Idempotency-Key is another request',
    }),
    refused_between: answer(
      { from: Type.String({ format: 'date-time' }), to: Type.String({ format: 'date-time' }) },
      { description: 'of these requests, the end excluded' },
    ),
  }),
  mails: answer({ now: messages, before: messages }),
  needs: Type.Array(
    answer({
      kind: oneOf(NEEDS),
      count,
      is_more: Type.Boolean({ description: 'there are more than were counted or are named' }),
      subject: nullable(Type.String({ description: 'the key or import, where it is one' })),
      name: nullable(Type.String()),
      at: maybe,
    }),
  ),
  first_steps: nullable(Type.Array(answer({ step: oneOf(FIRST_STEPS), is_done: Type.Boolean() }))),
});
