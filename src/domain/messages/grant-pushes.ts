/** What the devices of a traveler are told of a grant: data for the app, no text. */
import { newId, queueUuid } from '../../ids.ts';
import type { MessageRow, PushKind } from '../message.ts';

/**
 * What enqueue-pushes.sql takes: messages about queues (`subject_id`), to which it adds whose device
 * and which booking.
 */
export type PushRow = Pick<
  MessageRow,
  'id' | 'channel' | 'subject_id' | 'locale' | 'data' | 'status'
> & { kind: PushKind };

/** One for each grant; who has no device gets none. Null: nothing here is granted. */
export function grantPushes(
  queues: readonly { id: string; esim_type: 'universal' | 'classic' }[],
): PushRow[] | null {
  const grants = queues.filter((q) => q.esim_type === 'classic');
  if (grants.length === 0) return null;
  return grants.map(({ id }) => ({
    id: newId('msg'),
    channel: 'PUSH_NOTIFICATION',
    kind: 'classic_grant',
    subject_id: id,
    locale: '',
    data: { queue_id: queueUuid(id) },
    status: 'pending',
  }));
}
