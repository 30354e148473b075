/** How each channel reaches a person. */
import { CHANNELS, hasSender, type Channel } from '../settings/channels.ts';

export type Way = {
  channel: Channel;
  /** the recipient's own address, or the phone number of the booking, which knows but one */
  address: readonly ('recipient' | 'phone')[];
  /** skipped: kept, and never sent */
  status: 'pending' | 'skipped';
  reason: 'no_sender' | null;
};

/** Who is reached by phone is known by the booking's number; without one by what is known. */
export const WAYS = Object.fromEntries(
  CHANNELS.map((channel): [Channel, Way] => [
    channel,
    {
      channel,
      address: channel === 'EMAIL' ? ['recipient'] : ['phone', 'recipient'],
      ...(hasSender(channel)
        ? { status: 'pending', reason: null }
        : { status: 'skipped', reason: 'no_sender' }),
    },
  ]),
) as Record<Channel, Way>;
