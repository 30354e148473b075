/** What each step of the funnel is called, and what it means. */
import type { Step } from '../../data/types.ts';
import type { Key } from '../../words.tsx';

export const STEP_TEXTS: Record<Step, { name: Key; means: Key }> = {
  issued: { name: 'funnelIssued', means: 'funnelIssuedMeans' },
  mailed: { name: 'funnelMailed', means: 'funnelMailedMeans' },
  opened: { name: 'funnelOpened', means: 'funnelOpenedMeans' },
  taken: { name: 'funnelTaken', means: 'funnelTakenMeans' },
  installed: { name: 'funnelInstalled', means: 'funnelInstalledMeans' },
  used: { name: 'funnelUsed', means: 'funnelUsedMeans' },
};
