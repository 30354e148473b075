/** Messages to travelers as they are listed. */
import { Type } from 'typebox';
import { MESSAGES_PAGE, MESSAGE_STATUSES } from '../../../domain/messages/list-messages.ts';
import { CHANNELS } from '../../../domain/settings/channels.ts';
import { pageAnswer, paging } from '../../route/paging.ts';
import { madeFilters } from './made-filters.ts';
import { answer, nullable, oneOf, text } from './shapes.ts';

const instant = Type.String({ format: 'date-time' });
export const message = answer(
  {
    id: Type.String(),
    booking_id: nullable(Type.String()),
    channel: oneOf(CHANNELS),
    kind: Type.String({ examples: ['booking_confirmation'] }),
    to: Type.String(),
    locale: Type.String(),
    status: oneOf(MESSAGE_STATUSES, {
      description:
        'pending → sent → delivered, bounced or complained; failed: given up; skipped, cancelled: never sent',
    }),
    reason: nullable(
      Type.String({
        description: 'why it was not sent, or what the other side said',
        examples: ['suppressed'],
      }),
    ),
    created_at: instant,
    sent_at: nullable(instant),
    settled_at: nullable(
      Type.String({ format: 'date-time', description: 'when its end became known' }),
    ),
  },
  { title: 'Message' },
);
export const messagesQuery = Type.Object({
  ...paging(MESSAGES_PAGE, 400),
  status: Type.Optional(oneOf(MESSAGE_STATUSES)),
  kind: Type.Optional(text(50)),
  channel: Type.Optional(oneOf(CHANNELS)),
  ...madeFilters,
});
export const messagesAnswer = pageAnswer({ messages: Type.Array(message) });

export const suppressionsAnswer = pageAnswer({
  suppressions: Type.Array(
    answer({
      recipient: Type.String(),
      reason: oneOf(['bounced', 'complained'] as const),
      message_id: nullable(Type.String()),
      suppressed_at: instant,
    }),
  ),
});
