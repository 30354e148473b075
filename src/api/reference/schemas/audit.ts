/** What lists of the audit log take and answer with. */
import { Type } from 'typebox';
import { AUDIT_PAGE } from '../../../domain/audit/list-entries.ts';
import { pageAnswer, paging } from '../../route/paging.ts';
import { answer, nullable, text } from './shapes.ts';

const moment = (description: string) => Type.Optional(text(40, { description }));
const filters = {
  actor: Type.Optional(text(200, { description: 'the id of who did it' })),
  action: Type.Optional(text(100, { description: 'such as `settings.changed`' })),
  subject: Type.Optional(text(300, { description: 'the id of what it was done to' })),
  from: moment('ISO 8601; a date is its beginning'),
  to: moment('ISO 8601; a date is its end'),
};
export const auditFilters = Type.Object(filters);
export const auditQuery = Type.Object({ ...filters, ...paging(AUDIT_PAGE, 200) });

const members = nullable(Type.Record(Type.String(), Type.Unknown()));
const entry = answer(
  {
    id: Type.String(),
    partner_id: nullable(Type.String({ description: "null: the installation's" })),
    at: Type.String({ format: 'date-time' }),
    actor: answer({
      kind: Type.String({
        description: '`member`, `key`, `operator`, `cli`, `app`, `visitor`, `page` or `system`',
      }),
      id: Type.String(),
      name: nullable(Type.String({ description: 'of the member, or the label of the key' })),
    }),
    action: Type.String({ examples: ['settings.changed'] }),
    subject: nullable(Type.String({ description: 'null: the partner or the installation itself' })),
    before: members,
    after: members,
    request_id: nullable(Type.String()),
  },
  {
    title: 'AuditEntry',
    description:
      'one act; of `before` and `after` only what differs, with secrets and personal data masked',
  },
);
export const auditAnswer = pageAnswer({ entries: Type.Array(entry) });
