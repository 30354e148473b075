/**
 * GET /api/operator/reports/mail: what became of mails to travelers, partner by partner, by the day
 * on which they were made. docs/reports.md defines every figure.
 */
import type { Context } from '../../context.ts';
import { findPartner } from '../partners/managing/partners.ts';
import { dateIn } from '../time.ts';
import { sumOf, type DayCounts } from './counting/day-counts.ts';
import { readCounts } from './counting/read-counts.ts';
import { messageFigures, type MessageFigures } from './delivery-report.ts';
import { datesOf, readDays, type Days, type DaysQuery } from './days.ts';

export const MAIL_DAYS = { usual: 7, most: 92 };

export type MailRow = { partner_id: string; partner: string } & MessageFigures;
export type MailReport = Days & {
  /** those with mails in these days, most that did not arrive first */
  partners: MailRow[];
  total: MessageFigures;
  /** real time of the oldest count; null: all of it is of this moment */
  counted_at: string | null;
  uncounted_days: number;
};

/** Each partner's days are those of its own zone. Throws 400 for days that are none. */
export async function mailReport(ctx: Context, query: DaysQuery): Promise<MailReport> {
  const days = readDays(query, dateIn('UTC', new Date()), MAIL_DAYS);
  const partners: MailRow[] = [];
  const all: DayCounts['messages'] = [];
  const counted: string[] = [];
  let uncounted = 0;
  const rows = await ctx.db.rows<{ id: string }>('select id from partners order by id');
  for (const { id } of rows) {
    const partner = await findPartner(ctx, id);
    const found = await readCounts(ctx, partner, datesOf(days));
    uncounted += found.uncounted_days;
    if (found.counted_at !== null) counted.push(found.counted_at);
    const mails = sumOf(found.days).messages.filter(([channel]) => channel === 'EMAIL');
    if (mails.length === 0) continue;
    all.push(...mails);
    partners.push({ partner_id: id, partner: partner.name, ...messageFigures(mails) });
  }
  return {
    ...days,
    partners: partners.toSorted(
      (a, b) => lost(b) - lost(a) || (a.partner_id < b.partner_id ? -1 : 1),
    ),
    total: messageFigures(all),
    counted_at: counted.toSorted()[0] ?? null,
    uncounted_days: uncounted,
  };
}

const lost = ({ bounced, complained, failed }: MessageFigures): number =>
  bounced + complained + failed;
