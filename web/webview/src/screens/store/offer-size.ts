/** How much data an offer is, in words. */
import type { App } from '../../app-state.ts';

export const offerSize = ({ words }: App, { bytes }: { bytes: number | null }): string =>
  bytes === null ? words.say('unlimited') : words.bytes(bytes);
