/** Writes down how an endpoint does: since when it fails, warnings, and that it is switched off. */
import { escapeHtml } from '../../../escape-html.ts';
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { newId } from '../../../ids.ts';
import type { MessageRow } from '../../message.ts';
import { disablesAt, healthAfter, type Outcome } from './health.ts';

export type EndpointOutcome = Outcome & { isGone: boolean; url: string };
type Row = {
  url: string;
  failing_since: Date | null;
  warnings: number;
  alert_email: string | null;
};

/** Outcomes of a URL that was replaced meanwhile say nothing of the new one. */
export async function noteHealth(
  ctx: Context,
  partnerId: string,
  all: readonly EndpointOutcome[],
): Promise<void> {
  const note = await ctx.db.partnerTx(partnerId, async (tx) => {
    const row = await tx.one<Row>(
      `select url, failing_since, warnings, alert_email
       from webhook_endpoints
       where partner_id = $1 and is_enabled and url is not null
       for no key update`,
      [partnerId],
    );
    const outcomes = row === undefined ? [] : all.filter((o) => o.url === row.url);
    if (row === undefined || outcomes.length === 0) return null;
    const before = { failingSince: row.failing_since, warnings: row.warnings };
    const { failingSince, warnings, disable } = healthAfter(before, outcomes);
    const gone = outcomes.find((o) => o.isGone);
    const reason = gone !== undefined ? ('gone' as const) : disable ? ('failing' as const) : null;
    const at = (gone ?? outcomes.at(-1)!).endedAt;
    await tx.rows(
      `update webhook_endpoints
       set failing_since = $2, warnings = $3, is_enabled = $4::text is null, disabled_reason = $4,
         disabled_at = case when $4::text is null then null else $5::timestamptz end
       where partner_id = $1`,
      [partnerId, failingSince, warnings, reason, at],
    );
    if (reason === null && warnings <= before.warnings) return null;
    const notice = noticeOf(reason, at, failingSince, warnings);
    if (row.alert_email !== null)
      await storeMessage(tx, partnerId, row.alert_email, row.url, notice);
    return notice;
  });
  if (note !== null) ctx.wake('messages');
  if (note !== null)
    ctx.log.warn(
      {
        partner_id: partnerId,
        kind: note.kind,
        failing_since: note.failingSince,
        reason: note.reason,
      },
      note.kind === 'webhook_failing'
        ? 'a webhook endpoint keeps failing'
        : 'a webhook endpoint was switched off',
    );
}

type Notice = {
  kind: 'webhook_failing' | 'webhook_disabled';
  subject: string;
  at: Date;
  failingSince: Date | null;
  reason?: 'gone' | 'failing';
};

const noticeOf = (
  reason: 'gone' | 'failing' | null,
  at: Date,
  failingSince: Date | null,
  warnings: number,
): Notice =>
  reason === null
    ? {
        kind: 'webhook_failing',
        subject: `${failingSince!.toISOString()} ${warnings}`,
        at,
        failingSince,
      }
    : {
        kind: 'webhook_disabled',
        subject: `${reason} ${at.toISOString()}`,
        at,
        failingSince,
        reason,
      };

/** Each notice once, by the unique key of the table. */
async function storeMessage(
  tx: Tx,
  partnerId: string,
  recipient: string,
  url: string,
  notice: Notice,
): Promise<void> {
  const { subject, text } = textOf(new URL(url).host, notice);
  const html = `<p>${escapeHtml(text)}</p>`;
  const data = {
    failing_since: notice.failingSince?.toISOString() ?? null,
    disables_at:
      notice.kind === 'webhook_failing' ? disablesAt(notice.failingSince!).toISOString() : null,
    reason: notice.reason ?? null,
  };
  const message: MessageRow = {
    id: newId('msg'),
    channel: 'EMAIL',
    kind: notice.kind,
    subject_id: notice.subject,
    recipient,
    locale: 'en',
    booking_id: null,
    data,
    status: 'pending',
    reason: null,
    subject,
    text,
    html,
  };
  await tx.rows('select enqueue_messages($1, $2, $3)', [
    partnerId,
    JSON.stringify([message]),
    notice.at,
  ]);
}

function textOf(
  host: string,
  { kind, failingSince, reason }: Notice,
): { subject: string; text: string } {
  const again =
    'Set it again with PUT /api/webhooks/settings: what is pending is then delivered, and GET /api/events lists every event of the last 30 days.';
  if (kind === 'webhook_failing') {
    return {
      subject: `Your webhook endpoint at ${host} keeps failing`,
      text: `No delivery to your webhook endpoint at ${host} has succeeded since ${failingSince!.toISOString()}. If that stays so, it is switched off at ${disablesAt(failingSince!).toISOString()}.`,
    };
  }
  return {
    subject: `Your webhook endpoint at ${host} was switched off`,
    text:
      reason === 'gone'
        ? `Your webhook endpoint at ${host} answered 410 Gone and was switched off. ${again}`
        : `No delivery to your webhook endpoint at ${host} has succeeded since ${failingSince!.toISOString()}, so it was switched off. ${again}`,
  };
}
