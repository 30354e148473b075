/**
 * Tells the partner's own people by mail that a request waits for them; in the transaction that
 * made it wait.
 */
import type { Tx } from '../../db/pool.ts';
import { escapeHtml } from '../../escape-html.ts';
import { enqueueMessages } from '../messages/enqueue.ts';
import type { Partner } from '../partners/partner.ts';
import type { RequestRow } from './request-view.ts';

/**
 * Once per request, and only where the setting names an address. `at`: the partner's time. Answers
 * how many mails there are to send.
 */
export async function notifyPartner(
  tx: Tx,
  partner: Pick<Partner, 'id' | 'settings'>,
  request: RequestRow,
  at: Date,
): Promise<number> {
  const email = partner.settings.support?.email;
  if (email === undefined) return 0;
  const facts = Object.entries(request.context)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}: ${value}`);
  const text = `${request.body}\n\n${['request: ' + request.id, `symptom: ${request.symptom ?? 'none named'}`, ...facts].join('\n')}\n`;
  return enqueueMessages(
    tx,
    partner.id,
    [
      {
        channel: 'EMAIL',
        kind: 'support_request',
        subjectId: request.id,
        recipient: email.toLowerCase(),
        locale: 'en',
        bookingId: null,
        data: { request_id: request.id },
        made: {
          subject: `Support request: ${request.subject}`,
          text,
          html: `<p style="white-space:pre-wrap">${escapeHtml(text)}</p>`,
        },
      },
    ],
    at,
  );
}
