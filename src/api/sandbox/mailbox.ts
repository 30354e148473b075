import { Type } from 'typebox';
import { mailboxLink } from '../../domain/sandbox/mailbox.ts';
import { partnerRoute } from '../callers/partner.ts';
import type { Route } from '../route/route.ts';
import { answer } from '../reference/schemas/shapes.ts';

export const sandboxMailbox: Route[] = [
  partnerRoute({
    method: 'POST',
    url: '/api/sandbox/mailbox-links',
    operationId: 'sandboxMailboxLink',
    tag: 'Sandbox',
    summary: 'A link that opens the mailbox in a browser',
    description:
      'The page shows what Hubby would have sent to people, as it looks. Whoever has the link can read it for 12 hours.',
    answers: {
      200: answer({
        url: Type.String({ format: 'uri' }),
        expires_at: Type.String({ format: 'date-time' }),
      }),
    },
    handle: async ({ ctx, partner }) => ({ data: mailboxLink(ctx, partner.id) }),
  }),
];
