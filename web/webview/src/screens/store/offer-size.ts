/** How much data an offer is, in words. */
import type { App } from '../../app-state.ts';
import type { Offer } from '../../types.ts';

export const offerSize = ({ words }: App, { size_in_bytes: bytes }: Offer): string =>
  bytes === null ? words.say('unlimited') : words.bytes(bytes);
