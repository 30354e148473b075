/** What all entrances share. */
import type { Mutant } from '../../scripts/read-mutants.ts';

export default [
  {
    id: 'nobody-is-over-its-share',
    bug: 'One partner takes all places and the others are refused.',
    file: 'src/http/places.ts',
    text: 'if (partners.total() >= limit || isCrowded) throw full();',
    broken: 'if (partners.total() >= limit) throw full();',
    tests: ['test/places'],
  },
  {
    id: 'the-share-of-one-more',
    bug: 'A partner who is at its share gets one place more.',
    file: 'src/http/places.ts',
    text: 'mine >= Math.max(',
    broken: 'mine > Math.max(',
    tests: ['test/places'],
  },
  {
    id: 'one-place-more-than-there-are',
    bug: 'There is one place more than the limit.',
    file: 'src/http/places.ts',
    text: 'if (partners.total() >= limit || isCrowded)',
    broken: 'if (partners.total() > limit || isCrowded)',
    tests: ['test/places'],
  },
  {
    id: 'crowded-only-above-half',
    bug: 'The share counts only from the place after the half.',
    file: 'src/http/places.ts',
    text: 'partners.total() >= limit / 2 &&',
    broken: 'partners.total() > limit / 2 &&',
    tests: ['test/places'],
  },
  {
    id: 'a-place-given-back-twice',
    bug: 'A place given back twice makes room for two.',
    file: 'src/http/places.ts',
    text: 'if (hasLeft) return;',
    broken: '',
    tests: ['test/places'],
  },
  {
    id: 'small-pools-are-endless',
    bug: 'What is not signed takes any number of places.',
    file: 'src/http/places.ts',
    text: 'if (pools.of(pool) >= POOLS[pool]) throw full();',
    broken: '',
    tests: ['test/places'],
  },
] satisfies Mutant[];
