/** How mail goes out of the installation: who sends it, what waits, and what became of it. */
import { Type } from 'typebox';
import { memberRoute, type PrivateRoute } from '../../api/callers/member.ts';
import { operatorTwin, pickRoutes } from '../../api/callers/twins.ts';
import { operatorReports } from '../../api/operator/reports.ts';
import { answer, nullable } from '../../api/reference/schemas/shapes.ts';
import { mailOverview } from '../../domain/messages/mail-overview.ts';
import { instant } from '../shapes.ts';

const permission = 'operator.support';

export const mailOfOperator: PrivateRoute[] = [
  memberRoute({
    method: 'GET',
    url: '/web-api/operator/mail',
    operationId: 'getMailHealth',
    tag: 'Operator',
    summary: 'Senders of mail, and what waits',
    description: 'The token of a sender for its callbacks is told by GET /api/operator/mail alone.',
    permission,
    answers: {
      200: answer({
        senders: Type.Array(Type.String()),
        default_sender: nullable(Type.String()),
        default_from: Type.String(),
        pending: Type.Integer(),
        postponed: Type.Integer(),
        oldest_due_at: nullable(instant),
        callback_url: nullable(Type.String()),
      }),
    },
    async handle({ ctx }) {
      const { brevo_callbacks: callbacks, ...shown } = await mailOverview(ctx);
      return { data: { ...shown, callback_url: callbacks?.url ?? null } };
    },
  }),
  ...pickRoutes(operatorReports, ['getMailReport']).map((route) =>
    operatorTwin(route, { permission }),
  ),
];
