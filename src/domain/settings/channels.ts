/** The ways to a person. */
import { Type } from 'typebox';

export const CHANNELS = ['EMAIL', 'SMS', 'WHATSAPP', 'PUSH_NOTIFICATION'] as const;
export type Channel = (typeof CHANNELS)[number];
export const channelSchema = Type.Unsafe<Channel>({ type: 'string', enum: CHANNELS });

/**
 * Only mail has senders so far; a message for another channel is kept as skipped: `no_sender`.
 * Whether mail has one here is seen when it is to leave.
 */
export const hasSender = (channel: Channel): boolean => channel === 'EMAIL';
