/** How the states of codes are called, and how they look. */
import type { CodeState } from '../../data/types.ts';
import type { Key } from '../../words.tsx';

export const STATES = {
  open: ['codeOpen', 'plain'],
  claimed: ['codeClaimed', 'accent'],
  redeemed: ['codeRedeemed', 'good'],
  expired: ['codeExpired', 'warn'],
  cancelled: ['codeCancelled', 'danger'],
} as const satisfies Record<CodeState, readonly [Key, string]>;
