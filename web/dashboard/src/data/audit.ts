/** The audit log: filters are the address, pages follow a cursor. */
import { infiniteQueryOptions } from '@tanstack/react-query';
import { call, queryOf } from './client.ts';
import { startOf } from './days.ts';
import type { AuditPage } from './types.ts';

export const AUDIT_FILTERS = ['actor', 'action', 'subject', 'from', 'to'] as const;
export type AuditFilters = Partial<Record<(typeof AUDIT_FILTERS)[number], string>>;

/** `entry`: the one whose details are open. */
export type AuditSearch = AuditFilters & { entry?: string };

/** What an address says, without what is none of it. */
export const toAuditSearch = (search: Record<string, unknown>): AuditSearch =>
  Object.fromEntries(
    [...AUDIT_FILTERS, 'entry'].flatMap((name) => {
      const value = search[name];
      return value === undefined || value === '' ? [] : [[name, String(value)]];
    }),
  );

const LIMIT = '50';

/**
 * The API takes instants; days of the address are days of the member's zone (undefined: the
 * browser's).
 */
export function auditQuery(
  filters: AuditFilters,
  zone: string | undefined,
): Record<string, string | undefined> {
  const { from, to, ...rest } = filters;
  return {
    ...rest,
    from: from === undefined ? undefined : startOf(from, 0, zone),
    to: to === undefined ? undefined : startOf(to, 1, zone),
  };
}

export const auditPages = (path: string, filters: AuditFilters, zone: string | undefined) =>
  infiniteQueryOptions({
    queryKey: [path, 'audit', filters, zone],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      call<AuditPage>(
        'GET',
        `${path}/audit${queryOf({ ...auditQuery(filters, zone), limit: LIMIT, cursor: pageParam })}`,
      ),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** Of exactly what the filters show. */
export const auditCsv = (path: string, filters: AuditFilters, zone: string | undefined): string =>
  `/web-api/${path}/audit.csv${queryOf(auditQuery(filters, zone))}`;
