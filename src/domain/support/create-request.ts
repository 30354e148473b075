/**
 * POST /api/native/support-requests: the knowledge base answers where it can; what it cannot answer
 * waits for a person, with the context attached.
 */
import type { Context } from '../../context.ts';
import { newId } from '../../ids.ts';
import type { Partner } from '../partners/partner.ts';
import { partnerNow } from '../partners/now.ts';
import { readSupportSecrets } from '../partners/managing/support-secrets.ts';
import { answerByKnowledge, type Asking } from './answer-by-knowledge.ts';
import { notifyPartner } from './notify-partner.ts';
import { pushContext } from './push-context.ts';
import {
  REQUEST_COLUMNS,
  viewRequest,
  type RequestRow,
  type RequestView,
  type SupportStatus,
} from './request-view.ts';
import { readContext } from './read-context.ts';

export type NewRequest = Asking & {
  external_user_id: string;
  subject?: string | undefined;
  body: string;
  /** past the knowledge base and the partner, straight to the operator */
  escalate?: boolean | undefined;
};

const SUBJECT = 80;
/** Of the symptom or the first words, where none was given. */
const subjectOf = ({ subject, symptom, body }: NewRequest): string =>
  subject ??
  symptom?.replaceAll('_', ' ') ??
  [...body.trim().split(/\r?\n/, 1)[0]!].slice(0, SUBJECT).join('');

/** 404 `user_not_found`. */
export async function createRequest(
  ctx: Context,
  partner: Partner,
  input: NewRequest,
): Promise<RequestView> {
  const { locale, steps } = await answerByKnowledge(ctx, partner, input);
  const answer = input.escalate === true ? null : steps;
  const status: SupportStatus =
    input.escalate === true ? 'escalated' : answer === null ? 'open' : 'answered';
  const now = partnerNow(ctx, partner);
  const { row, token, mails } = await ctx.db.partnerTx(partner.id, async (tx) => {
    const { travelerId, context } = await readContext(
      ctx,
      tx,
      partner,
      input.external_user_id,
      input,
      'keep',
    );
    const stored = await tx.one<RequestRow>(
      `insert into support_requests (partner_id, id, traveler_id, symptom, subject, body, locale,
         context, answered, status, created_at, updated_at, first_answered_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11,
         case when $10 = 'answered' then $11::timestamptz end)
       returning ${REQUEST_COLUMNS}`,
      [
        partner.id,
        newId('sup'),
        travelerId,
        input.symptom ?? null,
        subjectOf(input),
        input.body,
        locale,
        JSON.stringify(context),
        answer === null ? null : JSON.stringify(answer),
        status,
        now,
      ],
    );
    const mails = status === 'open' ? await notifyPartner(tx, partner, stored!, now) : 0;
    return {
      row: stored!,
      mails,
      token:
        status === 'answered' ? null : (await readSupportSecrets(ctx, tx, partner.id)).access_token,
    };
  });
  if (mails > 0) ctx.wake('messages');
  if (token !== null) pushContext(ctx, partner.id, token, row.context);
  return viewRequest(row);
}
