/** A support request as partner and operator see it. */
import type { Step } from '../instructions/steps.ts';
import { AppError } from '../../errors.ts';
import type { SupportContext } from './read-context.ts';

/** answered: by the knowledge base · open: with the partner · escalated: with the operator. */
export const SUPPORT_STATUSES = ['answered', 'open', 'escalated', 'closed'] as const;
export type SupportStatus = (typeof SUPPORT_STATUSES)[number];

export type RequestRow = {
  id: string;
  traveler_id: string;
  symptom: string | null;
  subject: string;
  body: string;
  locale: string;
  context: SupportContext;
  answered: Step[] | null;
  status: SupportStatus;
  created_at: Date;
  updated_at: Date;
};
export const REQUEST_COLUMNS =
  'id, traveler_id, symptom, subject, body, locale, context, answered, status, created_at, updated_at';

export const viewRequest = ({ answered, created_at, updated_at, ...row }: RequestRow) => ({
  ...row,
  external_user_id: row.context.external_user_id,
  steps: answered ?? [],
  created_at: created_at.toISOString(),
  updated_at: updated_at.toISOString(),
});
export const requestNotFound = (): AppError =>
  new AppError('support_request_not_found', 'There is no such support request.');

export type RequestView = ReturnType<typeof viewRequest>;
