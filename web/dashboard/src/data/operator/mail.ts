/** How mail goes out of the installation, and what became of it. */
import { queryOptions } from '@tanstack/react-query';
import { call, queryOf } from '../client.ts';
import type { MailHealth, MailReport } from '../types.ts';

export const mailHealthQuery = queryOptions({
  queryKey: ['operator', 'mail'],
  queryFn: () => call<MailHealth>('GET', 'operator/mail'),
});
export const mailReportQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: ['operator', 'mail', from, to],
    queryFn: () => call<MailReport>('GET', `operator/reports/mail${queryOf({ from, to })}`),
  });
