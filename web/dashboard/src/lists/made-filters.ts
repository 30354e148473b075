/** By the partner's days on which something was made: figures are of such days and lead here. */
import type { Words } from '../words.tsx';
import type { Filter } from './list.ts';

export const madeFilters = (say: Words['say']): Filter[] => [
  { kind: 'text', name: 'made_from', label: say('madeFrom') },
  { kind: 'text', name: 'made_to', label: say('madeTo') },
];
