/** The audit log on the screens, of a partner and of the installation, and as a file. */
import { memberRoute, type PrivateRoute } from '../api/callers/member.ts';
import { auditAnswer, auditFilters, auditQuery } from '../api/reference/schemas/audit.ts';
import { csvTable } from '../api/route/csv-file.ts';
import type { RawAnswer } from '../api/route/route.ts';
import { allEntries, listEntries, type AuditEntry } from '../domain/audit/list-entries.ts';
import type { Partner } from '../domain/partners/partner.ts';
import { CSV_TYPE } from '../http/media-type.ts';
import { byPartner } from './shapes.ts';

const tag = 'Audit';
const of = ({ id, settings }: Partner) => ({ partnerId: id, zone: settings.time_zone });
const OF_ALL = { partnerId: null, zone: 'UTC' };

export const audit: PrivateRoute[] = [
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/audit',
    operationId: 'listPartnerAudit',
    tag,
    summary: 'Who changed what at the partner, newest first',
    permission: 'audit.read',
    params: byPartner,
    query: auditQuery,
    answers: { 200: auditAnswer },
    errors: [400],
    handle: async ({ ctx, partner, query }) => ({
      data: await listEntries(ctx, of(partner), query),
    }),
  }),
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/audit.csv',
    operationId: 'getPartnerAuditCsv',
    tag,
    summary: 'The same as a file',
    permission: 'audit.read',
    params: byPartner,
    query: auditFilters,
    answers: {},
    errors: [400],
    produces: CSV_TYPE,
    handle: async ({ ctx, partner, query }) => file(await allEntries(ctx, of(partner), query)),
  }),
  memberRoute({
    method: 'GET',
    url: '/web-api/operator/audit',
    operationId: 'listAudit',
    tag,
    summary: 'Who changed what, of the installation and at all partners, newest first',
    permission: 'operator.audit.read',
    query: auditQuery,
    answers: { 200: auditAnswer },
    errors: [400],
    handle: async ({ ctx, query }) => ({ data: await listEntries(ctx, OF_ALL, query) }),
  }),
  memberRoute({
    method: 'GET',
    url: '/web-api/operator/audit.csv',
    operationId: 'getAuditCsv',
    tag,
    summary: 'The same as a file',
    permission: 'operator.audit.read',
    query: auditFilters,
    answers: {},
    errors: [400],
    produces: CSV_TYPE,
    handle: async ({ ctx, query }) => file(await allEntries(ctx, OF_ALL, query)),
  }),
];

const COLUMNS = [
  'id',
  'partner_id',
  'at',
  'actor_kind',
  'actor_id',
  'actor_name',
  'action',
  'subject',
  'before',
  'after',
  'request_id',
];

function file(entries: readonly AuditEntry[]): RawAnswer {
  const json = (value: object | null): string => (value === null ? '' : JSON.stringify(value));
  const rows = entries.map((entry) => [
    entry.id,
    entry.partner_id,
    entry.at,
    entry.actor.kind,
    entry.actor.id,
    entry.actor.name,
    entry.action,
    entry.subject,
    json(entry.before),
    json(entry.after),
    entry.request_id,
  ]);
  return csvTable('audit.csv', COLUMNS, rows);
}
