/** How requests that were kept are shown to a partner's keys and members alike. */
import type { Context } from '../../context.ts';
import type { Partner } from '../../domain/partners/partner.ts';
import type { Whose } from '../../domain/requests/list-requests.ts';
import type { Shown } from '../../domain/requests/request-view.ts';

export const requestsShown = (
  { operations, baseUrl }: Pick<Context, 'operations' | 'baseUrl'>,
  mayReadBodies: boolean,
): Shown => ({
  mayReadBodies,
  operation: (operationId) => operations.get(operationId),
  docUrl: (errorType) => `${baseUrl}/docs/errors#${errorType}`,
});

export const requestsWhose = ({ id, settings }: Partner): Whose => ({
  partnerId: id,
  zone: settings.time_zone,
});
