/**
 * GET /api/reports/deliveries: what became of messages to travelers and of events to the endpoint,
 * by the day on which they were made. docs/reports.md defines every figure.
 */
import type { Context } from '../../context.ts';
import type { Partner } from '../partners/partner.ts';
import { readCounts } from './counting/read-counts.ts';
import { MESSAGE_STATUSES, type MessageStatus } from '../messages/list-messages.ts';
import { sumOf, timesOf, type DayCounts, type Times } from './counting/day-counts.ts';
import type { DaysQuery } from './days.ts';
import { daysOf } from './funnel.ts';

export type MessageFigures = Record<MessageStatus, number> & {
  total: number;
  /** of those of which the sender told what became of them, 0 to 1; null without any */
  delivered_share: number | null;
};
export const DELIVERY_FATES = ['pending', 'delivered', 'exhausted'] as const;
export type WebhookFigures = Record<(typeof DELIVERY_FATES)[number], number> & {
  total: number;
  attempts: number;
  /** of those that are settled; null without any */
  delivered_share: number | null;
} & Times;

export type DeliveryReport = {
  from: string;
  to: string;
  time_zone: string;
  counted_at: string | null;
  uncounted_days: number;
  channels: ({ channel: string } & MessageFigures)[];
  webhooks: WebhookFigures;
  days: { date: string; messages: MessageFigures; webhooks: WebhookFigures }[];
};

/** Throws 400 for days that are none. */
export async function deliveryReport(
  ctx: Context,
  partner: Partner,
  query: DaysQuery,
): Promise<DeliveryReport> {
  const { from, to, zone, dates } = daysOf(ctx, partner, query);
  const { days, ...counted } = await readCounts(ctx, partner, dates);
  const sum = sumOf(days);
  const byChannel = Map.groupBy(sum.messages, ([channel]) => channel);
  return {
    from,
    to,
    time_zone: zone,
    ...counted,
    channels: [...byChannel]
      .map(([channel, messages]) => ({ channel, ...messageFigures(messages) }))
      .toSorted((a, b) => (a.channel < b.channel ? -1 : 1)),
    webhooks: webhookFigures(sum.webhooks),
    days: days.map(({ messages, webhooks }, i) => ({
      date: dates[i]!,
      messages: messageFigures(messages),
      webhooks: webhookFigures(webhooks),
    })),
  };
}

export function messageFigures(counts: DayCounts['messages']): MessageFigures {
  const of = (status: string): number =>
    counts.reduce((sum, [, one, count]) => sum + (one === status ? count : 0), 0);
  const fates = Object.fromEntries(
    MESSAGE_STATUSES.map((status) => [status, of(status)]),
  ) as Record<(typeof MESSAGE_STATUSES)[number], number>;
  // Who complains about a mail has it.
  const arrived = fates.delivered + fates.complained;
  return {
    total: counts.reduce((sum, [, , count]) => sum + count, 0),
    ...fates,
    delivered_share: shareOf(arrived, arrived + fates.bounced),
  };
}

function webhookFigures(counts: DayCounts['webhooks']): WebhookFigures {
  const of = (state: string): number =>
    counts.reduce((sum, [one, , count]) => sum + (one === state ? count : 0), 0);
  const [pending, delivered, exhausted] = DELIVERY_FATES.map(of) as [number, number, number];
  return {
    total: pending + delivered + exhausted,
    pending,
    delivered,
    exhausted,
    attempts: counts.reduce((sum, [, , , attempts]) => sum + attempts, 0),
    delivered_share: shareOf(delivered, delivered + exhausted),
    ...timesOf(
      counts.flatMap(([, bucket, count]) => (bucket === null ? [] : [[bucket, count] as const])),
    ),
  };
}

export const shareOf = (part: number, all: number): number | null =>
  all === 0 ? null : part / all;
